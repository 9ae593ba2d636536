"""Loop mode: one grain after the other, beside pyo's Looper and a bare read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from granvae import Player
from tools import peers

from .native import Native
from .report import BLOCK, SAMPLE_RATE, Call, Row, compare

TABLE = 4096  # samples
CROSSFADE = TABLE // 4
BLOCKS = 16  # at a time: one is too quick for the clock


@dataclass(frozen=True)
class Loop:
    """A loop to be timed. At 440 Hz one level of the mipmap is read, at 300 Hz two."""

    frequency: float
    interpolation: str

    @property
    def speed(self) -> float:
        """Table samples an output sample."""
        return self.frequency * (TABLE - CROSSFADE) / SAMPLE_RATE

    def __str__(self) -> str:
        return f"loop of {TABLE:,} samples at {self.frequency:g} Hz"


LOOPS = (*(Loop(440, name) for name in ("none", "linear", "cubic", "sinc")), Loop(300, "sinc"))


def run(rounds: int, loops: Sequence[Loop] = LOOPS) -> list[Row]:
    table = np.random.default_rng(0).uniform(-0.5, 0.5, TABLE).astype(np.float32)
    return [row for loop in loops for row in _time(loop, table, rounds)]


def _time(loop: Loop, table: NDArray[np.float32], rounds: int) -> list[Row]:
    def looper(server: peers.PyoServer) -> Any:
        """As many as blocks of ours in one server, so that its own work hardly counts."""
        return server.pyo.Looper(
            server.table(table),
            pitch=[loop.speed] * BLOCKS,
            dur=TABLE / SAMPLE_RATE,
            xfade=100.0 * CROSSFADE / TABLE,
            startfromloop=True,
            interp=peers.PYO_INTERPOLATIONS[loop.interpolation],
        ).out()

    player = Player(table, SAMPLE_RATE, SAMPLE_RATE)
    player.set("interpolation", loop.interpolation)
    controls = np.full((3, BLOCKS * BLOCK), [[loop.frequency], [0.0], [CROSSFADE]])
    calls: dict[str, Call] = {
        "granvae.Player": lambda: player.process(*controls),
        "granvae's core": _native("core loop", loop, table),
    }
    if loop.interpolation in ("linear", "sinc"):
        calls["bare read"] = _native("bare read", loop, table)
    peer = ("pyo's Looper", looper) if loop.interpolation in peers.PYO_INTERPOLATIONS else None
    return compare(loop, calls, peer, BLOCK * BLOCKS, rounds)


def _native(name: str, loop: Loop, table: NDArray[np.float32]) -> Call:
    subject = Native(name, table, loop.speed, loop.interpolation)
    return lambda: subject.run(BLOCKS)
