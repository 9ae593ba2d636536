"""Decoding takes its memory once: afterwards it neither grows nor asks the system for pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from granvae.engine import _native
from support.preset_files import HOSTED, file_of, program_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems count otherwise")

GRAIN = 512
# In a process of its own: what others have freed would hide what is asked for.
PROGRAM = """
import resource, sys
import numpy as np
from granvae.engine import _native

def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

decoder = _native.Decoder(sys.argv[1], sys.argv[2])
points = np.ones((8, int(sys.argv[3])), np.float32)
def decode(rounds):
    for k in range(rounds):
        decoder.decode(points[: k % 8 + 1])
decode(16)
for _ in range(10):
    memory, faults = resident(), resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    decode(50)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - faults, resident() - memory)
"""
# Python itself touches a new page now and then, and a system short of memory takes pages away, so
# the quietest of ten rounds counts. Memory that goes back to the system after each call shows in
# every round, as 1,500 faults a batch; so does a leak.
MOST_FAULTS = 10
MOST_GROWTH = 40  # KiB


@pytest.mark.parametrize("back_end", ["libtorch", _native.back_ends()[0]])
@pytest.mark.parametrize("preset", ["paper", "grain"])
def test_batches_of_any_size_neither_fault_nor_grow_once_warm(
    preset: str, back_end: str, tmp_path: Path
) -> None:
    path = file_of(preset, tmp_path, program_of(preset, GRAIN), GRAIN)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path, back_end, str(HOSTED)],
        capture_output=True,
        text=True,
        check=True,
    )
    rounds = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert min(faults for faults, _ in rounds) <= MOST_FAULTS
    assert min(growth for _, growth in rounds) <= MOST_GROWTH
