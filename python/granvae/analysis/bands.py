"""Where in the spectrum, and when, a grain has its energy: what a decoder makes of noise.

Two noises of the same sound differ in every sample and by 8 dB of log-spectral distance. What has
to agree is the level of each band of the spectrum, and that the noise is spread over the grain. A
decoder that is trained on waveforms alone is too quiet where a sound cannot be predicted, and has
what is left there as a click at the peak to which grains are aligned.

Grains are ``(batch, grain)`` at their original level; sample rates are in Hz. Silence has finite
values.
"""

import itertools
from collections.abc import Sequence

import numpy as np
import scipy.fft
import scipy.signal
from numpy.typing import ArrayLike, NDArray

BAND_EDGES = (0.0, 1500.0, 5000.0, 10_000.0, 20_000.0)  # Hz
FLOOR_DB = 60.0  # below the recorded grain's level; what is quieter is not told from silence
STRONG_DB = 30.0  # a band is strong within this of the recorded grain's level
HIGHS = 1200.0  # Hz, above which concentration is measured
MIDDLE = 1 / 16  # of the grain: 32 samples of 512
LEAST_HIGHS_DB = 45.0  # below the grain's level; quieter highs have no place that could be heard
REAL_NOISY = 0.07  # of recorded grains, by the threshold of `noisy_share`

SHORTEST_LAG = 1 / 32  # of the grain: 16 samples of 512

_TINY = 1e-20  # power; keeps silence away from the logarithm of zero
_TAPER = 0.25  # of the grain, faded at both ends together where highs are measured

Floats = NDArray[np.float64]


def band_levels_db(
    grains: ArrayLike, sample_rate: float, edges: Sequence[float] = BAND_EDGES
) -> Floats:
    """The level of each of the bands between ``edges`` (Hz), ``(batch, bands)``, in dBFS RMS.

    Of one Hann-windowed FFT of the whole grain, which is brought back to the level without the
    window. A band without a bin has -200 dB.
    """
    values = np.asarray(grains, np.float64)
    size = values.shape[1]
    window = scipy.signal.get_window("hann", size)
    power = np.abs(scipy.fft.rfft(values * window)) ** 2
    power[:, 1 : (size + 1) // 2] *= 2.0  # of negative frequencies
    power /= size * np.sum(window**2)
    first = np.searchsorted(np.arange(size // 2 + 1) * sample_rate / size, edges)
    bands = [power[:, a:b].sum(axis=1) for a, b in itertools.pairwise(first)]
    return np.asarray(10.0 * np.log10(np.stack(bands, axis=1) + _TINY))


def band_errors_db(
    recorded: ArrayLike, reconstructed: ArrayLike, sample_rate: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """How much louder than recorded each band is, ``(batch, bands)`` in dB, and which are strong.

    Both levels are floored at `FLOOR_DB` below the recorded grain's; strong bands are within
    `STRONG_DB` of it. The mean over grains is a band's bias, that of absolute values its error.

    >>> grain = np.random.default_rng(0).normal(size=(1, 512))
    >>> errors, strong = band_errors_db(grain, 0.5 * grain, 44100.0)
    >>> errors.round(2), bool(strong.all())
    (array([[-6.02, -6.02, -6.02, -6.02]]), True)
    """
    wanted, got = (band_levels_db(grains, sample_rate) for grains in (recorded, reconstructed))
    level = 10.0 * np.log10(np.sum(10.0 ** (wanted / 10.0), axis=1, keepdims=True))
    floor = level - FLOOR_DB
    return np.maximum(got, floor) - np.maximum(wanted, floor), wanted > level - STRONG_DB


def concentration(grains: ArrayLike, sample_rate: float) -> Floats:
    """The share of a grain's energy above `HIGHS` in its middle 32 samples of 512, ``(batch,)``.

    About 0.07 for noise that lasts, near 1 for a click in the middle; NaN where a grain has no
    highs within `LEAST_HIGHS_DB` of its level. An eighth of the grain is faded at each end: the
    filter would take a cut there for a click.
    """
    values = np.asarray(grains, np.float64)
    size = values.shape[1]
    spectrum = scipy.fft.rfft(values * scipy.signal.windows.tukey(size, _TAPER))
    spectrum[:, np.arange(size // 2 + 1) * sample_rate / size < HIGHS] = 0.0
    power = scipy.fft.irfft(spectrum, n=size) ** 2
    width = max(1, round(size * MIDDLE))
    begin = size // 2 - width // 2
    whole = power.sum(axis=1)
    heard = whole > 10.0 ** (-LEAST_HIGHS_DB / 10.0) * np.sum(values**2, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(heard, power[:, begin : begin + width].sum(axis=1) / whole, np.nan)


def centre_khz(grains: ArrayLike, sample_rate: float) -> Floats:
    """The spectral centroid in kHz, ``(batch,)``: the mean frequency under the magnitude spectrum
    of one Hann-windowed FFT (Peeters 2004); 0 for silence."""
    values = np.asarray(grains, np.float64)
    size = values.shape[1]
    magnitude = np.abs(scipy.fft.rfft(values * scipy.signal.get_window("hann", size)))
    frequency = np.arange(size // 2 + 1) * sample_rate / size / 1000.0
    return np.asarray(magnitude @ frequency / np.maximum(magnitude.sum(axis=1), _TINY))


def periodicity(grains: ArrayLike) -> Floats:
    """How nearly each grain repeats itself or moves smoothly, 0 … 1, ``(batch,)``.

    The highest normalised autocorrelation (Talkin 1995, "A robust algorithm for pitch tracking") at
    lags from 16 samples of 512 to half a grain. Unlike `granvae.analysis.descriptors.harmonicity`,
    it is high for tones of less than two periods a grain too: it only tells noise from the rest.
    """
    values = np.asarray(grains, np.float64)
    size = values.shape[1]
    lags = np.arange(round(size * SHORTEST_LAG), size // 2 + 1)
    spectrum = np.abs(scipy.fft.rfft(values, 2 * size)) ** 2
    products = scipy.fft.irfft(spectrum, 2 * size)[:, lags]
    energy = np.pad(np.cumsum(values**2, axis=1), ((0, 0), (1, 0)))
    head, tail = energy[:, size - lags], energy[:, -1:] - energy[:, lags]
    ratio = products / np.sqrt(np.maximum(head * tail, 0.0) + _TINY**2)
    return np.asarray(np.clip(ratio.max(axis=1), 0.0, 1.0))


def noisy_share(real: ArrayLike, drawn: ArrayLike, share: float = REAL_NOISY) -> float:
    """The share of drawn grains that are as noisy as the noisiest `share` of real ones, 0 … 1.

    Args:
        real: real grains, ``(n, grain)``.
        drawn: drawn ones, ``(m, grain)``.
        share: of real grains that count as noisy, which sets the least `periodicity` of the others.
    """
    return float(np.mean(periodicity(drawn) < np.quantile(periodicity(real), share)))
