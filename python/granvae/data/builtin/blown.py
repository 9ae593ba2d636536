"""Blown tones: harmonics that follow the breath, and the breath's own noise.

Additive synthesis; that harmonics grow with loudness, the higher the faster, and enter late at an
attack, after J.-C. Risset, M. Mathews, "Analysis of musical-instrument tones", Physics Today
22(2), 1969. Even harmonics are weak in the clarinet, whose closed tube favours odd ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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

    air = rng.normal(size=count)
    # The tube colours the breath: bands at its first resonances stand out of a broad hiss.
    tuned = [(k * note.pitch, 0.08 * k * note.pitch, 2.0 / k) for k in (1, 2, 3)]
    hiss = resonate(band(air, rate, 500.0, 5000.0, 1), rate, tuned, direct=0.5)
    burst = np.exp(-np.arange(count) / (0.03 * rate)) * envelope(count, rate, 0.004, 0.02)
    air_level = kind.breath * breath + kind.chiff * burst
    return np.asarray(note.velocity * (tone + hiss * air_level), np.float64)


def flute(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A flute: soft harmonics, vibrato, audible breath."""
    notes = melody(rng, 67, "dorian", seconds, beat=0.44)
    return perform(notes, lambda n: pipe(n, rate, rng, FLUTE), rate, tail=0.05)


def clarinet(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A clarinet in its low register: odd harmonics, hardly any vibrato."""
    notes = melody(rng, 53, "aeolian", seconds, beat=0.36, span=11)
    dry = perform(notes, lambda n: pipe(n, rate, rng, CLARINET), rate, tail=0.05)
    return resonate(dry, rate, [(1500.0, 500.0, 0.5)])


def panpipe(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """Panpipes: more breath than tone at each attack."""
    notes = melody(rng, 69, "pentatonic", seconds, beat=0.4, span=7, legato=0.8)
    return perform(notes, lambda n: pipe(n, rate, rng, PANPIPE), rate, tail=0.05)
