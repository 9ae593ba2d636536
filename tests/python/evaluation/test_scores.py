"""Yardsticks and averages of an evaluation, checked against plain computations."""

from __future__ import annotations

import numpy as np
import pytest

from granvae.analysis.metrics import METRICS, lsd_db
from granvae.data.corpus import load_corpus
from granvae.evaluation import nearest_grain
from granvae.evaluation.latent_probes import (
    clear_point,
    dimension_changes,
    host_space,
    path_smoothness,
)
from granvae.evaluation.nearest_grain import StoredGrains, store_grains
from granvae.evaluation.scores import Scores, classes_of, figures_of
from granvae.export.codec import codec_of_run
from support.linear_run import GRAIN, LATENT, SAMPLE_RATE, WEIGHTS, make_run, write_sounds


def test_a_class_is_the_folder_or_the_leading_word():
    assert classes_of(["harp/1.wav", "harp/2.wav", "cello/1.wav"]) == {
        "cello": ("cello/1.wav",),
        "harp": ("harp/1.wav", "harp/2.wav"),
    }
    assert classes_of(["in/cello_00.flac", "in/cello-2.flac", "in/7.wav"]) == {
        "7": ("in/7.wav",),
        "cello": ("in/cello_00.flac", "in/cello-2.flac"),
    }


def test_long_files_count_more_among_grains_and_the_same_among_files():
    low, high = (dict.fromkeys(METRICS, value) for value in (1.0, 4.0))
    scores = Scores({"long": low, "short": high}, {"long": 9, "short": 1})
    assert scores.mean["snr_db"] == pytest.approx(1.3)
    assert scores.mean_of_files["snr_db"] == pytest.approx(2.5)
    assert scores.of(["short"]).mean["lsd_db"] == pytest.approx(4.0)
    assert not scores.of([])


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
    assert figures_of(0.2 * grains, found)["snr_db"] > 90.0


def test_a_dimensions_change_is_heard_in_the_decoded_grains(tmp_path):
    space = host_space(codec_of_run(make_run(tmp_path / "run")))
    points = np.zeros((3, space.codec.latent), np.float32)
    points[:, 0] = (0.5, 1.0, -1.0)
    changes = dimension_changes(space, points)
    assert len(changes) == len(space.labels) == space.codec.latent <= LATENT
    moved = points.copy()
    both = []
    for end in (-2.0, 2.0):
        moved[:, 1] = end
        both.append(lsd_db(space.codec.decode(points), space.codec.decode(moved)).mean())
    assert changes[1] == pytest.approx(np.mean(both))
    audible = sum(change > 1.0 for change in changes)
    assert audible == sum(weight > 0.0 for weight in WEIGHTS)


def test_a_linear_decoder_walks_evenly_and_a_switch_does_not(tmp_path):
    space = host_space(codec_of_run(make_run(tmp_path / "run")))
    points = np.random.default_rng(0).normal(size=(40, space.codec.latent)).astype(np.float32)
    assert path_smoothness(space, points, 0).wave == pytest.approx(1.0, abs=1e-3)

    class Switch:
        latent = space.codec.latent

        def decode(self, latents: np.ndarray) -> np.ndarray:
            return np.where(latents[:, :1] < 0.0, 1.0, np.resize([1.0, -1.0], GRAIN))

    jumping = type(space)(Switch(), space.labels)
    jumps = path_smoothness(jumping, points, 0)
    assert jumps.heard == jumps.wave == pytest.approx(16.0)


def test_dimensions_are_turned_at_a_grain_that_the_model_reproduces(tmp_path):
    space = host_space(codec_of_run(make_run(tmp_path / "run")))
    rng = np.random.default_rng(0)
    far, near = (scale * rng.normal(size=(5, space.codec.latent)) for scale in (3.0, 1.0))
    grains = space.codec.decode(np.concatenate([far, near]).astype(np.float32))
    noise = 1e-3 * rng.normal(size=(4, GRAIN)).astype(np.float32)  # nearest to the middle
    point, row = clear_point(space, np.concatenate([grains, noise]))
    assert 5 <= row < 10
    np.testing.assert_allclose(point, near[row - 5], atol=1e-3)


def test_of_long_grains_fewer_are_stored(tmp_path, monkeypatch: pytest.MonkeyPatch):
    corpus = load_corpus([write_sounds(tmp_path / "sounds")], SAMPLE_RATE, GRAIN)
    monkeypatch.setattr(nearest_grain, "STORED_SAMPLES", 20 * GRAIN)
    assert len(store_grains(corpus, GRAIN, "none", 0)) == 20
    assert len(store_grains(corpus, 2 * GRAIN, "none", 0)) == 10
