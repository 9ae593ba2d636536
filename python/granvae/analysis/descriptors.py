"""What a grain sounds like, in one number each: the audio descriptors that latents can follow.

Each takes grains ``(batch, grain)`` at their original level and returns ``(batch,)``, finite for
silence too; `pitch` alone is NaN where a grain has none. None needs the sample rate: only the order
of grains and its evenness matter here.
Peeters (2004), "A large set of audio features for sound description", has most of them.
"""

from collections.abc import Callable

import torch
from torch import Tensor

_FLOOR = 1e-6  # of the strongest bin's power, -60 dB: what lies below is inaudible
_VOICED = 0.7  # autocorrelation from which a grain has a pitch
_NEARLY = 0.9  # of the highest peak: the first that reaches it is the period
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

    Over lags from the first zero of the autocorrelation to half a grain. A grain that holds less
    than two periods shows none.
    """
    return _past_zero(_autocorrelation(x, x.shape[1] // 2)).amax(dim=1).clamp(0.0, 1.0)


def pitch(x: Tensor) -> Tensor:
    """The fundamental frequency in octaves above a whole grain's first bin; NaN without a pitch.

    One over the first lag at which the autocorrelation has a peak of nearly its highest value, as
    McLeod & Wyvill (2005), "A smarter way to find pitch", choose it: later peaks are octaves below.
    Lags reach from the first zero to three quarters of a grain: 115 Hz for 512 samples at 44.1 kHz.
    Grains without a peak of `_VOICED` have no pitch.
    """
    ratio = _past_zero(_autocorrelation(x, x.shape[1] * 3 // 4))
    before, here, after = ratio[:, :-2], ratio[:, 1:-1], ratio[:, 2:]
    # An edge of what is past the zero is no peak: there the autocorrelation comes from below.
    peak = (here > before) & (here >= after) & (before > 0.0)
    # Peaks lie between samples: at the top of the parabola through three of them.
    bend = (2.0 * here - before - after).clamp(min=_TINY)
    height = torch.where(peak, here + 0.125 * (after - before).square() / bend, 0.0)
    highest = height.amax(dim=1, keepdim=True)
    first = (height >= highest * _NEARLY).to(x.dtype).argmax(dim=1, keepdim=True)
    lags = torch.arange(1, ratio.shape[1] - 1, dtype=x.dtype, device=x.device)
    lag = (lags + 0.5 * (after - before) / bend).gather(1, first)[:, 0]
    octaves = torch.log2(x.shape[1] / lag.clamp(min=1.0))
    return torch.where(highest[:, 0] >= _VOICED, octaves, torch.nan)


def crossings(x: Tensor) -> Tensor:
    """The share of neighbouring samples between which the sign changes, 0 … 1."""
    positive = x >= 0.0
    return (positive[:, 1:] != positive[:, :-1]).to(x.dtype).mean(dim=1)


DESCRIPTORS: dict[str, Callable[[Tensor], Tensor]] = {
    descriptor.__name__: descriptor
    for descriptor in (loudness, centroid, flatness, harmonicity, crossings, pitch)
}


def _power(x: Tensor) -> Tensor:
    """The power spectrum ``(batch, bins)`` of one Hann-windowed FFT without the bin of 0 Hz."""
    window = torch.hann_window(x.shape[1], dtype=x.dtype, device=x.device)
    spectrum: Tensor = torch.fft.rfft(x * window, dim=1)[:, 1:]
    return spectrum.abs().square()


def _autocorrelation(x: Tensor, lags: int) -> Tensor:
    """The normalised autocorrelation at lags 0 … lags, ``(batch, lags + 1)``, -1 … 1.

    Each lag is normalised by the energy of the two stretches compared (Talkin 1995, "A robust
    algorithm for pitch tracking").
    """
    size = x.shape[1]
    spectrum = torch.fft.rfft(x, 2 * size, dim=1)
    products = torch.fft.irfft(spectrum.abs().square(), 2 * size, dim=1)[:, : lags + 1]
    energy = torch.nn.functional.pad(torch.cumsum(x * x, dim=1), (1, 0))
    head = energy.flip(1)[:, : lags + 1]  # of x[: size - lag]
    tail = energy[:, -1:] - energy[:, : lags + 1]  # of x[lag :]
    ratio: Tensor = products / torch.sqrt((head * tail).clamp(min=0.0) + _TINY**2)
    return ratio


def _past_zero(ratio: Tensor) -> Tensor:
    """An autocorrelation from its first zero on; 0 before."""
    return torch.where(torch.cumsum((ratio <= 0.0).to(ratio.dtype), dim=1) > 0.0, ratio, 0.0)
