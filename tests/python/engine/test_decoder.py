"""Decoders without an engine: what they decode, and what memory they take."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from granvae.engine import _native
from support import foreign_models, tiny_models
from support.preset_files import HOSTED, file_of, program_of

ORIGIN = np.zeros((1, 2), np.float32)
POINT = np.array([[0.5, -0.25]], np.float32)


def opened(model: nn.Module, folder: Path) -> _native.Decoder:
    return _native.Decoder(str(tiny_models.save(model.eval(), folder / "model.ts")))


@pytest.mark.parametrize("batches", [1, 8])
def test_a_model_with_memory_makes_the_same_grain_whatever_it_made_before(
    batches: int, tmp_path: Path
):
    decoder = opened(foreign_models.Remembers(batches=batches), tmp_path)
    fresh = decoder.decode(POINT)
    others = np.random.default_rng(0).normal(size=(9, 2)).astype(np.float32)
    decoder.decode(others)
    np.testing.assert_array_equal(decoder.decode(POINT), fresh)
    # In a batch too, which a model with a single memory is not given.
    batch = decoder.decode(np.concatenate([others, POINT]))
    np.testing.assert_allclose(batch[-1:], fresh, atol=1e-5)
    assert decoder.info["largest_batch"] == batches


def test_a_model_with_memory_is_heard_once_it_has_settled(tmp_path: Path):
    decoder = opened(foreign_models.Remembers(), tmp_path)
    # The mean over 301 samples of 0.5 z (1 + sine of 128 samples): no start from silence in it.
    grain = decoder.decode(np.array([[1.0, 0.0]], np.float32))[0]
    assert np.min(grain) > 0.4
    np.testing.assert_allclose(np.mean(grain), 0.5, atol=0.02)


@pytest.mark.parametrize("model", [foreign_models.Chance(), foreign_models.Streams(batches=8)])
def test_chance_repeats_after_a_seed_and_leaves_torch_as_it_was(model: nn.Module, tmp_path: Path):
    decoder = opened(model, tmp_path)
    assert decoder.info["stochastic"]
    decoder.seed(7)
    first = [decoder.decode(ORIGIN) for _ in range(3)]
    assert not np.array_equal(first[0], first[1])
    decoder.decode(np.ones((8, 2), np.float32))
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    decoder.seed(7)
    again = [decoder.decode(ORIGIN) for _ in range(3)]
    np.testing.assert_array_equal(first, again)
    assert torch.equal(torch.rand(4), expected)


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (foreign_models.Throws(limit=1.0), "fails to decode"),
        (foreign_models.NotFinite(limit=1.0), "decodes to values that are not finite"),
        (foreign_models.Foreign(), "more than 24 dB above full scale"),
    ],
)
def test_a_latent_that_cannot_be_decoded_is_refused_and_the_next_is_decoded(
    model: nn.Module, says: str, tmp_path: Path
):
    decoder = opened(model, tmp_path)
    with pytest.raises(_native.DecodeError, match=says):
        decoder.decode(np.full((1, 2), 1000.0, np.float32))
    assert np.isfinite(decoder.decode(ORIGIN)).all()


def test_a_slow_model_is_asked_for_one_grain_at_a_time(tmp_path: Path):
    decoder = opened(foreign_models.Slow(), tmp_path)
    assert decoder.info["largest_batch"] == 1
    assert decoder.decode(np.zeros((2, 2), np.float32)).shape == (2, 441)


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


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count otherwise")
@pytest.mark.parametrize("back_end", ["libtorch", _native.back_ends()[0]])
@pytest.mark.parametrize("preset", ["paper", "grain"])
def test_batches_of_any_size_neither_fault_nor_grow_once_warm(
    preset: str, back_end: str, tmp_path: Path
) -> None:
    path = file_of(preset, tmp_path, program_of(preset, 512), 512)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path, back_end, str(HOSTED)],
        capture_output=True,
        text=True,
        check=True,
    )
    rounds = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert min(faults for faults, _ in rounds) <= MOST_FAULTS
    assert min(growth for _, growth in rounds) <= MOST_GROWTH
