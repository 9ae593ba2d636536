import math

import pytest
import torch
from torch.testing import assert_close

from granvae.models.band_loss import (
    band_levels,
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


@pytest.mark.parametrize("grain", [16, 64, 500, 4096, 10_000])
def test_grains_of_any_length_have_finite_levels(grain: int) -> None:
    for x in (noise(3, grain), torch.zeros(3, grain)):
        y, gains = (0.5 * x).requires_grad_(), torch.zeros(3, BANDS, requires_grad=True)
        floor = level_floor(x)
        levels = band_levels(y, floor).sum() + short_time_levels(y, floor).sum()
        (levels + noise_loss(x, y, gains)).backward()
        assert torch.isfinite(y.grad).all()
        assert torch.isfinite(gains.grad).all()


def learned_gains(x: torch.Tensor, tone: torch.Tensor) -> torch.Tensor:
    """The gains for every grain that the loss is least for, ``(bands,)``."""
    gains = torch.full((BANDS,), -4.0, requires_grad=True)
    optimiser = torch.optim.Adam([gains], 0.05)
    for _ in range(300):
        optimiser.zero_grad()
        noise_loss(x, tone, gains.expand(len(x), BANDS)).backward()
        optimiser.step()
    return gains.detach()


@pytest.mark.parametrize("share", [0.0, 0.3], ids=["silent", "partly decoded"])
def test_the_noise_branch_learns_the_level_of_noise_that_the_tone_lacks(share: float) -> None:
    """Of grains of noise above 5 kHz over tones; of the noise, a share is decoded already."""
    spectra = torch.fft.rfft(noise(64, 512))
    spectra[:, : round(5000 / 44100 * 512)] = 0.0
    hiss = 0.1 * torch.fft.irfft(spectra, 512)
    tone = 0.3 * torch.sin(2 * math.pi * torch.arange(512) / 64).expand(64, 512)
    x = tone + hiss
    learned = learned_gains(x, tone + share * hiss)
    level = x.pow(2).mean(dim=1).sqrt().mean()
    high = torch.from_numpy(band_edges()[:-1]) > 5000 / 44100
    wanted = band_levels(hiss, torch.full((64, 1), 1e-9)).mean(dim=0) - level.log()
    assert (learned[high] - wanted[high]).abs().max() < 2.0 * DECIBEL
    assert learned[:3].max() < math.log(1e-2)  # no noise where there is only tone


def test_noise_with_the_learned_gains_has_the_recorded_levels() -> None:
    model, x = ResidualGrainModel(512, 4), noise(64, 512)
    gains = learned_gains(x, torch.zeros(64, 512)).expand(64, BANDS)
    made = model.noise(gains, torch.randint(4096, (64,)))
    tiny = torch.full((64, 1), 1e-9)
    difference = (band_levels(made, tiny) - band_levels(x, tiny)).mean(dim=0)
    assert difference.abs().max() < 1.5 * DECIBEL


def test_a_tone_that_is_nearly_as_loud_as_recorded_gets_no_noise() -> None:
    x = torch.sin(2 * math.pi * torch.arange(512) / 30.3).expand(4, 512)
    assert learned_gains(x, 0.92 * x).max() < math.log(1e-2)


def test_the_noise_loss_leaves_the_tone_alone() -> None:
    x, tone = 0.1 * noise(8, 64), (0.1 * noise(8, 64, seed=1)).requires_grad_()
    gains = torch.zeros(8, BANDS, requires_grad=True)
    noise_loss(x, tone, gains).backward()
    assert tone.grad is None
    assert (gains.grad.abs().sum(dim=1) > 0).all()
