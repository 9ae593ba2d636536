"""Samples come from the disk bit for bit, however they are read, and a lost end is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from granvae.data.prepared.sample_file import SampleFile
from granvae.errors import FileError

SAMPLES = np.random.default_rng(0).integers(-32768, 32768, 5000).astype("<i2")
FLOATS = SAMPLES.astype("<f4") / np.float32(32768.0)


@pytest.mark.parametrize("samples", [SAMPLES, FLOATS], ids=["int16", "float32"])
@pytest.mark.parametrize(
    "limits",
    [{}, {"whole": 0}, {"whole": 0, "large": 1}],
    ids=["whole", "by stretches", "with advice"],
)
@pytest.mark.parametrize("at_once", [False, True])
def test_windows_are_the_stretches_of_the_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    samples: NDArray[Any],
    limits: dict[str, int],
    at_once: bool,
) -> None:
    if not at_once:  # as on Windows
        monkeypatch.delattr(os, "preadv", raising=False)
    samples.tofile(tmp_path / "samples")
    places = np.array([0, 4900, 17, 17, 2500])
    windows = SampleFile(tmp_path / "samples", samples.dtype, **limits).windows(places, 100)
    assert windows.dtype == np.float32
    np.testing.assert_array_equal(windows, [FLOATS[place : place + 100] for place in places])


def test_a_file_that_lost_its_end_while_it_is_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "samples.i16"
    SAMPLES.tofile(path)
    file = SampleFile(path, SAMPLES.dtype, whole=0)
    os.truncate(path, 2 * 4000)
    with pytest.raises(FileError, match=r"samples\.i16 was cut short .* `granvae prepare` again"):
        file.windows(np.array([0, 3950]), 100)
    assert file.windows(np.array([0, 3900]), 100).shape == (2, 100)


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    file = SampleFile(tmp_path / "samples.f32", FLOATS.dtype)
    assert file.windows(np.empty(0, np.int64), 100).shape == (0, 100)
