"""The levels of bands in what is played."""

import numpy as np
import pytest

from granvae.evaluation.band_scores import BANDS, BandScores, score_bands
from granvae.evaluation.sounds import PlayedSound

RATE, GRAIN = 44100, 512
PLACES = np.array([0, *[400] * 50])


def noise(seed: int = 0) -> np.ndarray:
    return 0.1 * np.random.default_rng(seed).normal(size=21_000).astype(np.float32)


def scores_of(recorded: np.ndarray, played: np.ndarray, rate: int = RATE) -> BandScores | None:
    return score_bands(PlayedSound("s", recorded, {"model": played}, PLACES), "model", GRAIN, rate)


def test_half_the_level_is_6_db_too_quiet_in_every_band():
    scores = scores_of(noise(), 0.5 * noise())
    assert scores.bias_db == pytest.approx([-6.02] * len(BANDS), abs=0.01)
    assert scores.error_db == pytest.approx(6.02, abs=0.01)
    assert scores.grains == len(PLACES)


def test_another_noise_of_the_same_kind_has_its_levels_but_differs_a_little():
    scores = scores_of(noise(0), noise(1))
    assert scores.bias_db == pytest.approx([0.0] * len(BANDS), abs=0.7)
    assert 0.5 < scores.error_db < 3.0
    assert scores.concentration == pytest.approx(scores.recorded_concentration, abs=0.02)


def test_only_the_highs_of_a_dull_sound_are_too_quiet():
    spectrum = np.fft.rfft(noise())
    spectrum[np.fft.rfftfreq(21_000, 1 / RATE) > 5000] *= 0.1
    scores = scores_of(noise(), np.fft.irfft(spectrum).astype(np.float32))
    assert scores.bias_db == pytest.approx([0.0, 0.0, -20.0, -20.0], abs=0.5)


def test_a_click_in_the_middle_of_each_grain_holds_the_highs():
    clicks = np.zeros(21_000, np.float32)
    clicks[np.cumsum(PLACES) + GRAIN // 2] = 1.0
    scores = scores_of(noise(), clicks)
    assert scores.concentration > 0.9
    assert scores.recorded_concentration < 0.12


def test_silence_and_bands_that_the_rate_has_no_room_for_are_left_out():
    assert scores_of(np.zeros(21_000, np.float32), noise()) is None
    scores = scores_of(noise(), 2.0 * noise(), rate=8000)
    assert scores.bias_db[:2] == pytest.approx([6.02, 6.02], abs=0.01)
    assert np.isnan(scores.bias_db[2:]).all()
    assert scores.error_db == pytest.approx(6.02, abs=0.01)
    assert scores.to_dict()["bias_db"][BANDS[3]] is None


def test_the_mean_over_files_counts_each_the_same():
    some, other = scores_of(noise(), noise()), scores_of(noise(), 2.0 * noise())
    mean = BandScores.mean([some, some, some, other])
    assert mean.bias_db[0] == pytest.approx(6.02 / 4, abs=0.01)
    assert mean.grains == 4 * len(PLACES)
