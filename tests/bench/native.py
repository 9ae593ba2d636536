"""The library of this folder: the machine's bound and the engine's core, without Python between."""

from __future__ import annotations

import ctypes
import os
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .report import BLOCK

# `make test` builds it here; GRANVAE_BENCH_DIR names another folder that holds it.
FOLDER = Path(
    os.environ.get("GRANVAE_BENCH_DIR", Path(__file__).parents[2] / "build" / "test" / "bench")
)
_FLOATS = np.ctypeslib.ndpointer(np.float32, flags="C_CONTIGUOUS")


@cache
def library() -> ctypes.CDLL:
    """Loads it, or exits where it has not been built."""
    found = sorted(FOLDER.glob("granvae_bench.*"))
    if not found:
        raise SystemExit(
            "The library of tests/bench is not built: run `cmake -B build -DGRANVAE_BENCH=ON && "
            "cmake --build build`, and set GRANVAE_BENCH_DIR=build/bench."
        )
    loaded = ctypes.CDLL(str(found[0]))
    whole, real, text, pointer = ctypes.c_int, ctypes.c_double, ctypes.c_char_p, ctypes.c_void_p
    loaded.bench_compiler.restype = text
    loaded.bench_new.restype = pointer
    loaded.bench_new.argtypes = [text, _FLOATS, whole, real, text, whole, whole]
    loaded.bench_run.restype = None
    loaded.bench_run.argtypes = [pointer, _FLOATS, _FLOATS, whole, whole]
    loaded.bench_delete.restype = None
    loaded.bench_delete.argtypes = [pointer]
    return loaded


def compiler() -> str:
    name: bytes = library().bench_compiler()
    return name.decode()


class Native:
    """A subject of the library. ``length``: samples of the output that a grain lasts."""

    def __init__(
        self,
        name: str,
        table: NDArray[np.float32],
        speed: float,
        interpolation: str,
        grains: int = 1,
        length: int = 1,
    ) -> None:
        self._library = library()
        self._subject = self._library.bench_new(
            name.encode(), table, len(table), speed, interpolation.encode(), grains, length
        )
        if not self._subject:
            raise ValueError(f"The library has no subject {name!r}.")
        self.left, self.right = np.zeros((2, BLOCK), np.float32)

    def run(self, blocks: int = 1) -> None:
        self._library.bench_run(self._subject, self.left, self.right, BLOCK, blocks)

    def __del__(self) -> None:
        if getattr(self, "_subject", None):
            self._library.bench_delete(self._subject)
