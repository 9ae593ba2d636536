import numpy as np
import pytest

from granvae.analysis.bands import (
    BAND_EDGES,
    FLOOR_DB,
    band_errors_db,
    band_levels_db,
    centre_khz,
    concentration,
    noisy_share,
    periodicity,
)

RATE, SIZE = 44100.0, 512
TIME = np.arange(SIZE) / RATE


def noise(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, SIZE))


def tone(frequency: float) -> np.ndarray:
    return np.sin(2 * np.pi * frequency * TIME)[None]


@pytest.mark.parametrize(("frequency", "band"), [(400, 0), (3000, 1), (7000, 2), (15000, 3)])
def test_a_tone_has_its_level_in_the_band_where_it_lies(frequency: float, band: int) -> None:
    levels = band_levels_db(0.5 * tone(frequency), RATE)[0]
    assert levels[band] == pytest.approx(20 * np.log10(0.5 / np.sqrt(2)), abs=0.1)
    assert np.delete(levels, band).max() < levels[band] - 60


def test_white_noise_has_levels_by_the_widths_of_the_bands() -> None:
    power = (10 ** (band_levels_db(noise(400), RATE) / 10)).mean(axis=0)
    assert power == pytest.approx(np.diff(BAND_EDGES) / (RATE / 2), rel=0.08)


def test_errors_are_signed_and_floored_below_the_recorded_level() -> None:
    x = noise(3)
    errors, strong = band_errors_db(x, 2.0 * x, RATE)
    assert errors == pytest.approx(np.full((3, 4), 20 * np.log10(2)), abs=1e-6)
    assert strong.all()
    errors, strong = band_errors_db(tone(400), tone(400) + 1e-4 * noise(1), RATE)
    assert strong.tolist() == [[True, False, False, False]]
    assert np.abs(errors).max() < 2.0
    silent, _ = band_errors_db(x, 0.0 * x, RATE)
    assert silent.min() > -FLOOR_DB
    assert (band_errors_db(0.0 * x, 0.0 * x, RATE)[0] == 0.0).all()


def test_concentration_tells_a_click_in_the_middle_from_noise_that_lasts() -> None:
    click = np.zeros((1, SIZE))
    click[0, SIZE // 2] = 1.0
    assert concentration(click, RATE)[0] > 0.95
    assert concentration(noise(400), RATE).mean() == pytest.approx(0.074, abs=0.007)
    aside = np.roll(click, SIZE // 4, axis=1)
    assert concentration(aside, RATE)[0] < 0.05
    low = tone(200)  # cut at its ends, which are no highs
    assert np.isnan(concentration(np.concatenate([low, 0.0 * low]), RATE)).all()
    assert concentration(low + 0.3 * click, RATE)[0] > 0.9


def test_the_centre_of_a_tone_is_its_frequency() -> None:
    assert centre_khz(tone(3000), RATE)[0] == pytest.approx(3.0, abs=0.1)
    assert centre_khz(0.0 * tone(3000), RATE)[0] == 0.0


@pytest.mark.parametrize("frequency", [60, 150, 440, 2000])
def test_tones_of_every_pitch_are_periodic_and_noise_is_not(frequency: float) -> None:
    assert periodicity(tone(frequency))[0] > 0.9
    assert periodicity(noise(50)).max() < 0.4
    assert periodicity(0.0 * tone(frequency))[0] == 0.0


def test_the_noisy_share_of_real_grains_is_the_one_that_sets_the_threshold() -> None:
    mix = np.linspace(0.0, 0.5, 200)[:, None]
    real = (1 - mix) * tone(500) + mix * noise(200)
    assert noisy_share(real, real) == pytest.approx(0.07, abs=0.01)
    assert noisy_share(real, noise(50, seed=1)) > 0.9
    assert noisy_share(real, np.repeat(tone(700), 5, axis=0)) == 0.0
