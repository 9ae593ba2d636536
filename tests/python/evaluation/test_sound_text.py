"""Sentences about whole sounds and drawn points, and the cells of their tables."""

import re
from types import SimpleNamespace

import pytest

from granvae.evaluation.band_scores import BandScores
from granvae.evaluation.draws import Draws, DrawScores
from granvae.evaluation.report import sound_text
from granvae.evaluation.sound_scores import RECORDING, SoundMetrics, SoundScores

NAN = float("nan")


def result_of(pitch: float = 0.97, bands: tuple[float, ...] = (0.0,) * 4, middle: float = 0.07):
    """Two played files, of which the second is of the training and far better."""
    scored = {
        RECORDING: SoundMetrics(NAN, 26.9, -34.9, NAN, NAN, NAN),
        "model": SoundMetrics(pitch, 25.0, -34.0, 11.6, 4.8, 0.9),
        "scaled": SoundMetrics(0.85, 12.0, -20.0, 5.0, 6.0, 0.8),
    }
    best = SoundMetrics(1.0, 40.0, -60.0, 40.0, 1.0, 1.0)
    systems = {system: {"new": one, "old": best} for system, one in scored.items()}
    levels = BandScores(bands, 3.5, middle, 0.07, 100)
    seconds = {"new": 5.0, "old": 4.0}
    return SimpleNamespace(
        sounds=SoundScores(systems, {"model": {"new": levels}}, "model", seconds),
        training_files=frozenset(["old"]),
        sides={"training": {}, "held-out": {}},
        latent=16,
    )


def test_the_sentence_is_about_files_that_were_not_trained_on():
    said = sound_text.played_sounds(result_of())
    assert "5 s of 1 file not trained on" in said
    assert "97 % of voiced frames keep their pitch (85 % after" in said
    assert "25.0 dB above the rest (recorded: 26.9 dB)" in said
    assert "11.6 dB SI-SDR" in said


def test_drums_have_no_pitch_to_keep():
    said = sound_text.played_sounds(result_of(pitch=NAN))
    assert "no file has a pitch to keep, and the whole sound has 11.6 dB" in said


@pytest.mark.parametrize(
    ("bands", "middle", "sentence"),
    [
        ((0.5, -1.0, 1.0, 0.0), 0.07, "in the mean, each has its level."),
        ((0.0, -5.0, -8.7, 2.0), 0.07, "1.5-5 kHz by 5.0 dB too quiet, 5-10 kHz by 8.7 dB"),
        ((0.0, 0.0, 0.0, 2.0), 0.07, "10-20 kHz by 2.0 dB too loud."),
        ((0.0, 0.0, NAN, NAN), 0.07, "each has its level."),
        ((0.0,) * 4, 0.68, "68 % of the highs lie in the middle of a grain, .* have 7 %"),
    ],
)
def test_bands_that_are_off_are_named(bands, middle: float, sentence: str):
    said = sound_text.band_levels(result_of(bands=bands, middle=middle))
    assert said.startswith("Bands of the spectrum differ from the recordings by 3.5 dB; ")
    assert re.search(sentence, said)
    assert ("clicks" in said) == (middle > 0.2)


def test_cells_are_empty_where_a_metric_has_no_meaning():
    metrics = result_of().sounds.systems[RECORDING]["new"]
    assert sound_text.sound_value(metrics, "pitch") == ""
    assert sound_text.sound_value(metrics, "hnr_db") == "26.9"
    assert sound_text.sound_value(result_of().sounds.systems["model"]["new"], "onsets") == "90 %"
    assert sound_text.band_values(BandScores((1.0, NAN), 2.0, NAN, 0.07, 3)) == [
        *("+1.0", ""),
        "2.0",
        *("", "7 %"),
    ]


@pytest.mark.parametrize(
    ("auc", "sentence"),
    [
        (0.52, "Random points can hardly be told from recorded grains"),
        (0.7, "Random points differ from recorded grains"),
        (0.9, "Random points differ much from recorded grains"),
        (NAN, "too few grains"),
    ],
)
def test_the_auc_of_random_points_is_explained(auc: float, sentence: str):
    kinds = {"random": DrawScores(auc, 0.13, 0.9), "line": DrawScores(0.6, 0.1, 0.8)}
    without = sound_text.drawn_points(SimpleNamespace(draws=Draws(kinds, 0.92)))
    assert sentence in without
    walked = kinds | {"learned": kinds["line"], "walk": DrawScores(0.51, 0.1, 0.9)}
    said = sound_text.drawn_points(SimpleNamespace(draws=Draws(walked, 0.92)))
    if auc == auc:
        assert "no map with places" in without
        assert "Walks have an AUC of 0.51" in said
        assert "0.80; those at the ends 0.92" in said
