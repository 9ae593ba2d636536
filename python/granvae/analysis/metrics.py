"""How near a reconstructed grain is to the recorded one.

Every metric takes recorded and reconstructed grains ``(batch, grain)`` at their original level and
returns one float64 value a grain, ``(batch,)``: the caller decides what to average. Nothing here
takes the logarithm of zero. Ratios are bounded to ``±RATIO_LIMIT_DB`` and spectra are floored
relative to the recorded grain, so silence has a finite value too.
"""

from collections.abc import Callable
from functools import wraps

import numpy as np
import scipy.fft
from numpy.typing import ArrayLike, NDArray

RATIO_LIMIT_DB = 100.0
SPECTRUM_FLOOR_DB = 60.0  # below the strongest bin of the recorded grain
SILENCE_DBFS = -50.0  # RMS; an evaluation leaves out quieter grains
AUDIBLE_DB = 1.0  # log-spectral distance from which a change of a grain counts as audible
ACTIVE_VARIANCE = 0.01  # Burda et al. 2016

_CHUNK = 2048  # grains a step; bounds the memory that spectra take
_TINY = float(np.finfo(np.float64).tiny)

Grains = NDArray[np.float64]
PerGrain = NDArray[np.float64]
Metric = Callable[[ArrayLike, ArrayLike], PerGrain]


def _of_pairs(metric: Callable[[Grains, Grains], PerGrain]) -> Metric:
    """A metric of any two arrays of one shape, which it takes in chunks."""

    @wraps(metric)
    def of_pairs(recorded: ArrayLike, reconstructed: ArrayLike) -> PerGrain:
        x, y = _grains(recorded), _grains(reconstructed)
        if x.shape != y.shape:
            raise ValueError(f"{x.shape} recorded against {y.shape} reconstructed samples")
        chunks = [slice(start, start + _CHUNK) for start in range(0, len(x), _CHUNK)]
        return np.concatenate([np.empty(0), *(metric(x[chunk], y[chunk]) for chunk in chunks)])

    return of_pairs


def rms_dbfs(grains: ArrayLike) -> PerGrain:
    """The root mean square of each grain, in dB relative to full scale 1; at least -200 dB.

    >>> rms_dbfs([[1.0, -1.0], [0.0, 0.0]])
    array([   0., -200.])
    """
    level = np.sqrt(np.mean(np.square(_grains(grains)), axis=-1))
    return np.asarray(20.0 * np.log10(np.maximum(level, 1e-10)))


@_of_pairs
def si_sdr_db(x: Grains, y: Grains) -> PerGrain:
    """Scale-invariant signal-to-distortion ratio in dB, within ``±RATIO_LIMIT_DB``.

    The energy of the reconstruction's projection on the recorded grain over the energy of the
    rest (Le Roux, Wisdom, Erdogan & Hershey 2019, "SDR - half-baked or well done?"). The mean is
    not removed: in a grain shorter than a period it is part of the sound. A silent reconstruction
    has nothing in common with the recording and gets the lower limit.

    >>> si_sdr_db([[1.0, 0.0]], [[2.0, 0.2]])  # the level does not matter
    array([20.])
    """
    scale = np.sum(x * y, axis=-1) / np.maximum(np.sum(x * x, axis=-1), _TINY)
    target = scale[:, None] * x
    return _ratio_db(np.sum(target**2, axis=-1), np.sum((y - target) ** 2, axis=-1))


@_of_pairs
def snr_db(x: Grains, y: Grains) -> PerGrain:
    """Signal-to-noise ratio in dB, within ``±RATIO_LIMIT_DB``: energy over energy of the error.

    >>> snr_db([[1.0, 0.0]], [[1.0, 0.1]])
    array([20.])
    """
    return _ratio_db(np.sum(x**2, axis=-1), np.sum((x - y) ** 2, axis=-1))


@_of_pairs
def lsd_db(x: Grains, y: Grains) -> PerGrain:
    """Log-spectral distance in dB: root mean square over bins of the difference of levels.

    One Hann-windowed FFT of the whole grain; both magnitude spectra are floored
    ``SPECTRUM_FLOOR_DB`` below the recorded grain's strongest bin (Gray & Markel 1976, "Distance
    measures for speech processing").

    >>> lsd_db([[0.0, 0.0, 1.0, 0.0]], [[0.0, 0.0, 0.5, 0.0]]).round(2)
    array([6.02])
    """
    window = np.hanning(x.shape[-1] + 1)[:-1]
    a, b = _floored(np.abs(scipy.fft.rfft(x * window)), np.abs(scipy.fft.rfft(y * window)), (-1,))
    return np.asarray(np.sqrt(np.mean((20.0 * np.log10(a / b)) ** 2, axis=-1)))


@_of_pairs
def mr_stft(x: Grains, y: Grains) -> PerGrain:
    """Multi-resolution STFT distance: spectral convergence plus log-magnitude L1, no unit.

    The mean over the windows of `stft_windows` of ``|X - Y|_F / |X|_F`` and of the mean absolute
    difference of natural log magnitudes, floored as in `lsd_db` (Yamamoto, Song & Kim 2020,
    "Parallel WaveGAN"). Hann windows hop by a quarter of their length, none reaching out of the
    grain.

    >>> grain = [[0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, -1.0]]
    >>> mr_stft(grain, grain)
    array([0.])
    """
    distances = [_stft_distance(x, y, window) for window in stft_windows(x.shape[-1])]
    return np.asarray(np.mean(distances, axis=0))


def stft_windows(grain: int) -> tuple[int, ...]:
    """The window lengths of `mr_stft` in samples: an eighth, a quarter and a half of the grain.

    >>> stft_windows(512)
    (64, 128, 256)
    """
    return tuple(sorted({max(4, grain // part) for part in (8, 4, 2)}))


def active_units(posterior_means: ArrayLike) -> int:
    """How many latents vary: variance of the posterior mean over grains above 0.01.

    Args:
        posterior_means: ``(grains, latent)`` in the prior's standard deviations.

    Source: Burda, Grosse & Salakhutdinov 2016, "Importance weighted autoencoders", section 5.
    """
    return int(np.sum(np.var(_grains(posterior_means), axis=0) > ACTIVE_VARIANCE))


METRICS = {"si_sdr_db": si_sdr_db, "snr_db": snr_db, "lsd_db": lsd_db, "mr_stft": mr_stft}


def _grains(values: ArrayLike) -> Grains:
    grains = np.asarray(values, dtype=np.float64)
    if grains.ndim != 2:
        raise ValueError(f"expected (batch, samples), got {grains.shape}")
    return grains


def _ratio_db(signal: PerGrain, noise: PerGrain) -> PerGrain:
    ratio = 10.0 * (np.log10(np.maximum(signal, _TINY)) - np.log10(np.maximum(noise, _TINY)))
    # Without this, silence for silence (0 / 0) would count as 0 dB.
    ratio = np.where(signal <= _TINY, -RATIO_LIMIT_DB, ratio)
    return np.asarray(np.clip(ratio, -RATIO_LIMIT_DB, RATIO_LIMIT_DB))


def _floored(a: Grains, b: Grains, axes: tuple[int, ...]) -> tuple[Grains, Grains]:
    """Both magnitude spectra, not below the floor that the first one's strongest bin sets."""
    floor = a.max(axis=axes, keepdims=True) * 10.0 ** (-SPECTRUM_FLOOR_DB / 20.0)
    floor = np.maximum(floor, 1e-12)
    return np.maximum(a, floor), np.maximum(b, floor)


def _stft_distance(x: Grains, y: Grains, length: int) -> PerGrain:
    window = np.hanning(length + 1)[:-1]

    def magnitudes(grains: Grains) -> Grains:
        frames = np.lib.stride_tricks.sliding_window_view(grains, length, axis=-1)
        return np.asarray(np.abs(scipy.fft.rfft(frames[:, :: length // 4] * window)))

    a, b = magnitudes(x), magnitudes(y)
    error = np.sqrt(np.sum((a - b) ** 2, axis=(-2, -1)))
    convergence = error / np.maximum(np.sqrt(np.sum(a**2, axis=(-2, -1))), 1e-12)
    a, b = _floored(a, b, (-2, -1))
    return np.asarray(convergence + np.mean(np.abs(np.log(a / b)), axis=(-2, -1)))
