"""The latents of hosts: uncorrelated, of unit variance, ordered by what they do to the sound."""

import numpy as np
import pytest
import scipy.linalg
from numpy.typing import NDArray

from granvae.export.latent_basis import Decode, fit_latent_basis

Floats = NDArray[np.float32]
GRAIN = 32


def orthogonal(count: int, seed: int) -> Floats:
    matrix = np.random.default_rng(seed).normal(size=(count, count))
    return np.linalg.qr(matrix)[0].astype(np.float32)


def linear(matrix: Floats) -> Decode:
    return lambda latents: latents @ matrix


def mixed(seed: int = 0, count: int = 4000) -> tuple[Floats, Floats]:
    """Correlated latents ``(n, 4)`` and a linear decoder that gives them four strengths."""
    rng = np.random.default_rng(seed)
    latents = rng.normal(size=(count, 4)) * (1.5, 1.0, 0.7, 0.4) @ orthogonal(4, 1) + (1, -2, 0, 3)
    strengths = np.array([0.2, 1.0, 3.0, 0.5])
    decoder = scipy.linalg.hadamard(4) / 2 * strengths @ orthogonal(GRAIN, 3)[:4]
    return latents.astype(np.float32), decoder.astype(np.float32)


def test_with_a_linear_decoder_they_are_the_principal_components_of_the_sound():
    latents, decoder = mixed()
    host = fit_latent_basis(latents, linear(decoder))
    sounds = latents @ decoder
    variances = np.linalg.svd(sounds - sounds.mean(axis=0), compute_uv=False)[:4] ** 2
    np.testing.assert_allclose(host.variance_explained, variances / variances.sum(), atol=1e-3)


def test_they_are_uncorrelated_with_a_mean_of_0_and_a_standard_deviation_of_1():
    latents, decoder = mixed()
    host = fit_latent_basis(latents, lambda z: np.tanh(z @ decoder)).to_host(latents)
    np.testing.assert_allclose(host.mean(axis=0), 0.0, atol=1e-4)
    np.testing.assert_allclose(np.cov(host, rowvar=False), np.eye(4), atol=2e-3)


def test_the_first_explains_more_of_the_sound_than_any_latent_of_the_model_does():
    latents, decoder = mixed()
    sounds, alone = np.tanh(latents @ decoder), []
    for dimension in range(4):
        held = latents.copy()
        held[:, dimension] = latents[:, dimension].mean()
        alone.append(np.mean((np.tanh(held @ decoder) - sounds) ** 2))
    host = fit_latent_basis(latents, lambda z: np.tanh(z @ decoder))
    assert host.variance_explained[0] > 1.2 * max(alone) / sum(alone)
    assert (np.diff(host.variance_explained) <= 0.0).all()


def test_there_and_back_is_exact():
    latents, decoder = mixed()
    host = fit_latent_basis(latents, linear(decoder))
    np.testing.assert_allclose(host.from_host(host.to_host(latents)), latents, atol=2e-6)
    points = np.random.default_rng(3).normal(size=(50, 4)).astype(np.float32)
    np.testing.assert_allclose(host.to_host(host.from_host(points)), points, atol=1e-5)


def test_a_collapsed_direction_is_left_out_and_decoded_at_its_mean():
    latents, decoder = mixed()
    flat = orthogonal(4, 5)
    flat = flat[:, :1] @ flat[:, :1].T  # not along any of the model's own dimensions
    squeezed = latents - 0.99 * (latents - latents.mean(axis=0)) @ flat
    host = fit_latent_basis(squeezed.astype(np.float32), linear(decoder))
    assert (host.count, host.collapsed) == (3, 1)
    z = host.from_host(np.random.default_rng(3).normal(size=(50, 3)).astype(np.float32))
    np.testing.assert_allclose((z - squeezed.mean(axis=0)) @ flat, 0.0, atol=0.02)
    assert host.standard_deviation.min() > 0.1


def test_the_gain_is_never_mixed_with_the_rest_and_placed_by_what_it_does():
    latents, decoder = mixed()
    for strength, place in ((100.0, 0), (0.0, 3)):
        loud = decoder.copy()
        loud[3] = strength * orthogonal(GRAIN, 6)[0]
        host = fit_latent_basis(latents, linear(loud), gain=3)
        assert host.labels.index("gain") == place
        column = host.to_model[:, place]
        np.testing.assert_allclose(column[:3], 0.0)
        assert column[3] == pytest.approx(latents[:, 3].std(), rel=1e-4)
        np.testing.assert_allclose(np.delete(host.to_model, place, axis=1)[3], 0.0)


def test_the_gain_of_grains_of_one_level_stays_with_the_unit_of_the_prior():
    latents, decoder = mixed()
    latents[:, 3] = 0.3
    host = fit_latent_basis(latents, linear(decoder), gain=3)
    assert (host.count, host.collapsed) == (4, 0)
    assert host.standard_deviation[host.labels.index("gain")] == 1.0


def test_controls_come_first_in_their_order_and_stay_by_themselves():
    latents, decoder = mixed()
    named = {"loudness": 3, "centroid": 0}
    host = fit_latent_basis(latents, linear(decoder), gain=3, controls=named)
    assert host.labels == ("loudness", "centroid", "latent 2", "latent 3")
    for place, dimension in enumerate(named.values()):
        assert np.flatnonzero(host.to_model[:, place]).tolist() == [dimension]
        assert np.count_nonzero(host.to_model[dimension]) == 1
    assert host.variance_explained[2] >= host.variance_explained[3]


def test_a_collapsed_control_is_left_out_like_any_other():
    latents, decoder = mixed()
    latents[:, 1] = -2.0
    host = fit_latent_basis(latents, linear(decoder), controls={"flatness": 1, "centroid": 0})
    assert host.labels == ("centroid", "latent 1", "latent 2")
    assert host.collapsed == 1


def test_the_same_latents_give_the_same_rotation_in_any_order_of_grains():
    latents, decoder = mixed(count=1000)
    forward = fit_latent_basis(latents, linear(decoder))
    backward = fit_latent_basis(latents[::-1].copy(), linear(decoder))
    np.testing.assert_allclose(forward.to_model, backward.to_model, atol=1e-4)
