"""Classes of files, and averages over grains and files."""

from __future__ import annotations

import pytest

from granvae.evaluation.scores import Metrics, Scores, classes_of


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
