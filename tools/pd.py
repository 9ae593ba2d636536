"""Patches for Pure Data, made by a program and played by a headless Pd."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

PATIENCE = 600.0  # s, for what takes less than one: the machine may be busy
_LINE = 24  # pixels from an object to the next below it


@dataclass
class Patch:
    """A patch under construction: objects are numbered as they are added."""

    size: str = "0 0 800 600"  # left, top, width and height of its window
    lines: list[str] = field(default_factory=list)
    cords: list[str] = field(default_factory=list)
    count: int = 0

    def add(
        self, text: str, kind: str = "obj", at: tuple[int, int] | None = None, width: int = 0
    ) -> int:
        """An object, a message or a comment, below the last one unless its place is given."""
        x, y = at or (10, 10 + 20 * self.count)
        escaped = text.replace(",", " \\,").replace(";", " \\;").replace("$", "\\$")
        wrapped = f", f {width}" if width else ""
        self.lines.append(f"#X {kind} {x} {y} {escaped}{wrapped};")
        self.count += 1
        return self.count - 1

    def column(self, *texts: str, at: tuple[int, int] = (10, 10)) -> tuple[int, int]:
        """Objects below each other, each connected to the next: the first and the last."""
        x, y = at
        numbers = [self.add(text, at=(x, y + _LINE * k)) for k, text in enumerate(texts)]
        for source, target in pairwise(numbers):
            self.connect(source, target)
        return numbers[0], numbers[-1]

    def sub(self, name: str, inner: Patch, at: tuple[int, int]) -> int:
        self.lines += inner.text(name).splitlines()
        return self.add(f"pd {name}", "restore", at)

    def connect(self, source: int, target: int, outlet: int = 0, inlet: int = 0) -> None:
        self.cords.append(f"#X connect {source} {outlet} {target} {inlet};")

    def bang(self, milliseconds: float, target: int, inlet: int = 0) -> None:
        """Bangs the target at this logical time."""
        _, wait = self.column("loadbang", f"delay {milliseconds}")
        self.connect(wait, target, 0, inlet)

    def send(
        self, milliseconds: float, text: str, target: int | None = None, inlet: int = 0
    ) -> None:
        """Sends a message at this logical time: to the target, or to what it names itself."""
        message = self.add(text, "msg")
        self.bang(milliseconds, message)
        if target is not None:
            self.connect(message, target, 0, inlet)

    def text(self, name: str = "") -> str:
        """As its file holds it, or as a patch of this name in another."""
        head = f"#N canvas {self.size} {name} 0;" if name else f"#N canvas {self.size} 10;"
        return "\n".join([head, *self.lines, *self.cords]) + "\n"

    def save(self, path: Path) -> Path:
        path.write_text(self.text(), encoding="utf-8")
        return path


@dataclass(frozen=True)
class Result:
    status: int
    console: str
    audio: NDArray[np.float32]  # (n,), or (n, outlets)


def find_pd() -> str:
    """Pd's program: on the path, or on macOS in the newest application."""
    applications = Path("/Applications").glob("Pd*.app/Contents/Resources/bin/pd")
    return shutil.which("pd") or max(map(str, applications), default="pd")


def play(
    patch: Patch,
    source: int,
    folder: Path,
    *flags: str,
    milliseconds: float = 2000.0,
    rate: int = 44100,
    outlets: Sequence[int] = (0,),
    program: str | None = None,
) -> Result:
    """Records outlets of object `source` from the first sample on, and quits Pd.

    ``flags``: Pd's; ``-batch`` renders as fast as it can. ``program``: another Pd.
    """
    program = program or find_pd()
    wav = folder / "recorded.wav"
    # Into arrays, written at the end: writesf~ opens its file in a thread of its own, and on a busy
    # machine loses what came before that.
    arrays = [f"recorded-{channel}" for channel in range(len(outlets))]
    samples = max(1, round(milliseconds * rate / 1000))
    for array, outlet in zip(arrays, outlets, strict=True):
        patch.add(f"array define {array} {samples}")
        recorder = patch.add(f"tabwrite~ {array}")
        patch.connect(source, recorder, outlet)
        patch.bang(0, recorder)
    patch.send(0, "; pd dsp 1")
    written = f"write -wave -bytes 4 {wav} {' '.join(arrays)}"
    patch.send(milliseconds + 10, written, patch.add("soundfiler"))
    patch.send(milliseconds + 20, "; pd quit")
    ended = subprocess.run(
        [program, "-nogui", "-noaudio", "-stderr", "-r", str(rate), *flags,
         str(patch.save(folder / "patch.pd"))],
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    audio = soundfile.read(wav, dtype="float32")[0] if wav.exists() else np.zeros(0, np.float32)
    return Result(ended.returncode, ended.stdout + ended.stderr, audio)
