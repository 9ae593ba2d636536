"""Struck bars: a few decaying modes each.

Ratios of the modes after N. Fletcher, T. Rossing, "The Physics of Musical Instruments", 2nd ed.,
1998, chapter 19: a uniform bar has 1 : 2.76 : 5.40 : 8.93; the undercut bars of marimba and
vibraphone are tuned to about 1 : 4 : 10.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from granvae.data.builtin.phrase import (
    HIGHEST_PARTIAL,
    Note,
    Signal,
    band,
    envelope,
    melody,
    perform,
    seconds_of,
)

Modes = Sequence[tuple[float, float, float]]  # ratio, amplitude, seconds to fall by 60 dB

MARIMBA: Modes = ((1.0, 1.0, 1.3), (3.93, 0.35, 0.35), (9.6, 0.15, 0.12), (16.5, 0.06, 0.06))
VIBRAPHONE: Modes = ((1.0, 1.0, 4.5), (4.0, 0.3, 1.8), (10.1, 0.12, 0.5), (18.0, 0.05, 0.2))
GLOCKENSPIEL: Modes = ((1.0, 1.0, 2.5), (2.756, 0.5, 1.5), (5.404, 0.3, 0.8), (8.933, 0.12, 0.4))


def bar(note: Note, rate: int, rng: np.random.Generator, modes: Modes, knock: float) -> Signal:
    """One stroke, ``(n,)``; ``knock`` is the level of the mallet's own noise."""
    count = round(note.length * rate)
    time = seconds_of(count, rate)
    out = np.zeros(count)
    for order, (ratio, amplitude, ring) in enumerate(modes):
        frequency = note.pitch * ratio * (1.0 + 0.002 * rng.normal() * (order > 0))
        if frequency < HIGHEST_PARTIAL * rate:
            # A harder stroke is a shorter contact, which excites high modes more.
            level = amplitude * (0.35 + 0.65 * note.velocity) ** order * rng.uniform(0.8, 1.2)
            decay = 10.0 ** (-3.0 * time / ring)
            out += level * decay * np.sin(2.0 * np.pi * frequency * time)
    contact = band(rng.normal(size=count), rate, 400.0, 4000.0) * 10.0 ** (-3.0 * time / 0.025)
    return note.velocity * (out + knock * contact) * envelope(count, rate, 0.0007, 0.06)


def marimba(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A marimba: dry, woody, quick."""
    notes = melody(rng, 55, "pentatonic", seconds, beat=0.26, span=10, legato=2.5)
    return perform(notes, lambda n: bar(n, rate, rng, MARIMBA, 0.35), rate)


def vibraphone(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A vibraphone with its motor on: long notes whose level swings."""
    notes = melody(rng, 57, "lydian", seconds, beat=0.42, span=9, legato=3.0)
    dry = perform(notes, lambda n: bar(n, rate, rng, VIBRAPHONE, 0.08), rate)
    swing = 1.0 + 0.35 * np.sin(2.0 * np.pi * 5.2 * seconds_of(len(dry), rate))
    return np.asarray(dry * swing, np.float64)


def glockenspiel(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A glockenspiel: high, untuned upper modes."""
    notes = melody(rng, 79, "ionian", seconds, beat=0.3, span=8, legato=2.5)
    return perform(notes, lambda n: bar(n, rate, rng, GLOCKENSPIEL, 0.15), rate)
