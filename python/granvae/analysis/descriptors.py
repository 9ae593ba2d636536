"""What a grain sounds like, in one number each: the audio descriptors that latents can follow.

Each takes grains ``(batch, grain)`` at their original level and returns ``(batch,)``, finite for
silence too. None needs the sample rate: only the order of grains and its evenness matter here.
Peeters (2004), "A large set of audio features for sound description", has most of them.
"""

from collections.abc import Callable

import torch
from torch import Tensor

_FLOOR = 1e-6  # of the strongest bin's power, -60 dB: what lies below is inaudible
_TINY = 1e-20  # power; keeps silence away from the logarithm of zero


def loudness(x: Tensor) -> Tensor:
    """The RMS in natural logarithm, at least -23 (-200 dBFS)."""
    return 0.5 * torch.log(torch.mean(x * x, dim=1) + _TINY)


def centroid(x: Tensor) -> Tensor:
    """The spectral centroid in octaves above a whole grain's first bin (Peeters 2004).

    The mean frequency under the magnitude spectrum, in octaves as brightness is perceived.
    """
    magnitudes = _power(x).sqrt() + _TINY
    bins = torch.arange(1, magnitudes.shape[1] + 1, dtype=x.dtype, device=x.device)
    return torch.log2((magnitudes * bins).sum(dim=1) / magnitudes.sum(dim=1))


def flatness(x: Tensor) -> Tensor:
    """The spectral flatness in nepers, from about -7 for one partial to near 0 for noise.

    Geometric over arithmetic mean of the power spectrum (Peeters 2004).
    """
    power = _power(x)
    power = torch.maximum(power, power.amax(dim=1, keepdim=True) * _FLOOR + _TINY)
    return 0.5 * (torch.log(power).mean(dim=1) - torch.log(power.mean(dim=1)))


def harmonicity(x: Tensor) -> Tensor:
    """How nearly the grain repeats itself, 0 … 1: the highest normalised autocorrelation.

    Over lags from the first zero of the autocorrelation to half a grain, each lag normalised by
    the energy of the two stretches compared (Talkin 1995, "A robust algorithm for pitch tracking").
    A grain that holds less than two periods shows none.
    """
    size = x.shape[1]
    lags = size // 2
    spectrum = torch.fft.rfft(x, 2 * size, dim=1)
    products = torch.fft.irfft(spectrum.abs().square(), 2 * size, dim=1)[:, : lags + 1]
    energy = torch.nn.functional.pad(torch.cumsum(x * x, dim=1), (1, 0))
    head = energy.flip(1)[:, : lags + 1]  # of x[: size - lag]
    tail = energy[:, -1:] - energy[:, : lags + 1]  # of x[lag :]
    ratio = products / torch.sqrt((head * tail).clamp(min=0.0) + _TINY**2)
    past_zero = torch.cumsum((ratio <= 0.0).to(x.dtype), dim=1) > 0.0
    return torch.where(past_zero, ratio, 0.0).amax(dim=1).clamp(0.0, 1.0)


def crossings(x: Tensor) -> Tensor:
    """The share of neighbouring samples between which the sign changes, 0 … 1."""
    positive = x >= 0.0
    return (positive[:, 1:] != positive[:, :-1]).to(x.dtype).mean(dim=1)


DESCRIPTORS: dict[str, Callable[[Tensor], Tensor]] = {
    descriptor.__name__: descriptor
    for descriptor in (loudness, centroid, flatness, harmonicity, crossings)
}


def _power(x: Tensor) -> Tensor:
    """The power spectrum ``(batch, bins)`` of one Hann-windowed FFT without the bin of 0 Hz."""
    window = torch.hann_window(x.shape[1], dtype=x.dtype, device=x.device)
    spectrum: Tensor = torch.fft.rfft(x * window, dim=1)[:, 1:]
    return spectrum.abs().square()
