"""The pitch of sounds, and how much of their energy lies at its harmonics."""

from dataclasses import dataclass

import numpy as np
import scipy.fft
from numpy.typing import ArrayLike, NDArray

LOWEST_HZ, HIGHEST_HZ = 50.0, 2500.0
HOP_SECONDS = 0.01
FRAME_SECONDS = 0.05  # two and a half periods of the lowest pitch
CLEAR = 0.8  # of the normalised correlation, from which a frame is voiced
FIRST = 0.9  # of the highest maximum; the first one from here on is the period
QUIET_DB = 40.0  # below the loudest frame, where no frame is voiced
FEWEST_VOICED = 0.1  # of the frames, in a sound that has a pitch
PITCH_CENTS = 50.0  # half a semitone: a pitch further away is another note

_HARMONIC_SECONDS = 0.06  # at least; so many whole periods that they take about this long
_FEWEST_PERIODS = 6
# A harmonic takes a twelfth of the way to the next one on either side, since pitches are inexact,
# and at least one bin, into which a Hann window spreads it.
_LOBES = 12
_TINY = float(np.finfo(np.float64).tiny)
_LIMIT_DB = 60.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PitchTrack:
    """The pitch of a sound, frame by frame.

    Attributes:
        middles: ``(frames,)`` the sample in the middle of each frame.
        hertz: ``(frames,)``; NaN where nothing repeats, and meaningful in voiced frames.
        voiced: ``(frames,)`` whether the frame has a pitch.
    """

    middles: NDArray[np.int64]
    hertz: Floats
    voiced: NDArray[np.bool_]


def pitch_track(samples: ArrayLike, rate: float) -> PitchTrack:
    """The pitch of ``samples (n,)`` at ``rate`` Hz, from 50 to 2500 Hz.

    The period is the first of the clear maxima of the normalised square difference, between them
    interpolated (McLeod & Wyvill 2005, "A smarter way to find pitch"). A sound shorter than a frame
    has no frames.

    >>> time = np.arange(8000) / 8000
    >>> float(np.median(pitch_track(np.sin(2 * np.pi * 220 * time), 8000).hertz).round())
    220.0
    """
    x = np.asarray(samples, dtype=np.float64)
    size, hop = round(FRAME_SECONDS * rate), max(1, round(HOP_SECONDS * rate))
    if len(x) < size:
        return PitchTrack(np.empty(0, np.int64), np.empty(0), np.empty(0, np.bool_))
    frames = np.lib.stride_tricks.sliding_window_view(x, size)[::hop]
    middles = np.arange(len(frames), dtype=np.int64) * hop + size // 2
    likeness = _likeness(frames, round(rate / LOWEST_HZ) + 1)
    # Up to the first zero, a sound is like itself because it has hardly moved.
    past_zero = np.cumsum(likeness <= 0.0, axis=1) > 0
    shortest = np.arange(likeness.shape[1]) >= rate / HIGHEST_HZ
    here = likeness[:, 1:-1]
    peaks = (here >= likeness[:, :-2]) & (here > likeness[:, 2:])
    peaks &= past_zero[:, 1:-1] & shortest[1:-1]
    highest = np.where(peaks, here, 0.0).max(axis=1)
    lag = 1 + np.argmax(peaks & (here >= FIRST * highest[:, None]), axis=1)
    left, middle, right = (likeness[np.arange(len(lag)), lag + k] for k in (-1, 0, 1))
    bend = left - 2.0 * middle + right
    period = lag + np.where(bend < 0.0, 0.5 * (left - right) / np.where(bend, bend, 1.0), 0.0)
    energy = np.sum(frames**2, axis=1)
    loud = energy > max(float(energy.max()) * 10.0 ** (-QUIET_DB / 10.0), 1e-9)
    hertz = np.where(highest > 0.0, rate / period, np.nan)
    return PitchTrack(middles, hertz, (highest >= CLEAR) & loud)


def pitch_kept(recorded: PitchTrack, played: PitchTrack) -> float:
    """The share of the recording's voiced frames whose pitch is played within 50 cents.

    An octave away is wrong. NaN where less than a tenth of the recording is voiced: what drums and
    noise have of a pitch is chance.
    """
    voiced = recorded.voiced
    if not voiced.any() or float(voiced.mean()) < FEWEST_VOICED:
        return float("nan")
    cents = 1200.0 * np.abs(np.log2(played.hertz[voiced] / recorded.hertz[voiced]))
    return float(np.mean(cents <= PITCH_CENTS))


def harmonic_ratio_db(samples: ArrayLike, rate: float, track: PitchTrack) -> float:
    """The harmonics-to-noise ratio in dB: energy at the multiples of a pitch over the rest.

    The pitch is that of ``track``, in its voiced frames; NaN where
    there are none. Each frame is
    as many whole periods as last 60 ms, under a Hann window: harmonics then lie in single bins and
    their neighbours, and what noise adds there is known from the bins between. A tone in
    white noise gets its signal-to-noise ratio. The median over frames, each within ±60 dB.

    >>> time = np.arange(8000) / 8000
    >>> tone = np.sin(2 * np.pi * 200 * time)
    >>> noise = np.random.default_rng(0).normal(size=8000) * 0.5**0.5 / 10
    >>> round(harmonic_ratio_db(tone + noise, 8000, pitch_track(tone, 8000)))
    20
    """
    x = np.asarray(samples, dtype=np.float64)
    ratios = []
    for middle, hertz in zip(track.middles[track.voiced], track.hertz[track.voiced], strict=True):
        periods = max(_FEWEST_PERIODS, round(_HARMONIC_SECONDS * hertz))
        size = round(periods * rate / hertz)
        start = middle - size // 2
        if 0 <= start <= len(x) - size:
            ratios.append(_frame_ratio_db(x[start : start + size], periods))
    return float(np.median(ratios)) if ratios else float("nan")


def _frame_ratio_db(frame: Floats, periods: int) -> float:
    size = len(frame)
    window = np.sin(np.pi * (np.arange(size) + 0.5) / size) ** 2
    power = np.abs(scipy.fft.rfft(frame * window)) ** 2
    beside = np.arange(len(power)) % periods
    lobe = max(1, round(periods / _LOBES))
    near = np.minimum(beside, periods - beside) <= lobe
    near[: periods // 2] = False  # the mean is no harmonic
    share = (2 * lobe + 1) / periods  # of all bins, those near a harmonic
    noise = float(power[~near].sum()) / (1.0 - share)
    harmonic = float(power[near].sum()) - share * noise
    ratio = 10.0 * (np.log10(max(harmonic, _TINY)) - np.log10(max(noise, _TINY)))
    return float(np.clip(ratio, -_LIMIT_DB, _LIMIT_DB))


def _likeness(frames: Floats, lags: int) -> Floats:
    """How like itself each frame is after each lag up to ``lags``, -1 … 1: ``(frames, lags)``."""
    size = frames.shape[1]
    length = scipy.fft.next_fast_len(size + lags, real=True)
    spectra = scipy.fft.rfft(frames, length, axis=1)
    products = scipy.fft.irfft(spectra.real**2 + spectra.imag**2, length, axis=1)[:, :lags]
    energy = np.pad(np.cumsum(frames**2, axis=1), ((0, 0), (1, 0)))
    head = energy[:, size - np.arange(lags)]  # of frame[: size - lag]
    tail = energy[:, -1:] - energy[:, :lags]  # of frame[lag :]
    return np.asarray(2.0 * products / (head + tail + _TINY))
