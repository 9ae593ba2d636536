"""Metrics against other libraries, their plain formulas, and values known in advance."""

import numpy as np
import pytest
import torch
from auraloss.freq import SpectralConvergenceLoss, STFTMagnitudeLoss
from torchmetrics.functional import audio

from granvae.analysis import metrics
from granvae.models.losses import spectral_distance
from support.tones import GRAIN, noise


@pytest.fixture
def pair() -> tuple[torch.Tensor, torch.Tensor]:
    """Grains ``(batch, grain)`` and the same in noise; the first one is far below every floor."""
    x = torch.from_numpy(noise())
    y = x + 0.5 * torch.from_numpy(noise(seed=1))
    y[0] *= 1e-4
    return x, y


@pytest.mark.parametrize(
    ("metric", "oracle"),
    [
        (metrics.si_sdr_db, audio.scale_invariant_signal_distortion_ratio),
        (metrics.snr_db, audio.signal_noise_ratio),
    ],
)
def test_ratios_equal_those_of_torchmetrics(pair, metric, oracle):
    recorded, rebuilt = pair
    np.testing.assert_allclose(metric(recorded, rebuilt), oracle(rebuilt, recorded), rtol=1e-6)


def test_the_stft_distance_equals_the_terms_of_auraloss(pair):
    convergence, magnitude = SpectralConvergenceLoss(), STFTMagnitudeLoss(log=True)
    for index, distance in enumerate(metrics.mr_stft(*pair)):
        terms = []
        for length in metrics.stft_windows(GRAIN):
            window = torch.hann_window(length, dtype=torch.float64)
            framed = {"hop_length": length // 4, "window": window, "center": False}
            x, y = (
                torch.stft(one[index], length, **framed, return_complex=True).abs() for one in pair
            )
            floor = x.max() * 10.0 ** (-metrics.SPECTRUM_FLOOR_DB / 20.0)
            terms.append(convergence(y, x) + magnitude(y.clamp(min=floor), x.clamp(min=floor)))
        assert distance == pytest.approx(float(torch.stack(terms).mean()), rel=1e-9)


def test_spectral_distance_and_loss_equal_the_log_magnitude_term_of_auraloss(pair):
    squared = STFTMagnitudeLoss(log=True, distance="L2")
    window = torch.hann_window(GRAIN, dtype=torch.float64)
    recorded, rebuilt = (torch.fft.rfft(one * window).abs() for one in pair)
    floor = recorded.amax(dim=1, keepdim=True) * 10.0 ** (-metrics.SPECTRUM_FLOOR_DB / 20.0)
    spectra = zip(rebuilt.maximum(floor), recorded.maximum(floor), strict=True)
    nepers = torch.stack([squared(y, x).sqrt() for y, x in spectra])
    np.testing.assert_allclose(metrics.lsd_db(*pair), 20.0 / np.log(10.0) * nepers, rtol=1e-9)
    # The loss adds its floors where the metric limits: both agree within a hundredth.
    np.testing.assert_allclose(spectral_distance(*pair), nepers, rtol=1e-2)


@pytest.mark.parametrize(
    ("metric", "gain", "value"),
    [
        (metrics.si_sdr_db, 0.5, metrics.RATIO_LIMIT_DB),
        (metrics.snr_db, 0.5, 20 * np.log10(2.0)),
        (metrics.lsd_db, 1.0, 0.0),
        (metrics.mr_stft, 1.0, 0.0),
    ],
)
def test_copies_have_no_distance_and_scaled_ones_the_best_si_sdr(metric, gain, value):
    np.testing.assert_allclose(metric(noise(), gain * noise()), value, rtol=0, atol=1e-9)


def test_metrics_of_silence_are_finite_and_bad():
    x, nothing = noise(4), np.zeros((4, GRAIN))
    for metric in metrics.METRICS.values():
        for pair in ((x, nothing), (nothing, x), (nothing, nothing)):
            assert np.isfinite(metric(*pair)).all()
    assert np.all(metrics.si_sdr_db(x, nothing) == -metrics.RATIO_LIMIT_DB)
    assert np.all(metrics.snr_db(nothing, nothing) <= 0.0)
    assert np.all(metrics.lsd_db(x, nothing) > 20.0)


def test_what_lies_sixty_decibels_down_does_not_count():
    tone = np.sin(2 * np.pi * 16 * np.arange(GRAIN) / GRAIN)[None]
    assert metrics.lsd_db(tone, tone + 1e-5 * noise(1))[0] < 0.01


def test_stft_distance_grows_with_the_noise_and_its_windows_fit_in_a_grain():
    x, error = noise(), noise(seed=1)
    distances = [metrics.mr_stft(x, x + share * error).mean() for share in (0.01, 0.1, 1.0)]
    assert distances == sorted(distances)
    assert distances[0] > 0.0
    for grain in (16, 100, 512, 4096):
        assert all(4 <= window <= grain // 2 for window in metrics.stft_windows(grain))


def test_metrics_do_not_depend_on_how_many_grains_come_at_once():
    x, y = noise(metrics._CHUNK + 5, grain=32), noise(metrics._CHUNK + 5, seed=1, grain=32)
    for metric in metrics.METRICS.values():
        whole = metric(x, y)
        assert whole.shape == (len(x),)
        np.testing.assert_allclose(whole[-3:], metric(x[-3:], y[-3:]), rtol=1e-9)


def test_grains_of_different_number_are_refused():
    with pytest.raises(ValueError, match="recorded against"):
        metrics.snr_db(noise(2), noise(3))


def test_active_units_are_those_that_vary_by_more_than_a_hundredth():
    deviations = np.array([1.0, 0.2, 0.11, 0.09, 0.0])
    means = np.random.default_rng(0).normal(size=(20_000, 5)) * deviations + 3.0
    assert metrics.active_units(means) == 3


def test_level_is_in_decibels_of_full_scale():
    levels = metrics.rms_dbfs(np.stack([np.full(10, 1.0), np.full(10, 0.1), np.zeros(10)]))
    np.testing.assert_allclose(levels, [0.0, -20.0, -200.0])
