"""Things timed in turn, the table of what they cost, and what it was measured on."""

from __future__ import annotations

import contextlib
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from tools import peers

SAMPLE_RATE = 48000  # Hz, of everything that is timed
BLOCK = 512  # samples of the output at a time
HEADINGS = ("what", "read by", "player", "ns", "of pyo's", "of the bound", "at once in real time")
_WARM_UP = 3  # rounds

Call = Callable[[], object]


class Subject(Protocol):
    """What several players play; its text says what it is."""

    @property
    def interpolation(self) -> str: ...


@dataclass(frozen=True)
class Row:
    """One thing timed: ns for a sample of a grain; the ratios are None where nothing compares."""

    what: str
    reading: str
    player: str
    ns: float
    of_pyo: float | None
    of_bound: float | None

    def cells(self) -> tuple[str, ...]:
        voices = 1e9 / SAMPLE_RATE / self.ns
        ratios = ("" if r is None else f"{r:.2f}" for r in (self.of_pyo, self.of_bound))
        return self.what, self.reading, self.player, f"{self.ns:.2f}", *ratios, f"{voices:,.0f}"


def compare(
    subject: Subject,
    calls: dict[str, Call],
    peer: tuple[str, Callable[[peers.PyoServer], Any]] | None,
    samples: int,
    rounds: int,
) -> list[Row]:
    """A row for each player, by name, beside the bound and pyo's where that is installed.

    ``peer``: the name of pyo's player, and what makes it in a server. ``samples``: of grains, that
    a call makes.
    """
    with contextlib.ExitStack() as opened:
        if peer and peers.pyo_installed():
            server = peers.PyoServer(SAMPLE_RATE, BLOCK)
            opened.callback(server.close)
            opened.callback(peer[1](server).stop)
            calls = {**calls, peer[0]: server.run}
        ns = {name: taken / samples for name, taken in medians(calls, rounds).items()}
    pyo, bound = (
        next((value for name, value in ns.items() if name.startswith(head)), None)
        for head in ("pyo", "bare")
    )
    return [
        Row(
            str(subject), subject.interpolation, name, value,
            value / pyo if pyo else None, value / bound if bound else None,
        )
        for name, value in ns.items()
    ]  # fmt: skip


def medians(calls: Mapping[str, Call], rounds: int) -> dict[str, float]:
    """Median CPU time of this process, in ns, that each call takes.

    They are timed in turn, so that a busy machine disturbs all alike. What other processes do
    costs no CPU time of ours, though it still empties caches and changes the clock.
    """
    times: dict[str, list[int]] = {name: [] for name in calls}
    for _ in range(_WARM_UP + rounds):
        for name, call in calls.items():
            before = time.process_time_ns()
            call()
            times[name].append(time.process_time_ns() - before)
    return {name: statistics.median(taken[_WARM_UP:]) for name, taken in times.items()}


def machine(compiler: str) -> str:
    """Processor, system and versions, in one sentence."""
    numpy, python = metadata.version("numpy"), platform.python_version()
    versions = [f"Python {python}", f"NumPy {numpy}", compiler]
    with contextlib.suppress(metadata.PackageNotFoundError):
        versions.append(f"pyo {metadata.version('pyo')}")
    system = f"{platform.system()} on {platform.machine()}"
    return f"{_processor()}, {os.cpu_count()} cores, {system}; {', '.join(versions)}."


def _processor() -> str:
    """Its name, where the system reports it."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "a processor of unknown name"
