"""What training minimises, as small functions of grains; each names where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

# Spectral differences more than this far below a grain's strongest bin are not heard and not
# counted; the floor also keeps every logarithm away from zero.
FLOOR_DB = -60.0
SMALLEST_WINDOW = 16  # samples; shorter windows resolve no spectrum


@dataclass(frozen=True)
class LossSettings:
    """The weights of one training loss: ``waveform + spectral · distance + beta · divergence``."""

    waveform: str  # "relative" (relative_error) or "gaussian" (gaussian_error)
    spectral: float  # weight of spectral_distance; 0 leaves it out
    beta: float  # weight of kl_divergence (Higgins et al. 2017)
    warm_up: float  # share of the training over which beta rises from zero


def vae_losses(
    x: Tensor,
    y: Tensor,
    mean: Tensor,
    log_variance: Tensor,
    settings: LossSettings,
    beta: float,
    windows: tuple[int, ...],
) -> dict[str, Tensor]:
    """Every term averaged over the batch, and ``loss``, their weighted sum; all scalars.

    The gain latent needs no term: models carry it there and back exactly.

    Args:
        x: the grains, ``(batch, grain)``.
        y: their reconstructions, ``(batch, grain)``.
        mean: of the posterior, ``(batch, latent)``.
        log_variance: of the posterior, ``(batch, latent)``.
        settings: which terms, with their weights.
        beta: the weight of the divergence at this moment of the warm-up.
        windows: of the spectral term, in samples.
    """
    error = relative_error if settings.waveform == "relative" else gaussian_error
    terms = {
        "waveform": error(x, y).mean(),
        "divergence": kl_divergence(mean, log_variance).mean(),
    }
    loss = terms["waveform"] + beta * terms["divergence"]
    if settings.spectral > 0.0:
        terms["spectral"] = spectral_distance(x, y, windows).mean()
        loss = loss + settings.spectral * terms["spectral"]
    return {"loss": loss, **terms}


def gaussian_error(x: Tensor, y: Tensor) -> Tensor:
    """Half the squared error of each grain, ``(batch,)``: unit-variance Gaussian log-likelihood.

    Kingma & Welling (2014), appendix C.2, without its constant.

    Args:
        x: the grains, ``(batch, grain)``.
        y: their reconstructions, ``(batch, grain)``.
    """
    return 0.5 * torch.sum((x - y) ** 2, dim=1)


def relative_error(x: Tensor, y: Tensor) -> Tensor:
    """Energy of the error as a share of the grain's energy, ``(batch,)``, 0 is perfect.

    The squared error of a Gaussian decoder (Kingma & Welling 2014) with the grain's own power as
    its variance, so that quiet grains count as much as loud ones.

    Args:
        x: the grains, ``(batch, grain)``.
        y: their reconstructions, ``(batch, grain)``.
    """
    power = torch.mean(x * x, dim=1)
    return torch.mean((x - y) ** 2, dim=1) / (power + 1e-10)


def spectral_windows(grain: int, count: int = 3) -> tuple[int, ...]:
    """Window lengths that fit in a grain: the grain itself, a half, a quarter … (samples)."""
    sizes = [grain >> k for k in range(count)]
    return tuple(size for size in sizes if size >= SMALLEST_WINDOW) or (grain,)


def power_spectra(x: Tensor, window: int) -> Tensor:
    """Power of half-overlapping Hann frames inside the grain: ``(batch, frames, window//2 + 1)``.

    No padding: a frame that reached outside would see a step that is not in the sound.
    """
    frames = x.unfold(1, window, max(window // 2, 1))
    hann = torch.hann_window(window, dtype=x.dtype, device=x.device)
    spectrum = torch.view_as_real(torch.fft.rfft(frames * hann, dim=2))
    return spectrum.pow(2).sum(-1)


def spectral_distance(x: Tensor, y: Tensor, windows: tuple[int, ...]) -> Tensor:
    """Mean distance of log-magnitudes over several resolutions, ``(batch,)``, in nepers.

    The logarithmic part of the multi-resolution STFT loss (Yamamoto et al. 2020, "Parallel
    WaveGAN"), with both spectra floored at :data:`FLOOR_DB` below the grain's strongest bin.

    Args:
        x: the grains, ``(batch, grain)``.
        y: their reconstructions, ``(batch, grain)``.
        windows: window lengths in samples, none longer than a grain.
    """
    total = torch.zeros(x.shape[0], dtype=x.dtype, device=x.device)
    for window in windows:
        wanted, got = power_spectra(x, window), power_spectra(y, window)
        floor = wanted.amax(dim=(1, 2), keepdim=True) * 10 ** (FLOOR_DB / 10) + 1e-12
        gap = 0.5 * (torch.log(got + floor) - torch.log(wanted + floor))
        total = total + gap.abs().mean(dim=(1, 2))
    return total / len(windows)


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """Divergence of the posterior from the unit normal prior, ``(batch,)``, in nats.

    Equation 10 of Kingma & Welling (2014), "Auto-Encoding Variational Bayes", appendix B.

    Args:
        mean: ``(batch, latent)``.
        log_variance: ``(batch, latent)``.
    """
    return 0.5 * torch.sum(mean**2 + torch.exp(log_variance) - log_variance - 1.0, dim=1)


def sample_posterior(
    mean: Tensor, log_variance: Tensor, generator: torch.Generator | None = None
) -> Tensor:
    """A latent drawn from each posterior, ``(batch, latent)``, through which gradients flow.

    The reparametrisation of Kingma & Welling (2014), section 2.4.
    """
    noise = torch.randn(mean.shape, generator=generator, dtype=mean.dtype, device=mean.device)
    return mean + torch.exp(0.5 * log_variance) * noise


def warmed_up(beta: float, progress: float, share: float) -> float:
    """The KL weight at ``progress`` (0 … 1 of the training), rising linearly over ``share`` of it.

    Bowman et al. (2016), "Generating Sentences from a Continuous Space": with the full weight from
    the first step the posterior collapses onto the prior before the decoder uses it.
    """
    return beta if share <= 0.0 else beta * min(1.0, progress / share)
