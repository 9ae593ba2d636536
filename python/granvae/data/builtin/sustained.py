"""Tones that a player keeps alive: blown, bowed and sung, by additive synthesis.

Blown: harmonics grow with loudness, the higher the faster, and enter late at an attack, after
J.-C. Risset, M. Mathews, "Analysis of musical-instrument tones", Physics Today 22(2), 1969. Even
harmonics are weak in the clarinet, whose closed tube favours odd ones.

Bowed: the sawtooth of the slipping string, whose harmonics fall as 1/k, after H. von Helmholtz,
"Die Lehre von den Tonempfindungen", 1863, heard through a body. Its resonances are placed as
measured on violins (air mode near 280 Hz, two corpus modes near 460 and 550 Hz, the bridge's hill
at 2.5 kHz) in N. Fletcher, T. Rossing, "The Physics of Musical Instruments", 1998, chapter 10, and
scaled for larger bodies.

Sung: glottal pulses through formants that glide from vowel to vowel. The pulse is A. Rosenberg's
("Effect of glottal pulse shape on the quality of natural vowels", JASA 49, 1971); the cascade of
resonators is D. Klatt's ("Software for a cascade/parallel formant synthesizer", JASA 67, 1980);
formants of the vowels after G. Peterson, H. Barney, "Control methods used in a study of the
vowels", JASA 24, 1952 (men; others are scaled).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from granvae.data.builtin.phrase import (
    Instrument,
    Melody,
    Note,
    Signal,
    band,
    envelope,
    harmonic_sum,
    harmonics_below,
    phase_of,
    resonate,
    vibrato,
    wander,
)


@dataclass(frozen=True)
class Pipe:
    """What one wind instrument differs in."""

    slope: float  # dB for each octave above the fundamental, at full velocity
    even: float  # amplitude of even harmonics against odd ones
    breath: float  # level of the breath's noise
    chiff: float  # level of the noise burst at an attack
    vibrato: float  # cents
    attack: float  # s


FLUTE = Pipe(slope=-11.0, even=0.8, breath=0.035, chiff=0.1, vibrato=14.0, attack=0.06)
CLARINET = Pipe(slope=-7.0, even=0.12, breath=0.012, chiff=0.03, vibrato=2.0, attack=0.04)
PANPIPE = Pipe(slope=-14.0, even=0.25, breath=0.2, chiff=0.6, vibrato=6.0, attack=0.09)

VOWELS = {  # Hz
    "a": (730.0, 1090.0, 2440.0, 3400.0, 4500.0),
    "e": (530.0, 1840.0, 2480.0, 3400.0, 4500.0),
    "i": (270.0, 2290.0, 3010.0, 3600.0, 4600.0),
    "o": (570.0, 840.0, 2410.0, 3300.0, 4500.0),
    "u": (300.0, 870.0, 2240.0, 3200.0, 4400.0),
}
_BANDWIDTHS = (80.0, 100.0, 130.0, 180.0, 250.0)  # Hz
_CONTROL = 64  # samples between two values of the formants


def pipe(note: Note, rate: int, rng: np.random.Generator, kind: Pipe) -> Signal:
    """One blown note, ``(n,)``."""
    count = round((note.length + 0.04) * rate)
    breath = envelope(count, rate, kind.attack, 0.08)
    breath = breath * (0.85 + 0.15 * note.velocity + 0.03 * wander(rng, count, rate, 7.0))
    frequency = note.pitch * vibrato(rng, count, rate, 5.2, kind.vibrato, delay=0.2)

    amplitudes = []
    for k in range(1, harmonics_below(note.pitch, rate, 12000.0) + 1):
        octaves = np.log2(k)
        level = 10.0 ** (octaves * (kind.slope - 8.0 * (1.0 - note.velocity)) / 20.0)
        # A power of the breath: higher harmonics come later, and go first.
        shape = (level * (kind.even if k % 2 == 0 else 1.0)) * breath ** min(1.0 + octaves, 4.0)
        amplitudes.append(shape.astype(np.complex128))
    tone = harmonic_sum(phase_of(frequency, rate), amplitudes)

    # The tube colours the breath: bands at its first resonances stand out of a broad hiss.
    tuned = [(k * note.pitch, 0.08 * k * note.pitch, 2.0 / k) for k in (1, 2, 3)]
    air = band(rng.normal(size=count), rate, 500.0, 5000.0, 1)
    hiss = resonate(air, rate, tuned, direct=0.5)
    burst = np.exp(-np.arange(count) / (0.03 * rate)) * envelope(count, rate, 0.004, 0.02)
    air_level = kind.breath * breath + kind.chiff * burst
    return np.asarray(note.velocity * (tone + hiss * air_level), np.float64)


def bow(note: Note, rate: int, rng: np.random.Generator) -> Signal:
    """One bow stroke on the string alone, ``(n,)``."""
    count = round((note.length + 0.05) * rate)
    phase = phase_of(note.pitch * vibrato(rng, count, rate, 5.6, 16.0, delay=0.15), rate)
    # Rounded corners: a weaker bow cannot force the string into a sharp sawtooth.
    corner = (2.0 + 10.0 * note.velocity) * 1000.0
    harmonics = range(1, harmonics_below(note.pitch, rate, 16000.0) + 1)
    tone = harmonic_sum(phase, [np.exp(-k * note.pitch / corner) / k for k in harmonics])
    # Rosin: noise that comes in bursts, one at each slip of the string.
    slips = np.maximum(np.cos(phase), 0.0) ** 4
    rosin = band(rng.normal(size=count), rate, 1500.0, 9000.0, 1) * (0.3 + slips)
    scratch = np.exp(-np.arange(count) / (0.04 * rate))
    pressure = envelope(count, rate, 0.07, 0.09) * (1.0 + 0.08 * wander(rng, count, rate, 6.0))
    return np.asarray(
        note.velocity * pressure * (tone + (0.03 + 0.12 * scratch) * rosin), np.float64
    )


def sing(
    note: Note,
    rate: int,
    rng: np.random.Generator,
    size: float,
    vowels: tuple[str, str] | None = None,
) -> Signal:
    """One sung note that glides from one vowel to another, ``(n,)``.

    Args:
        size: by how much the formants of an adult man are multiplied.
        vowels: two of :data:`VOWELS`; two at random if not given.
    """
    first, last = vowels or rng.choice(list(VOWELS), 2, replace=False)
    count = round((note.length + 0.05) * rate)
    frequency = note.pitch * vibrato(rng, count, rate, 5.5, 22.0, delay=0.15)
    phase = phase_of(frequency, rate)

    at = np.arange(0, count + _CONTROL, _CONTROL)
    glide = np.clip(at / count * 1.6 - 0.3, 0.0, 1.0)[:, None]
    formants = size * (np.array(VOWELS[first]) * (1.0 - glide) + np.array(VOWELS[last]) * glide)
    pitch = np.interp(at, np.arange(count), frequency)

    amplitudes = []
    for k, strength in enumerate(_glottal_series(harmonics_below(note.pitch, rate, 9000.0)), 1):
        tract = strength * _tract(k * pitch, formants)
        real, imaginary = (np.interp(np.arange(count), at, p) for p in (tract.real, tract.imag))
        amplitudes.append(real + 1j * imaginary)
    tone = harmonic_sum(phase, amplitudes)
    tone /= np.sqrt(np.mean(tone**2)) + 1e-12

    # Breath passes while the glottis is open.
    breath = band(rng.normal(size=count), rate, 1200.0, 7000.0, 1) * (0.6 + 0.4 * np.cos(phase))
    sung = (tone + 0.03 * breath) * envelope(count, rate, 0.07, 0.1)
    return np.asarray(note.velocity * sung, np.float64)


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


def _body(dry: Signal, rate: int, size: float) -> Signal:
    """A violin's body with its resonances moved by ``size`` (1: a violin)."""
    violin = [(280, 25, 1.6), (460, 30, 1.8), (550, 35, 1.6), (1000, 180, 0.6), (2500, 900, 1.5)]
    peaks = [(centre * size, width * size, gain) for centre, width, gain in violin]
    return resonate(dry, rate, peaks, direct=0.5)


_reed = partial(resonate, peaks=[(1500.0, 500.0, 0.5)])
_sustained = partial(Instrument, tail=0.05)

INSTRUMENTS: dict[str, Instrument] = {
    "blown_flute": _sustained(partial(pipe, kind=FLUTE), Melody(67, "dorian", 0.44)),
    "blown_clarinet": _sustained(
        partial(pipe, kind=CLARINET), Melody(53, "aeolian", 0.36, span=11), _reed
    ),
    "blown_panpipe": _sustained(
        partial(pipe, kind=PANPIPE), Melody(69, "pentatonic", 0.4, span=7, legato=0.8)
    ),
    "bowed_violin": _sustained(bow, Melody(62, "ionian", 0.4, span=10), partial(_body, size=1.0)),
    "bowed_viola": _sustained(bow, Melody(55, "aeolian", 0.5), partial(_body, size=0.8)),
    "bowed_cello": _sustained(bow, Melody(43, "dorian", 0.45), partial(_body, size=0.42)),
    "voice_soprano": _sustained(partial(sing, size=1.18), Melody(62, "lydian", 0.5, span=7)),
    "voice_alto": _sustained(partial(sing, size=1.12), Melody(55, "dorian", 0.46, span=7)),
    "voice_tenor": _sustained(partial(sing, size=1.0), Melody(47, "aeolian", 0.44, span=8)),
}
