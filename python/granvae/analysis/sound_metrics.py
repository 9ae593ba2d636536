"""How near a whole sound that was played is to the recording that it was made from.

Every metric takes the two sounds ``(n,)``, of one length and rate; silence has a finite value, or
NaN where the metric has no meaning. Pitch and harmonics are in `granvae.analysis.pitch`.
"""

from __future__ import annotations

import numpy as np
import scipy.fft
import scipy.ndimage
import scipy.signal
from numpy.typing import ArrayLike, NDArray

ONSET_DB = 4.0
ONSET_SECONDS = 0.007  # two onsets closer than this are heard as one
AROUND = 0.1  # of the grain rate, to either side

_MEL_FFT, _MEL_HOP, _MELS = 0.046, 0.0116, 64  # seconds, seconds, bands
_FLOOR_DB = 60.0  # below the recording's loudest band
_ONSET_HOP, _ONSET_FFT, _ONSET_MELS = 0.002, 0.023, 64  # seconds, seconds, bands
_ONSET_LAG, _ONSET_SMOOTHED = 5, 7  # hops
_ONSET_WAIT = 0.03  # seconds from one onset to the next at least
_LIMIT_DB = 100.0
_TINY = 1e-20

Floats = NDArray[np.float64]


def grain_modulation_db(samples: ArrayLike, rate: float, interval: float) -> float:
    """How much the amplitude is modulated at the rate of grains, in dB relative to its mean.

    The power of the envelope (the magnitude of the analytic signal) within 10 % of ``rate /
    interval`` over the square of its mean; ``interval`` is the mean one of grains in samples. A
    full modulation by a sine has -3 dB, and one of 1 % -43 dB. At least -100 dB.

    >>> time = np.arange(8000) / 8000
    >>> tone = (1 + 0.1 * np.sin(2 * np.pi * 100 * time)) * np.sin(2 * np.pi * 1000 * time)
    >>> round(grain_modulation_db(tone, 8000, 80))
    -23
    """
    x = np.asarray(samples, dtype=np.float64)
    size = scipy.fft.next_fast_len(len(x))
    envelope = np.abs(scipy.signal.hilbert(x, size))[: len(x)]
    window = np.hanning(len(x))
    mean = float(np.sum(window * envelope)) / max(float(window.sum()), _TINY)
    if mean <= 1e-9:
        return -_LIMIT_DB
    power = np.abs(scipy.fft.rfft(window * (envelope - mean), size)) ** 2
    hertz = np.arange(len(power)) * rate / size
    band = np.abs(hertz * interval / rate - 1.0) <= AROUND
    modulation = 2.0 * float(power[band].sum()) / (size * float(np.sum(window**2)))
    return max(-_LIMIT_DB, 10.0 * float(np.log10(max(modulation / mean**2, _TINY))))


def log_mel_distance_db(recorded: ArrayLike, played: ArrayLike, rate: float) -> float:
    """The distance of mel spectrograms in dB: RMS over 64 bands, mean over frames.

    Levels are floored 60 dB below the recording's loudest band. Frames of the recording that lie
    below that floor throughout do not count; NaN where all do. Mel bands as in Slaney (1998,
    "Auditory toolbox").

    >>> tone = np.sin(2 * np.pi * 440 * np.arange(8000) / 8000)
    >>> round(log_mel_distance_db(tone, tone, 8000), 6)
    0.0
    """
    import librosa  # takes a second

    def powers(samples: ArrayLike) -> Floats:
        size = 2 ** round(np.log2(_MEL_FFT * rate))
        hop = round(_MEL_HOP * rate)
        x = np.asarray(samples, dtype=np.float32)
        mel = librosa.feature.melspectrogram(
            y=x, sr=rate, n_fft=size, hop_length=hop, n_mels=_MELS, norm=None
        )
        return np.asarray(mel, np.float64)

    a, b = powers(recorded), powers(played)
    floor = float(a.max()) * 10.0 ** (-_FLOOR_DB / 10.0)
    audible = a.max(axis=0) > max(floor, _TINY)
    if not audible.any():
        return float("nan")
    a, b = (np.maximum(one[:, audible], floor) for one in (a, b))
    return float(np.mean(np.sqrt(np.mean((10.0 * np.log10(a / b)) ** 2, axis=0))))


def onsets_kept(recorded: ArrayLike, played: ArrayLike, rate: float) -> float:
    """The share of the recording's onsets within 7 ms of which the played sound has one.

    Onsets are peaks of the spectral flux (Böck & Widmer 2013, "Maximum filter vibrato suppression
    for onset detection") where bands rise by 4 dB within 10 ms, in the mean: a swell has no moment
    to miss. Half as much is enough in the played sound, or onsets just above the limit would count
    as lost. NaN where the recording has none.
    """
    wanted, found = (
        _peaks(_flux(samples, rate), limit, rate)
        for samples, limit in ((recorded, ONSET_DB), (played, 0.5 * ONSET_DB))
    )
    if not len(wanted):
        return float("nan")
    if not len(found):
        return 0.0
    nearest = np.abs(wanted[:, None] - found[None, :]).min(axis=1)
    return float(np.mean(nearest * _hop(rate) <= ONSET_SECONDS * rate))


def _flux(samples: ArrayLike, rate: float) -> Floats:
    """By how much bands rise, in dB, mean over bands: ``(frames,)``, smoothed over 14 ms."""
    import librosa

    size = 2 ** round(np.log2(_ONSET_FFT * rate))
    flux = librosa.onset.onset_strength(
        y=np.asarray(samples, dtype=np.float32),
        sr=rate,
        hop_length=_hop(rate),
        n_fft=size,
        n_mels=_ONSET_MELS,
        lag=_ONSET_LAG,
        max_size=3,  # bands: those beside, in which vibrato moves
    )
    window = np.hanning(_ONSET_SMOOTHED + 2)[1:-1]
    return np.asarray(np.convolve(flux, window / window.sum(), "same"), np.float64)


def _peaks(flux: Floats, limit: float, rate: float) -> NDArray[np.int64]:
    """The frames that are the largest for 30 ms around, and ``limit`` above the mean of 90 ms.

    By SciPy: librosa's own picker crashes where Numba reads the compiled one from its cache.
    """
    reach = max(1, round(_ONSET_WAIT * rate / _hop(rate)))
    mean = scipy.ndimage.uniform_filter1d(flux, 6 * reach + 1, mode="nearest")
    found, _ = scipy.signal.find_peaks(np.pad(flux, 1), distance=reach)
    frames = found - 1
    return np.asarray(frames[flux[frames] >= mean[frames] + limit], np.int64)


def _hop(rate: float) -> int:
    return max(1, round(_ONSET_HOP * rate))
