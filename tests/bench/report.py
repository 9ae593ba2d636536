"""The table of a benchmark, and what it was measured on."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

SAMPLE_RATE = 48000  # Hz, of everything that is timed

HEADINGS = ("what", "read by", "player", "ns", "of pyo's", "of the bound", "at once in real time")


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
        """As they stand in the table."""
        voices = 1e9 / SAMPLE_RATE / self.ns
        ratios = ("" if r is None else f"{r:.2f}" for r in (self.of_pyo, self.of_bound))
        return self.what, self.reading, self.player, f"{self.ns:.2f}", *ratios, f"{voices:,.0f}"


def rows(what: str, reading: str, ns: dict[str, float]) -> list[Row]:
    """A row for each player timed, in ns, beside pyo and the bound where they are among them."""
    pyo = next((value for name, value in ns.items() if name.startswith("pyo")), None)
    bound = next((value for name, value in ns.items() if name.startswith("bare")), None)
    return [
        Row(
            what,
            reading,
            name,
            value,
            value / pyo if pyo else None,
            value / bound if bound else None,
        )
        for name, value in ns.items()
    ]


def markdown(table: Sequence[Row]) -> str:
    """A Markdown table."""
    aligned = ["---"] * 3 + ["---:"] * 4
    lines = [HEADINGS, aligned, *(row.cells() for row in table)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine(compiler: str) -> str:
    """Processor, system and versions, in one sentence."""
    versions = [
        f"Python {platform.python_version()}",
        f"NumPy {metadata.version('numpy')}",
        compiler,
    ]
    with contextlib.suppress(metadata.PackageNotFoundError):
        versions.append(f"pyo {metadata.version('pyo')}")
    system = f"{platform.system()} on {platform.machine()}"
    return f"{_processor()}, {os.cpu_count()} cores, {system}; {', '.join(versions)}."


def _processor() -> str:
    """Its name, where the system tells it."""
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "a processor of unknown name"
