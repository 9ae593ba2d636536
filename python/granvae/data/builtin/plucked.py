"""Plucked strings: a delay line that loses energy in each round.

K. Karplus, A. Strong, "Digital synthesis of plucked-string and drum timbres", Computer Music
Journal 7(2), 1983; tuning, pick position and dynamics after D. Jaffe, J. Smith, "Extensions of
the Karplus-Strong plucked-string algorithm", in the same issue.
"""

from __future__ import annotations

import numpy as np
from scipy import signal

from granvae.data.builtin.phrase import Note, Signal, envelope, melody, perform, resonate


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
    return np.asarray(tone * note.velocity * envelope(count, rate, 0.0005, 0.07), np.float64)


def guitar(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A steel-string guitar: a melody over its ringing notes."""
    notes = melody(rng, 52, "dorian", seconds, beat=0.36, span=11, legato=1.9)
    dry = perform(notes, lambda n: string(n, rate, rng, 3.5, 0.13, 0.35), rate)
    return resonate(dry, rate, [(105.0, 25.0, 0.7), (205.0, 40.0, 0.6), (410.0, 90.0, 0.3)])


def harp(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A harp: higher, plucked near the middle, every note rings on."""
    notes = melody(rng, 60, "pentatonic", seconds, beat=0.28, span=12, legato=3.5)
    dry = perform(notes, lambda n: string(n, rate, rng, 4.0, 0.42, 0.5), rate)
    return resonate(dry, rate, [(180.0, 60.0, 0.4), (340.0, 90.0, 0.3)])


def bass(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """An electric bass: low, one note at a time, its brightness lost in the pickup."""
    notes = melody(rng, 28, "aeolian", seconds, beat=0.4, span=8, legato=0.9)
    dry = perform(notes, lambda n: string(n, rate, rng, 3.0, 0.2, 0.5), rate)
    pickup = signal.butter(2, 1400.0, fs=rate, output="sos")
    return np.asarray(signal.sosfilt(pickup, dry), np.float64)


def _lagrange(delay: float) -> Signal:
    """Four taps of third-order Lagrange interpolation for a delay of 1 … 2 samples."""
    taps = [np.prod([(delay - m) / (k - m) for m in range(4) if m != k]) for k in range(4)]
    return np.array(taps)
