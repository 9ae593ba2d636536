"""Principal components against singular vectors, and their file."""

from pathlib import Path

import numpy as np
import pytest

from granvae.analysis.metrics import snr_db
from granvae.analysis.pca import Pca, fit_pca, normalise
from granvae.errors import GranvaeError
from support.tones import noise


def coloured_noise() -> np.ndarray:
    return noise(400, grain=32) @ np.random.default_rng(3).normal(size=(32, 32))


def test_pca_equals_the_singular_vectors_of_the_normalised_grains():
    x = coloured_noise()
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
    x = coloured_noise()
    ratios = [snr_db(x, fit_pca(x, n).reconstruct(x)).mean() for n in (2, 8, 24)]
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
