"""Clouds by the engine, Csound's grain3 and SuperCollider's GrainBuf, in turn.

The peers are programs of their own. What each costs is the CPU time of a long rendering less that
of a short one, so that neither its start nor reading its files counts.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from tools import peers
from tools.generated import markdown

from . import csound, supercollider
from .bench_clouds import TABLE, Cloud, core_cloud
from .report import BLOCK, SAMPLE_RATE

CLOUDS = (Cloud(64, 100, 0.97, "linear"), Cloud(1024, 100, 0.97, "linear"),
          Cloud(8192, 500, 0.97, "linear"))  # fmt: skip
SAMPLES = 200_000_000  # of grains that the long rendering has more than the short one
HEADINGS = ("what", "player", "read by", "channels", "ns", "of grain3", "of GrainBuf, linear")

Render = Callable[[float], object]


@dataclass(frozen=True)
class Timed:
    """One player of a cloud. ``measure`` gives ns of CPU time for a sample of a grain."""

    player: str
    reading: str
    channels: int
    measure: Callable[[], float]


def run(rounds: int, clouds: Sequence[Cloud] = CLOUDS, samples: int = SAMPLES) -> str:
    """Times each cloud; a table in Markdown, under what is missing."""
    table = np.random.default_rng(0).uniform(-0.5, 0.5, TABLE).astype(np.float32)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        soundfile.write(folder / "table.wav", table, SAMPLE_RATE, subtype="FLOAT")
        rows = [row for cloud in clouds for row in _rows(cloud, table, folder, rounds, samples)]
    missing = [
        how
        for how, installed in (
            (peers.HOW_TO_GET_CSOUND, peers.csound_installed()),
            (peers.HOW_TO_GET_SUPERCOLLIDER, peers.supercollider_installed()),
        )
        if not installed
    ]
    told = f"CPU time in ns for a sample of a grain: the median of {rounds} rounds."
    return "\n".join([told, *missing, "", markdown(HEADINGS, rows, texts=3)])


def _rows(
    cloud: Cloud, table: NDArray[np.float32], folder: Path, rounds: int, samples: int
) -> Iterator[tuple[str, ...]]:
    players = [*_ours(cloud, table, samples), *_peers(cloud, folder, samples)]
    rounds_of_ns = [[player.measure() for player in players] for _ in range(rounds)]
    cost = {
        (player.player, player.reading, player.channels): statistics.median(ns)
        for player, ns in zip(players, zip(*rounds_of_ns, strict=True), strict=True)
    }
    bases = (cost.get(("grain3", "linear", 1)), cost.get(("GrainBuf", "linear", 2)))
    for (name, reading, channels), value in cost.items():
        ratios = (f"{value / base:.2f}" if base else "" for base in bases)
        yield str(cloud), name, reading, str(channels), f"{value:.2f}", *ratios


def _ours(cloud: Cloud, table: NDArray[np.float32], samples: int) -> Iterator[Timed]:
    blocks = max(1, round(samples / cloud.grains / BLOCK))
    for reading in ("linear", "cubic", "sinc"):
        play = core_cloud(replace(cloud, interpolation=reading), table)
        yield Timed("granvae's core", reading, 2, partial(_in_process, play, blocks, cloud))


def _in_process(play: Callable[[int], object], blocks: int, cloud: Cloud) -> float:
    before = time.process_time_ns()
    play(blocks)
    return (time.process_time_ns() - before) / (blocks * BLOCK * cloud.grains)


def _peers(cloud: Cloud, folder: Path, samples: int) -> Iterator[Timed]:
    sound = folder / "table.wav"

    def timed(player: str, reading: str, channels: int, command: Callable[..., list[str]]) -> Timed:
        # Both are longer than it takes until all grains sound.
        short = 2.0 * cloud.length / SAMPLE_RATE
        long = short + samples / cloud.grains / SAMPLE_RATE
        commands = [command(sound=sound, seconds=s, folder=folder) for s in (short, long)]

        def measure() -> float:
            first, second = (_cpu_ns(command) for command in commands)
            return (second - first) / samples

        return Timed(player, reading, channels, measure)

    if peers.csound_installed():
        yield timed("grain3", "linear", 1, partial(csound.command, cloud))
    if peers.supercollider_installed():
        for reading, channels in (("linear", 1), ("linear", 2), ("cubic", 2)):
            read = replace(cloud, interpolation=reading)
            command = partial(supercollider.command, read, channels=channels)
            yield timed("GrainBuf", reading, channels, command)


def _cpu_ns(command: Sequence[str]) -> float:
    """CPU time that a command takes, of user and system."""
    import resource  # which Windows has not

    def taken() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = taken()
    subprocess.run(command, check=True, capture_output=True)
    return 1e9 * (taken() - before)
