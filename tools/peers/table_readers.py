"""A table looped by pyo and by Pure Data."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from tools.pd import Patch, play
from tools.peers import pyo_server

Float32 = NDArray[np.float32]
PYO_INTERPOLATIONS = {"none": 1, "linear": 2, "cosine": 3, "cubic": 4}
HOW_TO_GET_PD = "Pure Data is not installed, so it is left out; https://puredata.info has it."
_BEGINNING = 4096  # samples left out, in which pyo's server fades in


def pyo_loop(
    table: Float32, frequency: float, rate: int, samples: int, interpolation: str
) -> Float32:
    """pyo's TableRead, in double precision: ``frequency`` times a second the table ``(n,)``."""
    server = pyo_server.Server(rate, 512, double=True)
    try:
        reader = server.pyo.TableRead(
            server.table(table), frequency, loop=1, interp=PYO_INTERPOLATIONS[interpolation]
        )
        reader.play()
        reader.out()
        return server.render(_BEGINNING + samples)[_BEGINNING:]
    finally:
        server.close()


def pd_installed() -> bool:
    """Whether there is a Pure Data to compare with."""
    return shutil.which("pd") is not None


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
