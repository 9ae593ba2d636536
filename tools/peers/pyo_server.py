"""pyo (Olivier Bélanger), block by block and without a sound card. ``pip install pyo``."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import importlib.util
import io
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

HOW_TO_GET = "pyo is not installed, so it is left out; `pip install pyo` brings it."


def installed() -> bool:
    """Whether there is a pyo to compare with."""
    return importlib.util.find_spec("pyo") is not None


def load(double: bool = False) -> ModuleType:
    """pyo, of 32-bit floats or doubles, without what it prints where there is no wxPython."""
    with contextlib.redirect_stdout(io.StringIO()):
        return importlib.import_module("pyo64" if double else "pyo")


class Server:
    """A pyo server that runs on demand.

    Objects that are made while it is open belong to it: keep them until `close`.
    """

    def __init__(self, sample_rate: float, block: int, double: bool = False) -> None:
        self.pyo = load(double)
        self.block = block
        options = {"nchnls": 2, "duplex": 0, "audio": "manual", "verbosity": 1}
        self._server: Any = self.pyo.Server(sr=sample_rate, buffersize=block, **options)
        self._server.boot()
        self._server.start()
        memory = (ctypes.c_float * (2 * block)).from_address(int(self._server.getOutputAddr(), 16))
        self.output = np.ctypeslib.as_array(memory).reshape(block, 2)

    def table(self, samples: NDArray[np.float32]) -> Any:
        """A table of these samples, ``(n,)``."""
        return self.pyo.DataTable(len(samples), init=samples.tolist())

    def run(self) -> None:
        """Make the next block, in ``output``."""
        self._server.process()

    def render(self, samples: int) -> NDArray[np.float32]:
        """The next samples of the left channel, ``(samples,)``."""
        blocks = []
        for _ in range(-(-samples // self.block)):
            self.run()
            blocks.append(self.output[:, 0].copy())
        return np.concatenate(blocks)[:samples]

    def close(self) -> None:
        """Stop it."""
        self._server.stop()
        self._server.shutdown()
