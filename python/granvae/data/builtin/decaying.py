"""Tones that ring after a stroke: plucked strings and struck bars.

A string is a delay line that loses energy in each round: K. Karplus, A. Strong, "Digital synthesis
of plucked-string and drum timbres", Computer Music Journal 7(2), 1983; tuning, pick position and
dynamics after D. Jaffe, J. Smith, "Extensions of the Karplus-Strong plucked-string algorithm", in
the same issue.

A bar is a few decaying modes. Their ratios after N. Fletcher, T. Rossing, "The Physics of Musical
Instruments", 2nd ed., 1998, chapter 19: a uniform bar has 1 : 2.76 : 5.40 : 8.93; the undercut bars
of marimba and vibraphone are tuned to about 1 : 4 : 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from scipy import signal

from granvae.data.builtin import phrase
from granvae.data.builtin.phrase import Instrument, Melody, Note, Signal, resonate

Modes = Sequence[tuple[float, float, float]]  # ratio, amplitude, seconds to fall by 60 dB

MARIMBA: Modes = ((1.0, 1.0, 1.3), (3.93, 0.35, 0.35), (9.6, 0.15, 0.12), (16.5, 0.06, 0.06))
VIBRAPHONE: Modes = ((1.0, 1.0, 4.5), (4.0, 0.3, 1.8), (10.1, 0.12, 0.5), (18.0, 0.05, 0.2))
GLOCKENSPIEL: Modes = ((1.0, 1.0, 2.5), (2.756, 0.5, 1.5), (5.404, 0.3, 0.8), (8.933, 0.12, 0.4))


def string(
    note: Note, rate: int, rng: np.random.Generator, ring: float, pick: float, softness: float
) -> Signal:
    """One plucked note, ``(n,)``.

    Args:
        ring: seconds in which the string falls by 60 dB.
        pick: where it is plucked, as a share of its length.
        softness: weight of the older sample in the loop's two-point average, 0 … 0.5.
    """
    period = rate / note.pitch
    count = round((note.length + 0.08) * rate)

    # The pluck: noise of one period, duller when soft, without the harmonics that have a node
    # where the string is plucked.
    burst = np.zeros(count)
    width = min(round(period), count)
    burst[:width] = rng.uniform(-1.0, 1.0, width)
    dull = 0.9 - 0.75 * note.velocity
    burst = signal.lfilter([1.0 - dull], [1.0, -dull], burst)
    comb = max(round(pick * period), 1)
    burst[comb:] -= burst[:-comb].copy()

    # The loop delays by the period: whole samples, the average's `softness`, and Lagrange
    # interpolation for what is left, without which high notes would be out of tune.
    delay = period - softness
    whole = int(delay) - 1
    loss = 10.0 ** (-3.0 / (note.pitch * ring))
    loop = np.convolve([1.0 - softness, softness], _lagrange(delay - whole)) * loss
    denominator = np.concatenate([[1.0], np.zeros(whole - 1), -loop])
    tone = signal.lfilter([1.0], denominator, burst)
    return np.asarray(tone * note.velocity * phrase.envelope(count, rate, 0.0005, 0.07), np.float64)


def bar(note: Note, rate: int, rng: np.random.Generator, modes: Modes, knock: float) -> Signal:
    """One stroke, ``(n,)``; ``knock`` is the level of the mallet's own noise."""
    count = round(note.length * rate)
    time = phrase.seconds_of(count, rate)
    out = np.zeros(count)
    for order, (ratio, amplitude, ring) in enumerate(modes):
        frequency = note.pitch * ratio * (1.0 + 0.002 * rng.normal() * (order > 0))
        if frequency < phrase.HIGHEST_PARTIAL * rate:
            # A harder stroke is a shorter contact, which excites high modes more.
            level = amplitude * (0.35 + 0.65 * note.velocity) ** order * rng.uniform(0.8, 1.2)
            decay = 10.0 ** (-3.0 * time / ring)
            out += level * decay * np.sin(2.0 * np.pi * frequency * time)
    contact = phrase.band(rng.normal(size=count), rate, 400.0, 4000.0)
    contact *= 10.0 ** (-3.0 * time / 0.025)
    return note.velocity * (out + knock * contact) * phrase.envelope(count, rate, 0.0007, 0.06)


def _pickup(dry: Signal, rate: int) -> Signal:
    """A bass loses its brightness there."""
    lowpass = signal.butter(2, 1400.0, fs=rate, output="sos")
    return np.asarray(signal.sosfilt(lowpass, dry), np.float64)


def _motor(dry: Signal, rate: int) -> Signal:
    """Swings the level of a vibraphone."""
    swing = 1.0 + 0.35 * np.sin(2.0 * np.pi * 5.2 * phrase.seconds_of(len(dry), rate))
    return np.asarray(dry * swing, np.float64)


def _lagrange(delay: float) -> Signal:
    """Four taps of third-order Lagrange interpolation for a delay of 1 … 2 samples."""
    taps = [np.prod([(delay - m) / (k - m) for m in range(4) if m != k]) for k in range(4)]
    return np.array(taps)


_STEEL_GUITAR = ((105.0, 25.0, 0.7), (205.0, 40.0, 0.6), (410.0, 90.0, 0.3))
_HARP = ((180.0, 60.0, 0.4), (340.0, 90.0, 0.3))

INSTRUMENTS = {
    "plucked_guitar": Instrument(
        partial(string, ring=3.5, pick=0.13, softness=0.35),
        Melody(52, "dorian", beat=0.36, span=11, legato=1.9),
        partial(resonate, peaks=_STEEL_GUITAR),
    ),
    "plucked_harp": Instrument(
        partial(string, ring=4.0, pick=0.42, softness=0.5),
        Melody(60, "pentatonic", beat=0.28, span=12, legato=3.5),
        partial(resonate, peaks=_HARP),
    ),
    "plucked_bass": Instrument(
        partial(string, ring=3.0, pick=0.2, softness=0.5),
        Melody(28, "aeolian", beat=0.4, span=8, legato=0.9),
        _pickup,
    ),
    "bar_marimba": Instrument(
        partial(bar, modes=MARIMBA, knock=0.35),
        Melody(55, "pentatonic", beat=0.26, span=10, legato=2.5),
    ),
    "bar_vibraphone": Instrument(
        partial(bar, modes=VIBRAPHONE, knock=0.08),
        Melody(57, "lydian", beat=0.42, span=9, legato=3.0),
        _motor,
    ),
    "bar_glockenspiel": Instrument(
        partial(bar, modes=GLOCKENSPIEL, knock=0.15),
        Melody(79, "ionian", beat=0.3, span=8, legato=2.5),
    ),
}
