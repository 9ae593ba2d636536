"""Whole sounds from overlapping grains."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from granvae.data.corpus import load_corpus
from granvae.data.grain_sampler import GrainSampler
from granvae.data.overlap_add import overlap_add, reconstruct_sounds
from support.linear_run import GRAIN, SAMPLE_RATE, write_sounds


@pytest.mark.parametrize("align", ["peak", "none"])
def test_grains_that_are_perfect_give_the_recording_back(tmp_path: Path, align: str):
    corpus = load_corpus([write_sounds(tmp_path / "sounds")], SAMPLE_RATE, GRAIN)
    sampler = GrainSampler(corpus, GRAIN, align)
    before, after = reconstruct_sounds(corpus, sampler, lambda grains: grains)
    np.testing.assert_allclose(after, before, atol=1e-6)
    halved = reconstruct_sounds(corpus, sampler, lambda grains: 0.5 * grains)[1]
    np.testing.assert_allclose(halved, 0.5 * before, atol=1e-6)


def test_overlap_add_fades_from_one_grain_to_the_next():
    grains = np.stack([np.full(8, 1.0), np.full(8, 3.0)]).astype(np.float32)
    audio = overlap_add(grains, np.array([0, 4]), 14)
    np.testing.assert_allclose(audio[:4], 1.0, atol=1e-6)
    assert np.all(np.diff(audio[3:9]) > 0.0)
    np.testing.assert_allclose(audio[8:12], 3.0, atol=1e-6)
    assert not audio[12:].any()
