"""Runs patches in a real Pure Data, headless, and gives back what it recorded and printed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

from hosts.controls import RATE

# `make test` builds the external here; GRANVAE_PD_DIR names another folder that holds it.
EXTERNAL = Path(
    os.environ.get("GRANVAE_PD_DIR", Path(__file__).parents[2] / "build" / "test" / "pd")
)


@dataclass
class Patch:
    """A patch under construction: objects are numbered as they are added."""

    lines: list[str] = field(default_factory=lambda: ["#N canvas 0 0 800 600 12;"])
    cords: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, text: str, kind: str = "obj") -> int:
        escaped = text.replace(",", " \\,").replace(";", " \\;")
        self.lines.append(f"#X {kind} 10 {20 * self.count + 10} {escaped};")
        self.count += 1
        return self.count - 1

    def connect(self, source: int, outlet: int, target: int, inlet: int = 0) -> None:
        self.cords.append(f"#X connect {source} {outlet} {target} {inlet};")

    def message(self, text: str) -> int:
        return self.add(text, "msg")

    def at(self, milliseconds: float, target: int, inlet: int = 0) -> None:
        """Bangs the target at this logical time."""
        begin, wait = self.add("loadbang"), self.add(f"delay {milliseconds}")
        self.connect(begin, 0, wait)
        self.connect(wait, 0, target, inlet)

    def send(self, milliseconds: float, text: str, target: int, inlet: int = 0) -> None:
        """Sends a message to the target at this logical time."""
        message = self.message(text)
        self.at(milliseconds, message)
        self.connect(message, 0, target, inlet)

    def save(self, path: Path) -> Path:
        path.write_text("\n".join(self.lines + self.cords) + "\n")
        return path


@dataclass(frozen=True)
class Result:
    """What a patch played and printed."""

    status: int
    console: str
    audio: np.ndarray  # (n,) float32, or (n, outlets)

    @property
    def errors(self) -> list[str]:
        """The sentences in which the object complained."""
        return self._after("granvae~: ")

    @property
    def reports(self) -> list[str]:
        """What came from the info outlet, where the patch prints it as info."""
        return self._after("info: ")

    def _after(self, head: str) -> list[str]:
        lines = self.console.replace("\\", "").splitlines()
        return [line.partition(head)[2] for line in lines if head in line]


PATIENCE = 600.0  # s, for what takes less than one: the machine may be busy


def play(
    patch: Patch,
    source: int,
    folder: Path,
    *flags: str,
    milliseconds: float = 2000.0,
    outlets: Sequence[int] = (0,),
    external: Path = EXTERNAL,
) -> Result:
    """Records outlets of object `source` from the first sample on, and quits Pd.

    ``flags``: Pd's; without any, ``-batch``, which renders as fast as it can. ``external``: the
    folder of granvae~.
    """
    wav = folder / "recorded.wav"
    # Into arrays, written at the end: writesf~ opens its file in a thread of its own, and on a busy
    # machine loses what came before that.
    arrays = [f"recorded-{channel}" for channel in range(len(outlets))]
    samples = max(1, round(milliseconds * RATE / 1000))
    for array, outlet in zip(arrays, outlets, strict=True):
        patch.add(f"array define {array} {samples}")
        recorder = patch.add(f"tabwrite~ {array}")
        patch.connect(source, outlet, recorder)
        patch.at(0, recorder)
    patch.at(0, patch.message("; pd dsp 1"))
    written = f"write -wave -bytes 4 {wav} {' '.join(arrays)}"
    patch.send(milliseconds + 10, written, patch.add("soundfiler"))
    patch.at(milliseconds + 20, patch.message("; pd quit"))
    headless = ("-nogui", "-noaudio", "-stderr", "-r", str(RATE), "-path", str(external))
    ended = subprocess.run(
        ["pd", *(flags or ("-batch",)), *headless, str(patch.save(folder / "patch.pd"))],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    audio = soundfile.read(wav, dtype="float32")[0] if wav.exists() else np.zeros(0, np.float32)
    return Result(ended.returncode, ended.stdout + ended.stderr, audio)


def patch_with(model: Path, channels: int = 1) -> tuple[Patch, int]:
    """A patch with the object, whose info outlet is printed."""
    patch = Patch()
    granvae = patch.add(f"granvae~ {model}" + (f" {channels}" if channels > 1 else ""))
    printer = patch.add("print info")
    patch.connect(granvae, channels, printer)
    return patch, granvae
