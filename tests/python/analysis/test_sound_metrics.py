"""Metrics of whole sounds, on sounds whose values are known."""

import numpy as np
import pytest

from granvae.analysis.sound_metrics import (
    grain_modulation_db,
    log_mel_distance_db,
    onsets_kept,
)

RATE = 16000


def tone(hertz: float, seconds: float = 2.0) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def clicks(*seconds: float, gain: float = 1.0) -> np.ndarray:
    """Short bursts of noise, each fading away, in two seconds."""
    sound = np.zeros(2 * RATE)
    rng = np.random.default_rng(0)
    for second in seconds:
        start, size = round(second * RATE), RATE // 10
        sound[start : start + size] += gain * rng.normal(size=size) * np.exp(-np.arange(size) / 300)
    return sound


@pytest.mark.parametrize("depth", [1.0, 0.1, 0.01])
@pytest.mark.parametrize("level", [1.0, 0.001])
def test_the_modulation_at_the_grain_rate_is_its_depth(depth: float, level: float):
    grains = 125.0  # a second: intervals of 128 samples
    sound = level * (1 + depth * tone(grains)) * tone(1000.0)
    expected = 20 * np.log10(depth) - 3.01
    assert grain_modulation_db(sound, RATE, 128.0) == pytest.approx(expected, abs=0.2)
    # At another rate there is none of it.
    assert grain_modulation_db(sound, RATE, 64.0) < expected - 25.0


def test_a_modulation_near_the_mean_rate_counts():
    sound = (1 + 0.1 * tone(130.0)) * tone(1000.0)
    assert grain_modulation_db(sound, RATE, 128.0) == pytest.approx(-23.0, abs=0.3)


def test_silence_is_not_modulated():
    assert grain_modulation_db(np.zeros(RATE), RATE, 128.0) == -100.0


def test_spectra_have_no_distance_to_themselves_and_6_db_to_twice_the_wave():
    rng = np.random.default_rng(0)
    sound = rng.normal(size=2 * RATE)
    assert log_mel_distance_db(sound, sound, RATE) == 0.0
    assert log_mel_distance_db(sound, 2 * sound, RATE) == pytest.approx(6.02, abs=0.01)


def test_what_lies_60_db_below_the_loudest_band_does_not_count():
    sound = tone(440.0)
    other = sound + 1e-6 * np.random.default_rng(0).normal(size=len(sound))
    assert log_mel_distance_db(sound, other, RATE) < 0.01
    assert np.isnan(log_mel_distance_db(np.zeros(RATE), tone(440.0, 1.0), RATE))
    assert np.isfinite(log_mel_distance_db(sound, np.zeros(len(sound)), RATE))


@pytest.mark.parametrize(("late", "kept"), [(0.0, 1.0), (0.004, 1.0), (0.02, 0.0)])
def test_onsets_are_kept_within_7_ms(late: float, kept: float):
    recorded = clicks(0.3, 0.7, 1.1, 1.5)
    played = clicks(*(second + late for second in (0.3, 0.7, 1.1, 1.5)), gain=0.8)
    assert onsets_kept(recorded, played, RATE) == kept


def test_each_onset_that_is_missing_counts():
    recorded, played = clicks(0.3, 0.7, 1.1, 1.5), clicks(0.3, 0.7)
    assert onsets_kept(recorded, played, RATE) == 0.5
    assert onsets_kept(recorded, np.zeros(len(recorded)), RATE) == 0.0


def test_a_sound_without_onsets_has_none_to_keep():
    assert np.isnan(onsets_kept(np.zeros(RATE), clicks(0.3)[:RATE], RATE))
