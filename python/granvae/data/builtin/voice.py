"""A sung vowel: glottal pulses through formants that glide from vowel to vowel.

The pulse is A. Rosenberg's ("Effect of glottal pulse shape on the quality of natural vowels",
JASA 49, 1971); the cascade of resonators is D. Klatt's ("Software for a cascade/parallel formant
synthesizer", JASA 67, 1980); formants of the vowels after G. Peterson, H. Barney, "Control
methods used in a study of the vowels", JASA 24, 1952 (men; others are scaled).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from granvae.data.builtin.phrase import (
    Note,
    Signal,
    band,
    envelope,
    harmonic_sum,
    harmonics_below,
    melody,
    perform,
    phase_of,
    vibrato,
)

VOWELS = {  # Hz
    "a": (730.0, 1090.0, 2440.0, 3400.0, 4500.0),
    "e": (530.0, 1840.0, 2480.0, 3400.0, 4500.0),
    "i": (270.0, 2290.0, 3010.0, 3600.0, 4600.0),
    "o": (570.0, 840.0, 2410.0, 3300.0, 4500.0),
    "u": (300.0, 870.0, 2240.0, 3200.0, 4400.0),
}
_BANDWIDTHS = (80.0, 100.0, 130.0, 180.0, 250.0)  # Hz
_CONTROL = 64  # samples between two values of the formants


def vowel(
    note: Note, rate: int, rng: np.random.Generator, vowels: tuple[str, str], size: float
) -> Signal:
    """One sung note that glides from one vowel to another, ``(n,)``.

    Args:
        size: by how much the formants of an adult man are multiplied.
    """
    count = round((note.length + 0.05) * rate)
    frequency = note.pitch * vibrato(rng, count, rate, 5.5, 22.0, delay=0.15)
    phase = phase_of(frequency, rate)

    at = np.arange(0, count + _CONTROL, _CONTROL)
    glide = np.clip(at / count * 1.6 - 0.3, 0.0, 1.0)[:, None]
    first, last = (np.array(VOWELS[name]) for name in vowels)
    formants = size * (first * (1.0 - glide) + last * glide)  # (times, formants)
    pitch = np.interp(at, np.arange(count), frequency)

    pulse = _glottal_series(harmonics_below(note.pitch, rate, 9000.0))
    amplitudes = []
    for k, strength in enumerate(pulse, start=1):
        tract = strength * _tract(k * pitch, formants)
        real, imaginary = (np.interp(np.arange(count), at, p) for p in (tract.real, tract.imag))
        amplitudes.append(real + 1j * imaginary)
    tone = harmonic_sum(phase, amplitudes)
    tone /= np.sqrt(np.mean(tone**2)) + 1e-12

    # Breath passes while the glottis is open.
    breath = band(rng.normal(size=count), rate, 1200.0, 7000.0, 1) * (0.6 + 0.4 * np.cos(phase))
    sung = (tone + 0.03 * breath) * envelope(count, rate, 0.07, 0.1)
    return np.asarray(note.velocity * sung, np.float64)


def soprano(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A high voice."""
    notes = melody(rng, 62, "lydian", seconds, beat=0.5, span=7)
    return _sung(rate, rng, notes, size=1.18)


def alto(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A middle voice."""
    notes = melody(rng, 55, "dorian", seconds, beat=0.46, span=7)
    return _sung(rate, rng, notes, size=1.12)


def tenor(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A low voice."""
    notes = melody(rng, 47, "aeolian", seconds, beat=0.44, span=8)
    return _sung(rate, rng, notes, size=1.0)


def _sung(rate: int, rng: np.random.Generator, notes: list[Note], size: float) -> Signal:
    names = list(VOWELS)

    def sing(note: Note) -> Signal:
        a, b = rng.choice(len(names), 2, replace=False)
        return vowel(note, rate, rng, (names[a], names[b]), size)

    return perform(notes, sing, rate, tail=0.05)


def _glottal_series(count: int) -> NDArray[np.complex128]:
    """Harmonics 1 … ``count`` of the derivative of Rosenberg's pulse, which is what lips radiate.

    It opens over 40 % of the period, closes over 16 %, and stays closed.
    """
    size = 4096
    phase = np.arange(size) / size
    opening = 0.5 - 0.5 * np.cos(np.pi * phase / 0.40)
    closing = np.cos(0.5 * np.pi * (phase - 0.40) / 0.16)
    flow = np.where(phase < 0.40, opening, np.where(phase < 0.56, closing, 0.0))
    series = np.fft.rfft(flow) * 2j * np.pi * np.arange(size // 2 + 1) / size
    return np.asarray(series[1 : count + 1], np.complex128)


def _tract(frequency: Signal, formants: Signal) -> NDArray[np.complex128]:
    """Response of the cascade at ``frequency (times,)``, for ``formants (times, 5)``, in Hz."""
    s = 2j * np.pi * frequency[:, None]
    pole = -np.pi * np.array(_BANDWIDTHS) + 2j * np.pi * formants
    resonators = np.abs(pole) ** 2 / ((s - pole) * (s - pole.conj()))
    return np.asarray(resonators.prod(axis=1), np.complex128)
