import math

import pytest
import torch
from torch.testing import assert_close

from granvae.models.band_loss import (
    NOISE_EVERY,
    band_levels,
    level_distance,
    level_floor,
    noise_loss,
    short_time_levels,
)
from granvae.models.noise_branch import BANDS, band_edges, unit_noises
from granvae.models.residual_mlp import ResidualGrainModel

DECIBEL = math.log(10.0) / 20.0  # in nepers


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_the_level_of_a_band_is_the_rms_of_what_is_in_it() -> None:
    rows = unit_noises().unfold(1, 512, 512).flatten(0, 1)  # (bands * 8, grain)
    levels = band_levels(rows, torch.full((len(rows), 1), 1e-6)).exp().pow(2)
    own = levels.reshape(BANDS, 8, BANDS).mean(dim=1)
    assert own.diagonal().numpy() == pytest.approx([1.0] * BANDS, abs=0.35)
    # The window leaks into neighbours, and no further.
    apart = torch.arange(BANDS)[:, None] - torch.arange(BANDS)
    assert own[apart.abs() >= 2].max() < 1e-3


def test_a_gain_moves_all_levels_by_as_much() -> None:
    x = noise(6, 512)
    for levels in (band_levels, short_time_levels):
        floor = level_floor(x) * 1e-6
        got = levels(2.0 * x, floor) - levels(x, floor)
        assert_close(got, torch.full_like(got, math.log(2.0)), rtol=1e-3, atol=0.0)


def test_short_time_levels_tell_a_click_from_noise_that_lasts() -> None:
    click = torch.zeros(1, 512)
    click[0, 256] = 512**0.5
    x = noise(1, 512)
    whole = (band_levels(click, level_floor(x)) - band_levels(x, level_floor(x))).abs().mean()
    parts = short_time_levels(click, level_floor(x)) - short_time_levels(x, level_floor(x))
    assert parts.abs().mean() > 3.0 * whole
    assert parts.reshape(7, BANDS)[0].max() < math.log(0.03)  # nothing in the first frame


@pytest.mark.parametrize("grain", [16, 64, 500, 4096])
def test_grains_of_any_length_have_finite_levels(grain: int) -> None:
    for x in (noise(3, grain), torch.zeros(3, grain)):
        y = (0.5 * x).requires_grad_()
        level_distance(x, y).sum().backward()
        assert torch.isfinite(y.grad).all()


def test_two_noises_of_one_sound_are_near_and_a_quieter_one_is_further() -> None:
    x, y = noise(64, 512), noise(64, 512, seed=1)
    same, quieter = level_distance(x, y).mean(), level_distance(x, 0.5 * y).mean()
    assert same < 6.0 * DECIBEL
    assert quieter > same + 4.0 * DECIBEL


def test_the_noise_branch_learns_the_levels_of_recorded_noise() -> None:
    """Of grains of noise above 5 kHz, over tones that the decoder gives already."""
    model, offsets = ResidualGrainModel(512, 4), torch.randint(4096, (256,))
    spectra = torch.fft.rfft(noise(256, 512))
    spectra[:, : round(5000 / 44100 * 512)] = 0.0
    hiss = 0.1 * torch.fft.irfft(spectra, 512)
    tone = 0.3 * torch.sin(2 * math.pi * torch.arange(512) / 64).expand(256, 512)
    x = tone + hiss
    gains = torch.full((256, BANDS), -4.0, requires_grad=True)
    optimiser = torch.optim.Adam([gains], 0.05)
    for _ in range(200):
        optimiser.zero_grad()
        noise_loss(model, x, tone, gains, offsets).backward()
        optimiser.step()
    learned = gains.detach()[::NOISE_EVERY].mean(dim=0)
    level = x.pow(2).mean(dim=1).sqrt().mean()
    high = torch.from_numpy(band_edges()[:-1]) > 5000 / 44100
    wanted = band_levels(hiss, torch.full((256, 1), 1e-9)).mean(dim=0) - level.log()
    assert (learned[high] - wanted[high]).abs().max() < 2.0 * DECIBEL
    assert learned[:3].max() < -3.0  # no noise where there is only tone


def test_the_noise_loss_leaves_the_tone_alone() -> None:
    model, x = ResidualGrainModel(64, 4), 0.1 * noise(8, 64)
    tone = (0.1 * noise(8, 64, seed=1)).requires_grad_()
    gains = torch.zeros(8, BANDS, requires_grad=True)
    noise_loss(model, x, tone, gains, torch.arange(8)).backward()
    assert tone.grad is None
    assert (gains.grad.abs().sum(dim=1) > 0).tolist() == [k % NOISE_EVERY == 0 for k in range(8)]
