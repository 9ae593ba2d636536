"""What training minimises, as small functions of grains; each names where it comes from.

``x`` are always grains ``(batch, grain)``, and ``y`` their reconstructions, of the same shape.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

# Spectral differences more than this far below a grain's strongest bin are inaudible and not
# counted; the floor also keeps every logarithm away from zero.
FLOOR_DB = -60.0
# Where the error is this share of a grain's energy (13 dB below it), it has half the weight that
# its plain logarithm would have: without an offset the best grains would be all that is trained.
LOG_OFFSET = 0.05


@dataclass(frozen=True)
class LossSettings:
    """The weights of one training loss: of `vae_losses`, and of terms with modules of their own."""

    waveform: str  # a name in WAVEFORM_ERRORS
    spectral: float  # weight of spectral_distance; 0 leaves it out
    beta: float  # weight of kl_divergence (Higgins et al. 2017)
    warm_up: float  # share of the training over which beta rises from zero
    path: float = 0.0  # weight of path_loss.path_loss at the end; 0 leaves it out
    noise: float = 0.0  # weight of noise_loss.noise_loss, for models with a noise branch


def vae_losses(
    x: Tensor,
    y: Tensor,
    own: Tensor | None,
    mean: Tensor,
    log_variance: Tensor,
    settings: LossSettings,
    beta: float,
) -> dict[str, Tensor]:
    """Every term averaged over the batch, and ``loss``, their weighted sum; all scalars.

    The gain latent needs no term: models carry it there and back exactly.

    Args:
        own: the model's own error ``(batch,)``, which takes the place of those of waveform and
            spectrum, or None.
        mean, log_variance: of the posterior, ``(batch, latent)``.
        settings: which terms, with their weights.
        beta: the weight of the divergence at this moment of the warm-up.
    """
    name = "waveform" if own is None else "own"
    error = WAVEFORM_ERRORS[settings.waveform](x, y) if own is None else own
    terms = {name: error.mean(), "divergence": kl_divergence(mean, log_variance).mean()}
    loss = terms[name] + beta * terms["divergence"]
    if own is None and settings.spectral > 0.0:
        terms["spectral"] = spectral_distance(x, y).mean()
        loss = loss + settings.spectral * terms["spectral"]
    return {"loss": loss, **terms}


def with_term(
    terms: dict[str, Tensor], name: str, weight: float, term: Tensor
) -> dict[str, Tensor]:
    """The terms of a loss and one more, a scalar, with its weight in their ``loss``."""
    return {**terms, "loss": terms["loss"] + weight * term, name: term}


def gaussian_error(x: Tensor, y: Tensor) -> Tensor:
    """Half the squared error of each grain, ``(batch,)``: unit-variance Gaussian log-likelihood.

    Kingma & Welling (2014), appendix C.2, without its constant.
    """
    return 0.5 * torch.sum((x - y) ** 2, dim=1)


def relative_error(x: Tensor, y: Tensor) -> Tensor:
    """Energy of the error as a share of the grain's energy, ``(batch,)``, 0 is perfect.

    The squared error of a Gaussian decoder (Kingma & Welling 2014) with the grain's own power as
    its variance, so that quiet grains count as much as loud ones.
    """
    power = torch.mean(x * x, dim=1)
    return torch.mean((x - y) ** 2, dim=1) / (power + 1e-10)


def log_error(x: Tensor, y: Tensor, offset: float = LOG_OFFSET) -> Tensor:
    """Logarithm of `relative_error` above ``offset``, ``(batch,)``, in nepers of power.

    The likelihood of a Gaussian decoder whose variance is the best for each grain (Rybkin,
    Daniilidis & Levine 2021, "Simple and effective VAE training with calibrated decoders"), as
    which it asks for a divergence weight near ``2 / grain``. A signal-to-noise ratio is a
    logarithm too: grains of noise, which no latent can describe, no longer outweigh all tones.

    Args:
        offset: share of a grain's energy.
    """
    return torch.log(relative_error(x, y) + offset)


WAVEFORM_ERRORS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "gaussian": gaussian_error,
    "relative": relative_error,
    "log": log_error,
}


def spectral_distance(x: Tensor, y: Tensor) -> Tensor:
    """Root mean square over bins of the difference of log-magnitudes, ``(batch,)``, in nepers.

    What `granvae.analysis.metrics.lsd_db` measures (Gray & Markel 1976), over 8.7, but that the
    floor of :data:`FLOOR_DB` is added to the spectra: what lies below it still has a small
    gradient.
    """
    wanted, got = power_spectrum(x), power_spectrum(y)
    floor = wanted.amax(dim=1, keepdim=True) * 10 ** (FLOOR_DB / 10) + 1e-12
    gap = 0.5 * (torch.log(got + floor) - torch.log(wanted + floor))
    # The root's slope is infinite at 0, which a silent grain reaches.
    return torch.sqrt(gap.pow(2).mean(dim=1) + 1e-4)


def power_spectrum(x: Tensor) -> Tensor:
    """Power in each bin of one Hann-windowed FFT, ``(batch, grain // 2 + 1)``."""
    hann = torch.hann_window(x.shape[1], dtype=x.dtype, device=x.device)
    return torch.view_as_real(torch.fft.rfft(x * hann, dim=1)).pow(2).sum(-1)


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """Divergence of posteriors ``(batch, latent)`` from the unit normal, ``(batch,)``, in nats.

    Equation 10 of Kingma & Welling (2014), "Auto-Encoding Variational Bayes", appendix B.
    """
    return 0.5 * torch.sum(mean**2 + torch.exp(log_variance) - log_variance - 1.0, dim=1)


def sample_posterior(
    mean: Tensor,
    log_variance: Tensor,
    generator: torch.Generator | None = None,
    share: tuple[int, int] = (0, 1),
) -> Tensor:
    """A latent drawn from each posterior, ``(batch, latent)``, through which gradients flow.

    The reparametrisation of Kingma & Welling (2014), section 2.4.

    Args:
        mean, log_variance: of the posteriors, ``(batch, latent)``.
        generator: of the noise; None takes PyTorch's own.
        share: ``(rank, world)``: these are the rows of process ``rank`` in a batch that ``world``
            processes share, and get the noise that they would get if one had them all.
    """
    rank, world = share
    rows, latent = mean.shape
    noise = torch.randn(
        (world * rows, latent), generator=generator, dtype=mean.dtype, device=mean.device
    )
    return mean + torch.exp(0.5 * log_variance) * noise[rank * rows : (rank + 1) * rows]


def warmed_up(beta: float, progress: float, share: float) -> float:
    """The KL weight at ``progress`` (0 … 1 of the training), rising linearly over ``share`` of it.

    Bowman et al. (2016), "Generating Sentences from a Continuous Space": with the full weight from
    the first step the posterior collapses onto the prior before the decoder uses it.
    """
    return beta if share <= 0.0 else beta * min(1.0, progress / share)
