"""Which grains an evaluation scores, and what their metrics are averaged over."""

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from granvae.data.corpus import Corpus, load_corpus
from granvae.evaluation.file_classes import classes_of
from granvae.evaluation.result import Metrics, Scores, score_grains
from granvae.evaluation.scoring import StoredGrains, select_grains, store_grains
from support.linear_run import SAMPLE_RATE
from support.tones import GRAIN, corpus_of, noise


def corpus_of_noise(sounds: int, grains: int) -> Corpus:
    return corpus_of(*noise(sounds, grain=grains * GRAIN), rate=16000)


def test_every_grain_is_scored_where_they_are_few() -> None:
    selection = select_grains(corpus_of_noise(3, 20), GRAIN, "none", most=60, seed=0)
    assert sum(map(len, selection.offsets.values())) == 60
    assert all((np.diff(offsets) == GRAIN).all() for offsets in selection.offsets.values())


def test_of_very_many_grains_as_many_as_wanted_are_scored_from_everywhere() -> None:
    corpus = corpus_of_noise(4, 2000)
    selection = select_grains(corpus, GRAIN, "none", most=100, seed=0)
    assert sum(map(len, selection.offsets.values())) == 100
    for sound in corpus.sounds:
        quarter, _ = np.histogram(selection.offsets[sound.name], 4, (sound.start, sound.stop))
        assert (quarter > 0).all()


def test_a_class_is_the_folder_or_the_leading_letters():
    assert classes_of(["harp/1.wav", "harp/2.wav", "cello/1.wav"]) == {
        "cello": ("cello/1.wav",),
        "harp": ("harp/1.wav", "harp/2.wav"),
    }
    assert classes_of(["in/cello_00.flac", "in/cello-2.flac", "in/7.wav"]) == {
        "7": ("in/7.wav",),
        "cello": ("in/cello_00.flac", "in/cello-2.flac"),
    }


def test_long_files_count_more_among_grains_and_the_same_among_files():
    low, high = (Metrics(*[value] * 4) for value in (1.0, 4.0))
    scores = Scores({"long": low, "short": high}, {"long": 9, "short": 1})
    assert scores.mean.snr_db == pytest.approx(1.3)
    assert scores.mean_of_files.snr_db == pytest.approx(2.5)
    assert scores.of(["short"]).mean.lsd_db == pytest.approx(4.0)
    assert not scores.of([])


def test_the_nearest_grain_is_the_best_correlated_one_at_the_recorded_level():
    rng = np.random.default_rng(0)
    stored, grains = rng.normal(size=(400, 32)), rng.normal(size=(900, 32)) * 0.01
    found = StoredGrains(stored * 7.0).reconstruct(grains)
    best = stored[cdist(grains, stored, "cosine").argmin(axis=1)]
    levels = [np.linalg.norm(rows, axis=1, keepdims=True) for rows in (grains, best)]
    np.testing.assert_allclose(found, best * levels[0] / levels[1], atol=1e-6)


def test_a_stored_grain_is_found_again_at_any_level():
    grains = np.random.default_rng(1).normal(size=(50, 32))
    found = StoredGrains(grains).reconstruct(0.2 * grains)
    assert score_grains(0.2 * grains, found).snr_db > 90.0


def test_of_long_grains_fewer_are_stored(shared: Path):
    corpus = load_corpus([shared / "sounds"], SAMPLE_RATE, GRAIN)
    for grain, stored in ((64, 20), (512, 20), (1024, 10)):
        assert len(store_grains(corpus, grain, "none", 0, 20)) == stored
