"""Whole processes with a model of ours, from start to end, beside ``import torch`` alone."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from tools.generated import markdown
from tools.pd import Patch

MODEL = Path(__file__).parents[2] / "max-package" / "media" / "granvae-consort.ts"
IMPORT_TORCH = "import torch"
_MOST_ROUNDS = 7  # of some seconds each
_POLL = 0.002  # s

Spent = tuple[float, float, float]  # CPU s, real s, MiB at most


def run(rounds: int, external: Path | None = None) -> str:
    """What each process takes: medians of rounds in which each runs once.

    ``external``: a folder with granvae~ for Pure Data, which is timed too.
    """
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(Path(folder))
        if external is not None:
            commands |= _patches(Path(folder), external)
        spent: dict[str, list[Spent]] = {name: [] for name in commands}
        for round_ in range(min(rounds, _MOST_ROUNDS) + 1):
            for name, command in commands.items():
                once = _spend(command)
                if round_:  # the first one fills the caches
                    spent[name].append(once)
    return _table({name: _medians(each) for name, each in spent.items()})


def _table(medians: Mapping[str, Spent]) -> str:
    peer = medians[IMPORT_TORCH]
    rows = [
        (
            f"`{name}`",
            *(f"{one:.2f}" for one in found[:2]),
            f"{found[2]:.0f}",
            *(f"{one / of_peer:.2f}" for one, of_peer in zip(found, peer, strict=True)),
        )
        for name, found in medians.items()
    ]
    ratios = (f"CPU of `{IMPORT_TORCH}`", "time of it", "memory of it")
    return markdown(("process", "CPU s", "s", "MiB", *ratios), rows, texts=1)


def _medians(spent: Iterable[Spent]) -> Spent:
    cpu, real, memory = (statistics.median(kind) for kind in zip(*spent, strict=True))
    return cpu, real, memory


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


def _patches(folder: Path, external: Path) -> dict[str, list[str]]:
    """Pd with nothing, with the object and a model, and with the model played by libtorch."""
    patches: dict[str, list[str]] = {
        "pd": [],
        "pd, granvae~": [f"granvae~ {MODEL}"],
        "pd, granvae~ by libtorch": ["granvae~"],
    }
    commands = {}
    for number, (name, objects) in enumerate(patches.items()):
        patch = Patch()
        made = [patch.add(text) for text in objects]
        if "libtorch" in name:
            patch.send(0, f"libtorch on, read {MODEL}", made[0])
        patch.send(100, "; pd quit")
        file = patch.save(folder / f"patch{number}.pd")
        flags = ["-batch", "-nogui", "-noaudio", "-path", str(external)]
        commands[name] = ["pd", *flags, str(file)]
    return commands


def _spend(command: list[str]) -> Spent:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory, ended = 0.0, 0
    while not ended:
        memory = max(memory, _peak(process.pid))
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        time.sleep(_POLL)
    real = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime, real, memory


def _peak(process: int) -> float:
    """MiB; what the system tells at the end counts the process that started it too."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
