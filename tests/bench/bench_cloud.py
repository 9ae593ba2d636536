"""Cloud mode: many grains at once, beside pyo's Granulator and a bare loop."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from granvae import Player
from tools.peers import pyo_server

from .native import BLOCK, Native
from .report import SAMPLE_RATE, Row, rows
from .timing import medians

TABLE = 1 << 16  # samples


@dataclass(frozen=True)
class Cloud:
    """A cloud to be timed: ``grains`` that sound at once, each for ``milliseconds``.

    ``speed``: table samples an output sample. 0.97 reads one level of the mipmap, 1.15 two.
    """

    grains: int
    milliseconds: float
    speed: float
    interpolation: str

    @property
    def length(self) -> int:
        """Samples of the output that a grain lasts."""
        return round(self.milliseconds * SAMPLE_RATE / 1000)

    def __str__(self) -> str:
        return f"{self.grains:,} grains of {self.milliseconds:g} ms, speed {self.speed:g}"


# Beyond half an onset a sample there are none, so that many grains at once are long ones.
CLOUDS = (
    Cloud(64, 100, 0.97, "sinc"),
    Cloud(128, 10, 0.97, "sinc"),
    Cloud(1024, 100, 0.97, "sinc"),
    Cloud(1024, 100, 1.15, "sinc"),
    Cloud(1024, 100, 0.97, "linear"),
    Cloud(8192, 500, 0.97, "sinc"),
    Cloud(8192, 500, 0.97, "linear"),
)


def run(rounds: int, clouds: Sequence[Cloud] = CLOUDS) -> list[Row]:
    """Times each cloud."""
    table = np.random.default_rng(0).uniform(-0.5, 0.5, TABLE).astype(np.float32)
    timed = []
    for cloud in clouds:
        timed += _time(cloud, table, rounds)
    return timed


def _time(cloud: Cloud, table: NDArray[np.float32], rounds: int) -> list[Row]:
    calls: dict[str, Callable[[], object]] = {
        "granvae.Player": _player(cloud, table),
        "granvae's core": _native("core cloud", cloud, table, 1),
        # A level of the mipmap has twice the table's samples, and so is read at twice the speed.
        "bare loop": _native("bare cloud", cloud, table, 2 if cloud.interpolation == "sinc" else 1),
    }
    with contextlib.ExitStack() as opened:
        if pyo_server.installed():
            server = pyo_server.Server(SAMPLE_RATE, BLOCK)
            opened.callback(server.close)
            other = granulator(server, cloud, table)
            opened.callback(other.stop)
            calls["pyo's Granulator"] = server.run
        taken = medians(calls, rounds)
    each = {name: value / BLOCK / cloud.grains for name, value in taken.items()}
    return rows(str(cloud), cloud.interpolation, each)


def _native(
    name: str, cloud: Cloud, table: NDArray[np.float32], oversampling: int
) -> Callable[[], object]:
    subject = Native(
        name,
        np.tile(table, oversampling),
        oversampling * cloud.speed,
        cloud.interpolation,
        cloud.grains,
        cloud.length,
    )
    subject.run(cloud.length // BLOCK + 1)  # until all its grains sound
    return subject.run


def _player(cloud: Cloud, table: NDArray[np.float32]) -> Callable[[], object]:
    reach = cloud.length * cloud.speed
    player = Player(table, SAMPLE_RATE, SAMPLE_RATE, length=reach, channels=2)
    settings: dict[str, float | str] = {
        "mode": "cloud",
        "interpolation": cloud.interpolation,
        "grains": cloud.grains,
        "spray": TABLE,
        "spread": 1,
    }
    for name, value in settings.items():
        player.set(name, value)
    # Half a grain less, so that none ever makes room for another; all of each is its window.
    onsets = SAMPLE_RATE * (cloud.grains - 0.5) / cloud.length
    player.process(onsets, 0, TABLE, samples=cloud.length, rate=cloud.speed)
    return lambda: player.process(samples=BLOCK)


def granulator(server: pyo_server.Server, cloud: Cloud, table: NDArray[np.float32]) -> Any:
    """As quick as pyo can: one channel, and starts and lengths that are no signals but numbers."""
    seconds = cloud.length / SAMPLE_RATE
    return server.pyo.Granulator(
        server.table(table),
        server.pyo.HannTable(8192),
        pos=0,
        dur=cloud.speed * seconds,
        grains=cloud.grains,
        basedur=seconds,
        mul=1.0 / cloud.grains,
    ).out()
