"""``granvae play`` as a whole: the performer with a cloud, beside pyo's Granulator."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from granvae.play.commands.table import MESSAGES
from granvae.play.performer import Performer
from support import tiny_models
from tools.peers import pyo_server

from .bench_cloud import Cloud, granulator
from .native import BLOCK
from .report import SAMPLE_RATE, Row, rows
from .timing import medians

GRAINS = 128  # of the path that the cloud reads, so that its table is as long as pyo's

# What the prototype of the paper's second way to play did: a granulator over a table of grains.
CLOUDS = (Cloud(8, 100, 0.97, "linear"), Cloud(64, 100, 0.97, "linear"),
          Cloud(64, 100, 0.97, "sinc"), Cloud(1024, 100, 0.97, "sinc"))  # fmt: skip


def run(rounds: int, clouds: Sequence[Cloud] = CLOUDS) -> list[Row]:
    """Times each cloud."""
    timed = []
    for cloud in clouds:
        timed += _time(cloud, rounds)
    return timed


def _time(cloud: Cloud, rounds: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as opened:
        performer = _performer(cloud, tiny_models.linear_model(Path(folder) / "model.ts"))
        opened.callback(performer.close)
        calls: dict[str, Callable[[], object]] = {
            "granvae play": lambda: performer.render(BLOCK),
        }
        if pyo_server.installed():
            server = pyo_server.Server(SAMPLE_RATE, BLOCK)
            opened.callback(server.close)
            other = granulator(server, cloud, performer.table)
            opened.callback(other.stop)
            calls["pyo's Granulator"] = server.run
        taken = medians(calls, rounds)
    each = {name: value / BLOCK / cloud.grains for name, value in taken.items()}
    return rows(str(cloud), cloud.interpolation, each)


def _performer(cloud: Cloud, model: Path) -> Performer:
    performer = Performer(model, SAMPLE_RATE, 2, messages=MESSAGES, offline=True)
    points = np.random.default_rng(0).standard_normal((GRAINS, performer.state.model.latents))
    rate = performer.state.model.rate
    speed = cloud.speed * SAMPLE_RATE / rate  # of table samples in output samples
    for address, values in (
        ("/path", points.ravel().tolist()),
        ("/mode", ["cloud"]),
        ("/interpolation", [cloud.interpolation]),
        ("/grains", [cloud.grains]),
        ("/length", [cloud.length * cloud.speed]),
        ("/crossfade", [1e6]),
        ("/spray", [len(performer.table) + 1e6]),
        ("/spread", [1]),
        ("/rate", [speed]),
        ("/frequency", [SAMPLE_RATE * (cloud.grains - 0.5) / cloud.length]),
    ):
        for answer in performer.dispatcher.do(address, list(values)):
            raise ValueError(f"{address}: {answer}")
    performer.render(cloud.length)  # until all its grains sound
    return performer
