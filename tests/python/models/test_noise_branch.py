import numpy as np
import pytest
import torch

from granvae.models.base import GrainModel
from granvae.models.level import LOG_RMS_CENTRE, LOG_RMS_SPREAD
from granvae.models.noise_branch import BANDS, PERIOD, band_edges, noise_shape, unit_noises
from granvae.models.presets import PRESETS, build_model
from granvae.models.residual_mlp import ResidualGrainModel

NOISES = unit_noises()
OFFSETS = torch.tensor([0, 1, 4000, 4095, 77])


@pytest.fixture
def model() -> ResidualGrainModel:
    """Untrained, but with noise that is not quiet and differs from grain to grain."""
    model = ResidualGrainModel(128, 5).eval().requires_grad_(False)
    model.decoder[-1].weight[-BANDS:].mul_(10.0)
    model.decoder[-1].bias[-BANDS:].fill_(-1.0)
    return model


@pytest.fixture
def z() -> torch.Tensor:
    return torch.randn(len(OFFSETS), 5)


def test_each_noise_has_unit_level_in_its_band_and_none_elsewhere() -> None:
    power = np.abs(np.fft.rfft(NOISES.double().numpy(), axis=1)) ** 2
    frequency, edges = np.arange(PERIOD // 2 + 1) / PERIOD, band_edges()
    for band in range(BANDS):
        inside = (frequency >= edges[band]) & (frequency < edges[band + 1])
        # Half precision, in which files keep them, leaves -70 dB beside the band.
        assert power[band, ~inside].sum() < 1e-6 * power[band].sum()
    assert NOISES.pow(2).mean(1).numpy() == pytest.approx(np.ones(BANDS), rel=1e-3)
    assert torch.equal(NOISES, NOISES.half().float())
    assert (edges[0], edges[-1]) == (0.0, 0.5)
    assert torch.equal(NOISES, unit_noises())


@pytest.mark.parametrize("grain", [64, PERIOD + 100])
def test_the_noise_of_a_grain_is_the_sum_of_its_bands_from_its_offset_on(grain: int) -> None:
    gains = torch.randn(len(OFFSETS), BANDS).clamp(max=2.0)
    got = noise_shape(NOISES, gains, OFFSETS, grain).numpy()
    for row, offset in enumerate(OFFSETS.tolist()):
        rolled = np.take(NOISES.numpy(), offset + np.arange(grain), axis=1, mode="wrap")
        expected = np.exp(gains[row].numpy()) @ rolled
        np.testing.assert_allclose(got[row], expected, rtol=1e-4, atol=1e-4)


def test_the_amount_scales_the_noise_and_leaves_the_tone(model: ResidualGrainModel, z) -> None:
    tone, full = model.decode(z), model.decode_with_noise(z, 1.0, OFFSETS)
    assert torch.equal(model.decode_with_noise(z, 0.0, OFFSETS), tone)
    half = model.decode_with_noise(z, 0.5, OFFSETS)
    torch.testing.assert_close(half, 0.5 * (tone + full), rtol=1e-4, atol=1e-6)
    gains = model.shapes(z)[1]
    level = torch.exp(z[:, -1:] * LOG_RMS_SPREAD + LOG_RMS_CENTRE)
    noise = level * noise_shape(model.noises, gains, OFFSETS, model.grain)
    torch.testing.assert_close(full - tone, noise, rtol=1e-3, atol=1e-5)


def test_one_offset_gives_the_same_noise_again_and_another_one_other_noise(model, z) -> None:
    first = model.decode_with_noise(z, 1.0, OFFSETS)
    assert torch.equal(model.decode_with_noise(z, 1.0, OFFSETS), first)
    alone = model.decode_with_noise(z[2:3], 1.0, OFFSETS[2:3])
    torch.testing.assert_close(alone, first[2:3], rtol=1e-5, atol=1e-6)
    noise = model.decode_with_noise(z, 1.0, OFFSETS + 1000) - model.decode(z)
    assert torch.cosine_similarity(noise, first - model.decode(z)).abs().max() < 0.5


@pytest.mark.parametrize("preset", PRESETS)
def test_every_scripted_model_decodes_with_noise_as_it_does_itself(preset: str) -> None:
    model: GrainModel = build_model(preset, 128, 4).eval()
    z, offsets = torch.randn(3, 4), torch.tensor([0, 5, 4095])
    script = torch.jit.script(model)
    got, expected = (m.decode_with_noise(z, 1.0, offsets) for m in (script, model))
    torch.testing.assert_close(got, expected, rtol=1e-5, atol=1e-6)
    assert (model.bands == 0) == torch.equal(expected, model.decode(z))


def test_far_latents_with_noise_stay_finite_and_below_full_scale(model: ResidualGrainModel) -> None:
    for scale in (1.0, 1e2, 1e4):
        far = model.decode_with_noise(scale * torch.randn(5, 5), 1.0, OFFSETS)
        assert far.abs().max() <= 1.0 + 1e-6  # nor NaN
