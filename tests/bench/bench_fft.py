"""The transform that a table begins with, beside ``scipy.fft``."""

from __future__ import annotations

import ctypes
import time

import numpy as np
import scipy.fft

from tools.generated import markdown

from .native import library

# Powers of two and others with small factors; with larger ones; a prime; and some at random.
LENGTHS = (4000, 4095, 4096, 4199, 65536, 65539, 441000, 1048575, 3999999, 4000000)
DRAWN = 30


def run(rounds: int) -> str:
    """CPU time in ms, the best of some rounds; both keep what they know of a length."""
    rows = [_row(f"{length:,}", [length], rounds) for length in LENGTHS]
    drawn = np.exp(np.random.default_rng(0).uniform(np.log(4000), np.log(4e6), DRAWN))
    rows.append(_row(f"{DRAWN} at random", [int(length) for length in drawn], rounds))
    return markdown(
        ("length", "granvae's core", "scipy.fft", "ratio", "with its plan"), rows, texts=1
    )


def _row(name: str, lengths: list[int], rounds: int) -> tuple[str, ...]:
    found = np.array(
        [_time(length, max(2, min(rounds, 1_000_000 // length))) for length in lengths]
    )
    plan, ours, theirs = found.T
    ratio = float(np.exp(np.log(ours / theirs).mean()))  # the geometric mean
    planned = float(np.exp(np.log((plan + ours) / theirs).mean()))
    times = (f"{1e3 * ours.sum():.3f}", f"{1e3 * theirs.sum():.3f}")
    return (name, *times, f"{ratio:.2f}", f"{planned:.2f}")


def _time(length: int, rounds: int) -> tuple[float, float, float]:
    samples = np.random.default_rng(length).standard_normal(length).astype(np.float32)
    plan, ours = ctypes.c_double(), ctypes.c_double()
    call = library().bench_fft
    call.restype = None
    call.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
    call(samples.ctypes.data, length, rounds, ctypes.byref(plan), ctypes.byref(ours))
    same = samples.astype(float)
    theirs = np.inf
    for _ in range(rounds):
        before = time.process_time()
        scipy.fft.rfft(same)
        theirs = min(theirs, time.process_time() - before)
    return plan.value, ours.value, theirs
