"""What a player adds to a sound whose partials are known, and what it takes from them.

A table of known partials is looped. All else in the output is a product of reading: an image of the
table's spectrum, or an alias.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]

HIGHEST_ALIAS = 16000.0  # Hz: products above do not count
HIGHEST_PARTIAL = 10000.0  # Hz: partials above need not keep their level
SAMPLES = 1 << 17  # of sound: 3 s at 44.1 kHz
# Kaiser's window (1974), its side lobes 300 dB down, below what 32-bit floats can hold.
_BETA = 38.0
_LINES = 4  # for each that the sound's length gives: a peak between two loses 0.02 dB at most
_MAIN_LOBE = 13 * _LINES  # lines on either side of a partial that belong to it


@dataclass(frozen=True)
class HarmonicTable:
    """Equally loud cosines of random phase, ``step``, 2 ``step``, … periods a table."""

    samples: Float32  # (n,)
    step: int
    level: float  # amplitude of each partial

    @classmethod
    def draw(cls, size: int, step: int, seed: int = 0) -> HarmonicTable:
        """As many partials as a table of ``size`` samples holds, at full scale together.

        An odd ``step`` and an even ``size`` keep images, at ``size`` minus a partial's number of
        periods, away from the partials.
        """
        periods = np.arange(step, (size + 1) // 2, step)
        phases = np.random.default_rng(seed).uniform(0.0, 2.0 * np.pi, len(periods))
        bins = np.zeros(size // 2 + 1, complex)
        bins[periods] = np.exp(1j * phases)
        sound = np.fft.irfft(bins, size) * size / 2.0
        peak = np.abs(sound).max()
        return cls((sound / peak).astype(np.float32), step, 1.0 / peak)

    def frequencies(self, speed: float, rate: float) -> Float64:
        """Its partials below half of ``rate``, in Hz, at ``speed`` table samples a sample."""
        size = len(self.samples)
        periods = np.arange(self.step, (size + 1) // 2, self.step)
        hertz = periods * speed * rate / size
        return hertz[hertz < rate / 2.0]


@dataclass(frozen=True)
class Spectrum:
    """Lines of a sound: ``hertz`` and ``decibels`` relative to the loudest partial, ``(lines,)``.

    ``partial`` is true where a line belongs to a partial.
    """

    hertz: Float64
    decibels: Float64
    partial: NDArray[np.bool_]

    @property
    def loudest(self) -> int:
        """The line of the loudest product up to `HIGHEST_ALIAS`."""
        counted = ~self.partial & (self.hertz <= HIGHEST_ALIAS)
        return int(np.argmax(np.where(counted, self.decibels, -np.inf)))

    @property
    def alias_db(self) -> float:
        return float(self.decibels[self.loudest])

    @property
    def alias_hertz(self) -> float:
        return float(self.hertz[self.loudest])


def spectrum(sound: Float32, rate: float, partials: Float64) -> Spectrum:
    """The spectrum of a sound ``(n,)`` at ``rate`` Hz whose partials are at these frequencies."""
    lines = _amplitudes(sound)
    hertz = np.arange(len(lines)) * rate / (_LINES * len(sound))
    partial = np.zeros(len(lines), bool)
    for nearest in _nearest(partials, len(sound), rate):
        partial[max(nearest - _MAIN_LOBE, 0) : nearest + _MAIN_LOBE + 1] = True
    loudest = lines[partial].max()
    return Spectrum(hertz, 20.0 * np.log10(np.maximum(lines, 1e-12) / loudest), partial)


def level_error_db(sound: Float32, rate: float, partials: Float64, level: float) -> float:
    """The largest error of level of a partial below `HIGHEST_PARTIAL`, in dB."""
    lines = _amplitudes(sound)
    wanted = partials[partials <= HIGHEST_PARTIAL]
    found = [
        lines[max(nearest - 1, 0) : nearest + 2].max()
        for nearest in _nearest(wanted, len(sound), rate)
    ]
    return float(np.abs(20.0 * np.log10(np.maximum(found, 1e-12) / level)).max())


def _amplitudes(sound: Float32) -> Float64:
    """Amplitude of a sinusoid at each line, ``(_LINES * n // 2 + 1,)``."""
    window = np.kaiser(len(sound), _BETA)
    bins = np.fft.rfft(sound * window, _LINES * len(sound))
    lines: Float64 = np.abs(bins) * 2.0 / window.sum()
    return lines


def _nearest(frequencies: Float64, samples: int, rate: float) -> NDArray[np.int64]:
    return np.rint(frequencies * _LINES * samples / rate).astype(np.int64)
