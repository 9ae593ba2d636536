"""Other people's players, to measure ours beside: pyo (Olivier Bélanger), Pure Data, Csound and
SuperCollider.

pyo runs block by block, without a sound card. None is needed for anything else.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import importlib.util
import io
import shutil
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from tools.pd import Patch, play

Float32 = NDArray[np.float32]
PYO_INTERPOLATIONS = {"none": 1, "linear": 2, "cosine": 3, "cubic": 4}
HOW_TO_GET_PYO = "pyo is not installed, so it is left out; `pip install pyo` brings it."
HOW_TO_GET_PD = "Pure Data is not installed, so it is left out; https://puredata.info has it."
HOW_TO_GET_CSOUND = "Csound is not installed, so it is left out; https://csound.com has it."
HOW_TO_GET_SUPERCOLLIDER = (
    "SuperCollider is not installed, so it is left out; https://supercollider.github.io has it."
)
_BEGINNING = 4096  # samples left out, in which pyo's server fades in


def pyo_installed() -> bool:
    return importlib.util.find_spec("pyo") is not None


def pd_installed() -> bool:
    return shutil.which("pd") is not None


def csound_installed() -> bool:
    return shutil.which("csound") is not None


def supercollider_installed() -> bool:
    return shutil.which("scsynth") is not None


def _load_pyo(double: bool) -> ModuleType:
    """Of 32-bit floats or doubles, without what it prints where there is no wxPython."""
    with contextlib.redirect_stdout(io.StringIO()):
        return importlib.import_module("pyo64" if double else "pyo")


class PyoServer:
    """A pyo server that runs on demand.

    Objects that are made while it is open belong to it: keep them until `close`.
    """

    def __init__(self, sample_rate: float, block: int, double: bool = False) -> None:
        self.pyo = _load_pyo(double)
        self.block = block
        options = {"nchnls": 2, "duplex": 0, "audio": "manual", "verbosity": 1}
        self._server: Any = self.pyo.Server(sr=sample_rate, buffersize=block, **options)
        self._server.boot()
        self._server.start()
        memory = (ctypes.c_float * (2 * block)).from_address(int(self._server.getOutputAddr(), 16))
        self.output = np.ctypeslib.as_array(memory).reshape(block, 2)

    def table(self, samples: Float32) -> Any:
        return self.pyo.DataTable(len(samples), init=samples.tolist())

    def run(self) -> None:
        """Make the next block, in ``output``."""
        self._server.process()

    def render(self, samples: int) -> Float32:
        """The next samples of the left channel, ``(samples,)``."""
        blocks = []
        for _ in range(-(-samples // self.block)):
            self.run()
            blocks.append(self.output[:, 0].copy())
        return np.concatenate(blocks)[:samples]

    def close(self) -> None:
        self._server.stop()
        self._server.shutdown()


def pyo_loop(
    table: Float32, frequency: float, rate: int, samples: int, interpolation: str
) -> Float32:
    """pyo's TableRead, in double precision: ``frequency`` times a second the table ``(n,)``."""
    server = PyoServer(rate, 512, double=True)
    try:
        reader = server.pyo.TableRead(
            server.table(table), frequency, loop=1, interp=PYO_INTERPOLATIONS[interpolation]
        )
        reader.play()
        reader.out()
        return server.render(_BEGINNING + samples)[_BEGINNING:]
    finally:
        server.close()


def pd_loop(table: Float32, frequency: float, rate: int, samples: int) -> Float32:
    """Pure Data's tabread4~ driven by a phasor~, recorded by ``pd -batch``.

    The array has one sample before and two after the table ``(n,)``, as tabread4~ needs.
    """
    patch, padded = Patch(), np.concatenate([table[-1:], table, table[:2]])
    patch.add(f"table samples {len(padded)}")
    patch.send(0, "read table.wav samples", patch.add("soundfiler"))
    reading = (f"phasor~ {frequency}", f"*~ {len(table)}", "+~ 1", "tabread4~ samples")
    _, reader = patch.column(*reading)
    milliseconds = 1000.0 * (_BEGINNING + samples) / rate
    with tempfile.TemporaryDirectory() as name:
        soundfile.write(Path(name) / "table.wav", padded, rate, subtype="FLOAT")
        result = play(patch, reader, Path(name), "-batch", milliseconds=milliseconds, rate=rate)
    return result.audio[_BEGINNING:]
