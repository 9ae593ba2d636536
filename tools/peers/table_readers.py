"""A table looped by pyo and by Pure Data."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        padded = np.concatenate([table[-1:], table, table[:2]])
        soundfile.write(folder / "table.wav", padded, rate, subtype="FLOAT")
        patch = _PATCH.format(
            padded=len(padded),
            size=len(table),
            frequency=frequency,
            recorded=_BEGINNING + samples,
            milliseconds=1000.0 * (_BEGINNING + samples) / rate + 100.0,
        )
        (folder / "patch.pd").write_text(patch, encoding="utf-8")
        flags = ["-batch", "-nogui", "-noaudio", "-r", str(rate)]
        subprocess.run(["pd", *flags, "patch.pd"], cwd=folder, check=True, capture_output=True)
        sound: Float32 = soundfile.read(folder / "recorded.wav", dtype="float32")[0]
    return sound[_BEGINNING : _BEGINNING + samples]


# Recorded into an array and written at the end: writesf~ writes in a thread, which may be late.
_PATCH = """#N canvas 0 0 600 400 12;
#X obj 10 10 table samples {padded};
#X obj 10 40 loadbang;
#X msg 10 70 read table.wav samples;
#X obj 10 100 soundfiler;
#X obj 200 100 phasor~ {frequency};
#X obj 200 130 *~ {size};
#X obj 200 160 +~ 1;
#X obj 200 190 tabread4~ samples;
#X obj 200 220 tabwrite~ recorded;
#X obj 200 10 table recorded {recorded};
#X obj 400 70 delay {milliseconds};
#X msg 400 100 write -wave -bytes 4 recorded.wav recorded;
#X obj 400 130 soundfiler;
#X obj 500 70 delay {milliseconds};
#X obj 500 90 delay 20;
#X msg 500 120 \\; pd quit;
#X msg 10 130 \\; pd dsp 1;
#X connect 1 0 2 0;
#X connect 1 0 8 0;
#X connect 1 0 10 0;
#X connect 1 0 13 0;
#X connect 1 0 16 0;
#X connect 2 0 3 0;
#X connect 4 0 5 0;
#X connect 5 0 6 0;
#X connect 6 0 7 0;
#X connect 7 0 8 0;
#X connect 10 0 11 0;
#X connect 11 0 12 0;
#X connect 13 0 14 0;
#X connect 14 0 15 0;
"""
