"""Whole commands with a model of ours, from start to end, beside ``import torch`` alone."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.generated import markdown

MODEL = Path(__file__).parents[2] / "max-package" / "media" / "granvae-consort.ts"
IMPORT_TORCH = "import torch"
_MOST_ROUNDS = 7  # of some seconds each


def run(rounds: int) -> str:
    """CPU and real time of each command in seconds, medians of rounds in which each runs once."""
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(Path(folder))
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for round_ in range(min(rounds, _MOST_ROUNDS) + 1):
            for name, command in commands.items():
                spent = _time(command)
                if round_:  # the first one fills the caches
                    times[name].append(spent)
    medians = {
        name: [statistics.median(kind) for kind in zip(*spent, strict=True)]
        for name, spent in times.items()
    }
    peer = medians[IMPORT_TORCH]
    rows = [
        (
            f"`{name}`",
            *(f"{seconds:.2f}" for seconds in found),
            *(f"{seconds / of_peer:.2f}" for seconds, of_peer in zip(found, peer, strict=True)),
        )
        for name, found in medians.items()
    ]
    headings = ("command", "CPU s", "s", f"CPU of `{IMPORT_TORCH}`", "time of it")
    return markdown(headings, rows, texts=1)


def _commands(folder: Path) -> dict[str, list[str]]:
    python = sys.executable
    granvae = [python, "-c", "from granvae.cli.main import main; main()"]
    play = ["--audio", "none", "--osc-port", "0", "--http-port", "0", "--seconds", "0.01"]
    return {
        IMPORT_TORCH: [python, "-c", IMPORT_TORCH],
        "import granvae": [python, "-c", "import granvae"],
        "granvae info": [*granvae, "info", str(MODEL)],
        "granvae render, of 1 s": [
            *[*granvae, "render", str(MODEL), "--seconds", "1"],
            *["--out", str(folder / "sound.wav")],
        ],
        "granvae explorer": [*granvae, "explorer", str(MODEL), "--out", str(folder / "page.html")],
        "granvae play, of 0.01 s": [*granvae, "play", str(MODEL), *play],
    }


def _time(command: list[str]) -> tuple[float, float]:
    """CPU and real seconds of a process."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, ended - began
