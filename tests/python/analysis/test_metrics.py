"""Metrics against their plain formulas and against values known in advance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from granvae.analysis import metrics
from granvae.analysis.pca import Pca, fit_pca, normalise
from granvae.errors import GranvaeError

GRAIN = 256


def noise(count: int = 50, seed: int = 0, grain: int = GRAIN) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, 0.1, (count, grain))


def test_a_scaled_copy_has_the_best_si_sdr_and_a_poor_snr():
    x = noise()
    assert np.all(metrics.si_sdr_db(x, 0.5 * x) == metrics.RATIO_LIMIT_DB)
    np.testing.assert_allclose(metrics.snr_db(x, 0.5 * x), 20 * np.log10(2.0), atol=1e-9)


def test_noise_of_a_known_level_gives_its_snr():
    x = noise()
    error = noise(seed=1)
    error *= np.linalg.norm(x, axis=1, keepdims=True) / np.linalg.norm(error, axis=1, keepdims=True)
    np.testing.assert_allclose(metrics.snr_db(x, x + 0.1 * error), 20.0, atol=1e-6)


def test_orthogonal_noise_of_a_known_level_gives_its_si_sdr():
    x, error = noise(), noise(seed=1)
    error -= x * np.sum(x * error, axis=1, keepdims=True) / np.sum(x * x, axis=1, keepdims=True)
    error *= np.linalg.norm(x, axis=1, keepdims=True) / np.linalg.norm(error, axis=1, keepdims=True)
    y = 3.0 * (x + 10 ** (-12.0 / 20.0) * error)
    np.testing.assert_allclose(metrics.si_sdr_db(x, y), 12.0, atol=1e-6)


def test_silence_has_finite_figures_that_are_no_praise():
    x, nothing = noise(4), np.zeros((4, GRAIN))
    for metric in metrics.METRICS.values():
        for pair in ((x, nothing), (nothing, x), (nothing, nothing)):
            assert np.isfinite(metric(*pair)).all()
    assert np.all(metrics.si_sdr_db(x, nothing) == -metrics.RATIO_LIMIT_DB)
    assert np.all(metrics.snr_db(nothing, nothing) <= 0.0)
    assert np.all(metrics.lsd_db(x, nothing) > 20.0)


def test_equal_grains_have_no_distance():
    x = noise()
    assert np.all(metrics.lsd_db(x, x) == 0.0)
    assert np.all(metrics.mr_stft(x, x) == 0.0)


def test_half_the_amplitude_is_six_decibels_of_spectral_distance():
    # White noise has no bin near the floor, so that every bin differs by exactly 6.02 dB.
    x = noise()
    np.testing.assert_allclose(metrics.lsd_db(x, 0.5 * x), 20 * np.log10(2.0), atol=1e-6)


def test_spectral_distance_equals_its_definition_bin_by_bin():
    x, y = noise(3), noise(3, seed=1)
    y[0] *= 1e-6  # deep below the floor
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(GRAIN) / GRAIN)
    for index, got in enumerate(metrics.lsd_db(x, y)):
        a, b = (np.abs(np.fft.rfft(g[index] * window)) for g in (x, y))
        floor = a.max() / 1000.0
        difference = 20 * np.log10(np.maximum(a, floor)) - 20 * np.log10(np.maximum(b, floor))
        assert got == pytest.approx(np.sqrt(np.mean(difference**2)), rel=1e-9)


def test_what_lies_sixty_decibels_down_does_not_count():
    time = np.arange(GRAIN) / GRAIN
    tone = np.sin(2 * np.pi * 16 * time)[None]
    hiss = tone + 1e-5 * noise(1)
    assert metrics.lsd_db(tone, hiss)[0] < 0.01


def test_stft_distance_grows_with_the_noise_and_its_windows_fit_in_a_grain():
    x, error = noise(), noise(seed=1)
    distances = [metrics.mr_stft(x, x + share * error).mean() for share in (0.01, 0.1, 1.0)]
    assert distances == sorted(distances)
    assert distances[0] > 0.0
    for grain in (16, 100, 512, 4096):
        assert all(4 <= window <= grain // 2 for window in metrics.stft_windows(grain))


def test_halved_grains_have_the_stft_distance_of_the_formula():
    # |X - X/2| / |X| = 1/2, and each log magnitude differs by log 2, but for a bin at the floor.
    x = noise()
    np.testing.assert_allclose(metrics.mr_stft(x, 0.5 * x), 0.5 + np.log(2.0), rtol=5e-3)


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


def test_pca_equals_the_singular_vectors_of_the_normalised_grains():
    x = noise(400, grain=32) @ np.random.default_rng(3).normal(size=(32, 32))
    pca = fit_pca(x, 5)
    normal = x / np.sqrt(np.mean(x**2, axis=1, keepdims=True))
    vectors = np.linalg.svd(normal - normal.mean(axis=0))[2][:5]
    np.testing.assert_allclose(np.abs(np.sum(pca.basis * vectors, axis=1)), 1.0, atol=1e-4)
    np.testing.assert_allclose(pca.basis @ pca.basis.T, np.eye(5), atol=1e-5)
    np.testing.assert_allclose(pca.mean, normal.mean(axis=0), atol=1e-6)


def test_pca_of_all_components_gives_the_grains_back_at_their_level():
    x = noise(100, grain=16) * np.geomspace(1e-3, 10.0, 100)[:, None]
    np.testing.assert_allclose(fit_pca(x, 16).reconstruct(x), x, rtol=1e-3, atol=1e-7)


def test_more_components_reconstruct_better_and_level_does_not_matter():
    x = noise(300, grain=32) @ np.random.default_rng(3).normal(size=(32, 32))
    ratios = [metrics.snr_db(x, fit_pca(x, n).reconstruct(x)).mean() for n in (2, 8, 24)]
    assert ratios == sorted(ratios)
    pca = fit_pca(x, 8)
    np.testing.assert_allclose(pca.reconstruct(100.0 * x), 100.0 * pca.reconstruct(x), rtol=1e-3)


def test_pca_leaves_silence_out_and_gives_silence_for_it():
    x = noise(100, grain=16)
    with_silence = np.concatenate([x, np.zeros((50, 16))])
    np.testing.assert_allclose(fit_pca(with_silence, 4).mean, fit_pca(x, 4).mean, atol=1e-7)
    assert not fit_pca(x, 4).reconstruct(np.zeros((2, 16))).any()
    assert normalise(np.zeros((1, 16)))[1] == 0.0
    with pytest.raises(GranvaeError, match="No grain with sound"):
        fit_pca(np.zeros((10, 16)), 2)


def test_saved_pca_is_the_same_when_loaded(tmp_path: Path):
    pca = fit_pca(noise(100, grain=16), 4)
    pca.save(tmp_path / "pca.npz")
    for again in (Pca.load(tmp_path / "pca.npz"), Pca.from_bytes(pca.to_bytes())):
        np.testing.assert_array_equal(again.mean, pca.mean)
        np.testing.assert_array_equal(again.basis, pca.basis)


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04broken"])
def test_a_broken_pca_file_is_named(tmp_path: Path, content: bytes):
    (tmp_path / "pca.npz").write_bytes(content)
    with pytest.raises(GranvaeError, match=r"pca\.npz does not hold principal components"):
        Pca.load(tmp_path / "pca.npz")
    with pytest.raises(GranvaeError, match=r"none\.npz cannot be read"):
        Pca.load(tmp_path / "none.npz")
