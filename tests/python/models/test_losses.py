import math

import pytest
import torch
from torch.testing import assert_close

from granvae.analysis.metrics import lsd_db
from granvae.models import losses


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_relative_error_is_the_share_of_energy_at_every_level() -> None:
    x, error = noise(4, 256), 0.1 * noise(4, 256, seed=1)
    expected = (error**2).sum(1) / (x**2).sum(1)
    for level in (1.0, 0.01):
        got = losses.relative_error(level * x, level * (x + error))
        assert_close(got, expected, rtol=1e-4, atol=0.0)


def test_gaussian_error_is_half_the_squared_distance() -> None:
    x, y = torch.zeros(1, 4), torch.tensor([[1.0, -1.0, 2.0, 0.0]])
    assert losses.gaussian_error(x, y).item() == pytest.approx(3.0)


def test_divergence_equals_that_of_torch_distributions() -> None:
    mean, log_variance = noise(6, 5), noise(6, 5, seed=1)
    posterior = torch.distributions.Normal(mean, torch.exp(0.5 * log_variance))
    prior = torch.distributions.Normal(torch.zeros(()), torch.ones(()))
    expected = torch.distributions.kl_divergence(posterior, prior).sum(1)
    assert_close(losses.kl_divergence(mean, log_variance), expected)
    assert losses.kl_divergence(torch.zeros(1, 3), torch.zeros(1, 3)).item() == 0.0


def test_log_error_grows_with_the_logarithm_of_what_is_wrong() -> None:
    x, error = noise(3, 256), noise(3, 256, seed=1)
    for share in (0.5, 0.01):
        y = x + error * (share * x.pow(2).sum(1) / error.pow(2).sum(1)).sqrt()[:, None]
        expected = torch.full((3,), math.log(share + losses.LOG_OFFSET))
        assert_close(losses.log_error(x, y), expected, rtol=1e-3, atol=1e-3)


def test_spectral_distance_of_a_gain_is_the_logarithm_of_that_gain() -> None:
    x = noise(3, 512)  # noise has no bin near the floor
    got = losses.spectral_distance(x, 2.0 * x)
    assert_close(got, torch.full((3,), math.log(2.0)), rtol=0.01, atol=0.0)


def test_spectral_distance_is_the_log_spectral_distance_of_the_evaluation() -> None:
    x, y = noise(5, 512), noise(5, 512, seed=1)
    decibels = 20.0 / math.log(10.0) * losses.spectral_distance(x, y)
    assert decibels.numpy() == pytest.approx(lsd_db(x, y), rel=0.01)


def test_spectral_distance_ignores_what_is_below_its_floor() -> None:
    x = torch.sin(2 * math.pi * 32 * torch.arange(512) / 512)[None]
    assert losses.spectral_distance(x, x + 1e-5 * noise(1, 512)).item() < 0.02


@pytest.mark.parametrize("waveform", sorted(losses.WAVEFORM_ERRORS))
def test_silence_has_a_finite_loss_and_gradient(waveform: str) -> None:
    x, mean, y = torch.zeros(2, 256), torch.zeros(2, 3), torch.zeros(2, 256, requires_grad=True)
    settings = losses.LossSettings(waveform, spectral=0.1, beta=1.0, warm_up=0.0)
    loss = losses.vae_losses(x, y, None, mean, mean, settings, 1.0)["loss"]
    loss.backward()
    assert torch.isfinite(loss)
    assert torch.isfinite(y.grad).all()


@pytest.mark.parametrize("own", [None, torch.tensor([1.0, 2.0, 3.0, 6.0])])
def test_the_loss_is_the_weighted_sum_of_its_terms_or_of_a_models_own_error(own) -> None:
    x, y, mean, log_variance = noise(4, 64), noise(4, 64, seed=1), noise(4, 3), noise(4, 3, seed=2)
    settings = losses.LossSettings("relative", spectral=0.5, beta=9.0, warm_up=0.0)
    terms = losses.vae_losses(x, y, own, mean, log_variance, settings, 0.25)
    expected = 3.0 if own is not None else terms["waveform"] + 0.5 * terms["spectral"]
    assert_close(terms["loss"], expected + 0.25 * terms["divergence"])


def test_samples_of_the_posterior_have_its_mean_and_standard_deviation() -> None:
    mean, log_variance = torch.full((20000, 1), 2.0), torch.full((20000, 1), math.log(0.25))
    z = losses.sample_posterior(mean, log_variance, torch.Generator().manual_seed(0))
    assert z.mean().item() == pytest.approx(2.0, abs=0.02)
    assert z.std().item() == pytest.approx(0.5, rel=0.03)


@pytest.mark.parametrize("world", [2, 4])
def test_the_noise_of_all_shares_is_that_of_the_whole_batch(world: int) -> None:
    mean, spread = torch.randn(8, 3), torch.randn(8, 3)
    whole = losses.sample_posterior(mean, spread, torch.Generator().manual_seed(1))
    parts = [
        losses.sample_posterior(m, s, torch.Generator().manual_seed(1), (rank, world))
        for rank, (m, s) in enumerate(zip(mean.chunk(world), spread.chunk(world), strict=True))
    ]
    assert torch.equal(torch.cat(parts), whole)


def test_beta_rises_from_zero_and_stays() -> None:
    points = ((0.0, 0.2), (0.1, 0.2), (0.9, 0.2), (0.0, 0.0))
    betas = [losses.warmed_up(4.0, *point) for point in points]
    assert betas == pytest.approx([0.0, 2.0, 4.0, 4.0])
