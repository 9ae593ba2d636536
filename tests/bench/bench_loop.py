"""Loop mode: one grain after the other, beside pyo's Looper and a bare read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from granvae import Player
from tools.peers import pyo_server
from tools.peers.table_readers import PYO_INTERPOLATIONS

from .native import BLOCK, Native
from .report import SAMPLE_RATE, Row, rows
from .timing import medians

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


LOOPS = (
    Loop(440, "none"),
    Loop(440, "linear"),
    Loop(440, "cubic"),
    Loop(440, "sinc"),
    Loop(300, "sinc"),
)


def run(rounds: int, loops: Sequence[Loop] = LOOPS) -> list[Row]:
    """Times each loop."""
    table = np.random.default_rng(0).uniform(-0.5, 0.5, TABLE).astype(np.float32)
    timed = []
    for loop in loops:
        timed += _time(loop, table, rounds)
    return timed


def _time(loop: Loop, table: NDArray[np.float32], rounds: int) -> list[Row]:
    calls: dict[str, Callable[[], object]] = {
        "granvae.Player": _player(loop, table),
        "granvae's core": _native("core loop", loop, table),
    }
    if loop.interpolation in ("linear", "sinc"):
        calls["bare read"] = _native("bare read", loop, table)
    with contextlib.ExitStack() as opened:
        if pyo_server.installed() and loop.interpolation in PYO_INTERPOLATIONS:
            server = pyo_server.Server(SAMPLE_RATE, BLOCK)
            opened.callback(server.close)
            looper = _looper(server, loop, table)
            opened.callback(looper.stop)
            calls["pyo's Looper"] = server.run
        taken = medians(calls, rounds)
    # Either one loop in BLOCKS blocks, or as many loops of pyo in one.
    each = {name: value / BLOCK / BLOCKS for name, value in taken.items()}
    return rows(str(loop), loop.interpolation, each)


def _native(name: str, loop: Loop, table: NDArray[np.float32]) -> Callable[[], object]:
    subject = Native(name, table, loop.speed, loop.interpolation)
    return lambda: subject.run(BLOCKS)


def _player(loop: Loop, table: NDArray[np.float32]) -> Callable[[], object]:
    player = Player(table, SAMPLE_RATE, SAMPLE_RATE)
    player.set("interpolation", loop.interpolation)
    controls = np.full((3, BLOCKS * BLOCK), [[loop.frequency], [0.0], [CROSSFADE]])
    return lambda: player.process(*controls)


def _looper(server: pyo_server.Server, loop: Loop, table: NDArray[np.float32]) -> Any:
    """Many in one server, so that its own work hardly counts."""
    return server.pyo.Looper(
        server.table(table),
        pitch=[loop.speed] * BLOCKS,
        dur=TABLE / SAMPLE_RATE,
        xfade=100.0 * CROSSFADE / TABLE,
        startfromloop=True,
        interp=PYO_INTERPOLATIONS[loop.interpolation],
    ).out()
