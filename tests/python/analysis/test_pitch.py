"""Pitch and harmonics, on tones whose pitch and noise are known."""

import numpy as np
import pytest

from granvae.analysis.pitch import harmonic_ratio_db, pitch_kept, pitch_track

RATE = 16000


def harmonics(hertz: float, seconds: float = 1.0, rate: int = RATE) -> np.ndarray:
    """Eight harmonics that fall off with their number, of RMS 1."""
    time = np.arange(round(seconds * rate)) / rate
    tone = sum(np.sin(2 * np.pi * k * hertz * time + k) / k for k in range(1, 9))
    return tone / np.sqrt(np.mean(tone**2))


def noise(samples: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=samples)


@pytest.mark.parametrize("rate", [RATE, 44100])
@pytest.mark.parametrize("hertz", [55.0, 110.0, 441.3, 1760.0])
def test_the_pitch_of_a_tone_is_found_within_a_few_cents(hertz: float, rate: int):
    track = pitch_track(harmonics(hertz, rate=rate), rate)
    assert track.voiced.all()
    cents = 1200 * np.log2(track.hertz / hertz)
    assert np.abs(cents).max() < 12.0


def test_a_fundamental_that_is_missing_is_heard_all_the_same():
    tone = harmonics(200.0)
    time = np.arange(len(tone)) / RATE
    fundamental = np.sin(2 * np.pi * 200 * time + 1)
    tone -= fundamental * 2 * np.mean(tone * fundamental)
    assert np.median(pitch_track(tone, RATE).hertz) == pytest.approx(200.0, rel=0.003)


def test_noise_and_silence_have_no_pitch():
    assert not pitch_track(noise(RATE), RATE).voiced.any()
    silent = pitch_track(np.zeros(RATE), RATE)
    assert len(silent.voiced)
    assert not silent.voiced.any()
    assert np.isnan(pitch_kept(silent, silent))
    assert np.isnan(harmonic_ratio_db(np.zeros(RATE), RATE, silent))
    assert not len(pitch_track(np.zeros(10), RATE).voiced)


def test_what_is_far_below_the_loudest_frame_is_not_voiced():
    tone = harmonics(220.0)
    tone[RATE // 2 :] *= 0.003
    track = pitch_track(tone, RATE)
    assert track.voiced[:40].all()
    assert not track.voiced[60:].any()


@pytest.mark.parametrize(
    ("ratio", "kept"), [(1.0, 1.0), (1.02, 1.0), (1.04, 0.0), (2.0, 0.0), (0.5, 0.0)]
)
def test_a_pitch_within_half_a_semitone_is_kept_and_an_octave_is_not(ratio: float, kept: float):
    recorded, played = (pitch_track(harmonics(hz), RATE) for hz in (220.0, 220.0 * ratio))
    assert pitch_kept(recorded, played) == kept


def test_half_of_a_pitch_is_half_kept():
    recorded = harmonics(300.0)
    played = np.concatenate([recorded[: RATE // 2], noise(RATE // 2)])
    kept = pitch_kept(pitch_track(recorded, RATE), pitch_track(played, RATE))
    assert kept == pytest.approx(0.5, abs=0.05)


def test_a_hum_has_too_few_voiced_frames_to_speak_of_a_pitch():
    sound = noise(4 * RATE)
    sound[: RATE // 5] = 3 * harmonics(300.0, 0.2)
    track = pitch_track(sound, RATE)
    assert track.voiced.any()
    assert np.isnan(pitch_kept(track, track))


@pytest.mark.parametrize("hertz", [70.0, 220.0, 700.0])
@pytest.mark.parametrize("ratio_db", [0.0, 10.0, 30.0])
def test_a_tone_in_white_noise_has_its_signal_to_noise_ratio(hertz: float, ratio_db: float):
    tone = harmonics(hertz, 3.0)
    mixed = tone + 10 ** (-ratio_db / 20) * noise(len(tone))
    found = harmonic_ratio_db(mixed, RATE, pitch_track(tone, RATE))
    assert found == pytest.approx(ratio_db, abs=0.7)


def test_a_buzz_at_another_pitch_has_little_energy_at_the_harmonics():
    recorded = harmonics(440.0)
    track = pitch_track(recorded, RATE)
    assert harmonic_ratio_db(recorded, RATE, track) > 40.0
    assert harmonic_ratio_db(harmonics(117.0), RATE, track) < -3.0
