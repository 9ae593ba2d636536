"""The nearest of stored grains, against plain computations."""

from pathlib import Path

import numpy as np

from granvae.data.corpus import load_corpus
from granvae.evaluation.nearest_grain import StoredGrains, store_grains
from granvae.evaluation.scores import score_grains
from support.linear_run import GRAIN, SAMPLE_RATE


def test_the_nearest_grain_is_the_best_correlated_one_at_the_recorded_level():
    rng = np.random.default_rng(0)
    stored, grains = rng.normal(size=(400, 32)), rng.normal(size=(900, 32)) * 0.01
    found = StoredGrains(stored * 7.0).reconstruct(grains)

    def unit(rows: np.ndarray) -> np.ndarray:
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    best = np.argmax(unit(grains) @ unit(stored).T, axis=1)
    expected = unit(stored)[best] * np.linalg.norm(grains, axis=1, keepdims=True)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_stored_grain_is_found_again_at_any_level():
    grains = np.random.default_rng(1).normal(size=(50, 32))
    found = StoredGrains(grains).reconstruct(0.2 * grains)
    assert score_grains(0.2 * grains, found).snr_db > 90.0


def test_of_long_grains_fewer_are_stored(shared: Path):
    corpus = load_corpus([shared / "sounds"], SAMPLE_RATE, GRAIN)
    for grain, stored in ((64, 20), (512, 20), (1024, 10)):
        assert len(store_grains(corpus, grain, "none", 0, 20)) == stored
