import math

import pytest
import torch

from granvae.models.noise_branch import BANDS, band_edges, noise_shape, unit_noises
from granvae.models.noise_loss import band_powers, noise_loss

DECIBEL = math.log(10.0) / 20.0  # in nepers


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def levels(x: torch.Tensor) -> torch.Tensor:
    """Of bands, in nepers, the medians over grains: ``(bands,)``."""
    return 0.5 * torch.log(band_powers(x, x.shape[1])[:, 0]).median(dim=0).values


def test_the_power_of_a_band_is_the_mean_square_of_what_is_in_it() -> None:
    rows = unit_noises().unfold(1, 512, 512).flatten(0, 1)  # (bands * 8, grain)
    own = band_powers(rows, 512)[:, 0].reshape(BANDS, 8, BANDS).mean(dim=1)
    assert own.diagonal().numpy() == pytest.approx([1.0] * BANDS, abs=0.35)
    # The window leaks into neighbours, and no further.
    apart = torch.arange(BANDS)[:, None] - torch.arange(BANDS)
    assert own[apart.abs() >= 2].max() < 1e-3


def test_frames_tell_when_a_grain_has_its_power() -> None:
    click = torch.zeros(1, 512)
    click[0, 256] = 1.0
    powers = band_powers(click, 128).sum(dim=2)[0]
    assert powers.argmax() == 3  # of seven, the middle one
    assert powers[[0, 1, 5, 6]].max() == 0.0


@pytest.mark.parametrize("grain", [16, 64, 500, 4096, 10_000])
def test_grains_of_any_length_and_silence_have_finite_gradients(grain: int) -> None:
    for x in (noise(3, grain), torch.zeros(3, grain)):
        gains = torch.zeros(3, BANDS, requires_grad=True)
        noise_loss(x, 0.5 * x, gains).backward()
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
    wanted = levels(hiss) - level.log()
    assert (learned[high] - wanted[high]).abs().max() < 2.0 * DECIBEL
    assert learned[:3].max() < math.log(1e-2)  # no noise where there is only tone


def test_noise_with_the_learned_gains_has_the_recorded_levels() -> None:
    x = noise(256, 512)
    gains = learned_gains(x, torch.zeros(256, 512)).expand(256, BANDS)
    made = noise_shape(unit_noises(), gains, torch.randint(4096, (256,)), 512)
    assert (levels(made) - levels(x)).abs().max() < 2.0 * DECIBEL


def test_a_tone_that_is_nearly_as_loud_as_recorded_gets_no_noise() -> None:
    x = torch.sin(2 * math.pi * torch.arange(512) / 30.3).expand(4, 512)
    assert learned_gains(x, 0.92 * x).max() < math.log(1e-2)


def test_the_noise_loss_leaves_the_tone_alone() -> None:
    x, tone = 0.1 * noise(8, 64), (0.1 * noise(8, 64, seed=1)).requires_grad_()
    gains = torch.zeros(8, BANDS, requires_grad=True)
    noise_loss(x, tone, gains).backward()
    assert tone.grad is None
    assert (gains.grad.abs().sum(dim=1) > 0).all()
