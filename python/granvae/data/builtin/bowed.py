"""Bowed strings: the sawtooth of the slipping string, heard through a body.

The string's motion after H. von Helmholtz, "Die Lehre von den Tonempfindungen", 1863: its
harmonics fall as 1/k. The body's resonances are placed as measured on violins (air mode near
280 Hz, two corpus modes near 460 and 550 Hz, the bridge's hill at 2.5 kHz) in N. Fletcher,
T. Rossing, "The Physics of Musical Instruments", 1998, chapter 10, and scaled for larger bodies.
"""

from __future__ import annotations

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

_VIOLIN_BODY = (
    (280.0, 25.0, 1.6),
    (460.0, 30.0, 1.8),
    (550.0, 35.0, 1.6),
    (1000.0, 180.0, 0.6),
    (2500.0, 900.0, 1.5),
)


def string(note: Note, rate: int, rng: np.random.Generator) -> Signal:
    """One bow stroke on the string alone, ``(n,)``."""
    count = round((note.length + 0.05) * rate)
    frequency = note.pitch * vibrato(rng, count, rate, 5.6, 16.0, delay=0.15)
    phase = phase_of(frequency, rate)
    # Rounded corners: a weaker bow cannot force the string into a sharp sawtooth.
    corner = (2.0 + 10.0 * note.velocity) * 1000.0
    levels = [
        np.exp(-k * note.pitch / corner) / k
        for k in range(1, harmonics_below(note.pitch, rate, 16000.0) + 1)
    ]
    tone = harmonic_sum(phase, levels)
    # Rosin: noise that comes in bursts, one at each slip of the string.
    slips = np.maximum(np.cos(phase), 0.0) ** 4
    rosin = band(rng.normal(size=count), rate, 1500.0, 9000.0, 1) * (0.3 + slips)
    scratch = np.exp(-np.arange(count) / (0.04 * rate))
    pressure = envelope(count, rate, 0.07, 0.09) * (1.0 + 0.08 * wander(rng, count, rate, 6.0))
    return np.asarray(
        note.velocity * pressure * (tone + (0.03 + 0.12 * scratch) * rosin), np.float64
    )


def violin(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A violin melody."""
    return _bowed(rate, rng, melody(rng, 62, "ionian", seconds, beat=0.4, span=10), 1.0)


def viola(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A viola melody, slower."""
    return _bowed(rate, rng, melody(rng, 55, "aeolian", seconds, beat=0.5), 0.8)


def cello(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A cello melody."""
    return _bowed(rate, rng, melody(rng, 43, "dorian", seconds, beat=0.45), 0.42)


def _bowed(rate: int, rng: np.random.Generator, notes: list[Note], size: float) -> Signal:
    """The notes through a violin's body with its resonances moved by ``size`` (1: a violin)."""
    dry = perform(notes, lambda n: string(n, rate, rng), rate, tail=0.05)
    body = [(centre * size, width * size, gain) for centre, width, gain in _VIOLIN_BODY]
    return resonate(dry, rate, body, direct=0.5)
