"""Clouds: many grains at once, by the engine, a bare loop, ``granvae play`` and pyo."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from granvae import Player
from granvae.play.performer import Performer
from support import tiny_models
from support.performers import make_performer, send
from tools import peers

from .native import Native
from .report import BLOCK, SAMPLE_RATE, Call, Row, compare

TABLE = 1 << 16  # samples
GRAINS = 128  # of the path that a performer's cloud reads, so that its table is as long as pyo's


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

    @property
    def onsets(self) -> float:
        """Hz. Half a grain less, so that none ever makes room for another."""
        return SAMPLE_RATE * (self.grains - 0.5) / self.length

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
# What the prototype of the paper's second way to play did: a granulator over a table of grains.
PERFORMED = (Cloud(8, 100, 0.97, "linear"), Cloud(64, 100, 0.97, "linear"),
             Cloud(64, 100, 0.97, "sinc"), Cloud(1024, 100, 0.97, "sinc"))  # fmt: skip


def run(rounds: int, clouds: Sequence[Cloud] = CLOUDS) -> list[Row]:
    table = np.random.default_rng(0).uniform(-0.5, 0.5, TABLE).astype(np.float32)
    timed = []
    for cloud in clouds:
        # A level of the mipmap has twice the table's samples: it is read at twice the speed.
        oversampling = 2 if cloud.interpolation == "sinc" else 1
        calls = {
            "granvae.Player": _player(cloud, table),
            "granvae's core": core_cloud(cloud, table),
            "bare loop": _native("bare cloud", cloud, table, oversampling),
        }
        timed += _compare(cloud, calls, table, rounds)
    return timed


def run_play(rounds: int, clouds: Sequence[Cloud] = PERFORMED) -> list[Row]:
    """Times each cloud of ``granvae play`` as a whole."""
    timed = []
    with tempfile.TemporaryDirectory() as folder:
        model = tiny_models.linear_model(Path(folder) / "model.ts")
        for cloud in clouds:
            performer = _performer(cloud, model)
            calls: dict[str, Call] = {"granvae play": partial(performer.render, BLOCK)}
            timed += _compare(cloud, calls, performer.table, rounds)
            performer.close()
    return timed


def _compare(
    cloud: Cloud, calls: dict[str, Call], table: NDArray[np.float32], rounds: int
) -> list[Row]:
    def granulator(server: peers.PyoServer) -> Any:
        """As quick as pyo can: one channel; starts and lengths are no signals but numbers."""
        seconds = cloud.length / SAMPLE_RATE
        window = server.pyo.HannTable(8192)
        lengths = {"dur": cloud.speed * seconds, "basedur": seconds}
        return server.pyo.Granulator(
            server.table(table), window, pos=0, grains=cloud.grains, mul=1 / cloud.grains, **lengths
        ).out()

    return compare(cloud, calls, ("pyo's Granulator", granulator), BLOCK * cloud.grains, rounds)


def core_cloud(cloud: Cloud, table: NDArray[np.float32]) -> Callable[..., None]:
    """Plays as many blocks as asked, stereo; one if not."""
    return _native("core cloud", cloud, table, 1)


def _native(
    name: str, cloud: Cloud, table: NDArray[np.float32], oversampling: int
) -> Callable[..., None]:
    longer, speed = np.tile(table, oversampling), oversampling * cloud.speed
    subject = Native(name, longer, speed, cloud.interpolation, cloud.grains, cloud.length)
    subject.run(cloud.length // BLOCK + 1)  # until all its grains sound
    return subject.run


def _player(cloud: Cloud, table: NDArray[np.float32]) -> Call:
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
    # All of each grain is its window.
    player.process(cloud.onsets, 0, TABLE, samples=cloud.length, rate=cloud.speed)
    return lambda: player.process(samples=BLOCK)


def _performer(cloud: Cloud, model: Path) -> Performer:
    performer = make_performer(model, channels=2, rate=SAMPLE_RATE)
    points = np.random.default_rng(0).standard_normal((GRAINS, performer.state.model.latents))
    speed = cloud.speed * SAMPLE_RATE / performer.state.model.rate  # table samples a sample
    send(
        performer,
        ("/path", points.ravel().tolist()),
        ("/mode", ["cloud"]),
        ("/interpolation", [cloud.interpolation]),
        ("/grains", [cloud.grains]),
        ("/length", [cloud.length * cloud.speed]),
        ("/crossfade", [1e6]),
        ("/spray", [len(performer.table) + 1e6]),
        ("/spread", [1]),
        ("/rate", [speed]),
        ("/frequency", [cloud.onsets]),
    )
    performer.render(cloud.length)  # until all its grains sound
    return performer
