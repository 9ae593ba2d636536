"""Drum strokes in patterns: kick, snare, hi-hat and toms.

The usual analysis of an analogue drum machine: a sine whose pitch falls for skins, filtered noise
for the snare's wires, and inharmonic square waves for metal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from granvae.data.builtin.phrase import HIGHEST_PARTIAL, Signal, band, envelope, seconds_of

Stroke = Callable[[int, np.random.Generator, float], Signal]  # rate, generator, velocity
_METAL = (2.0, 3.0, 4.16, 5.43, 6.79, 8.21)  # ratios of the hi-hat's partials


def kick(rate: int, rng: np.random.Generator, velocity: float) -> Signal:
    """A bass drum: a sweep down to 50 Hz, and the beater's click."""
    time = seconds_of(round(0.35 * rate), rate)
    phase = 50.0 * time + 130.0 * 0.025 * (1.0 - np.exp(-time / 0.025))
    skin = np.sin(2.0 * np.pi * phase) * np.exp(-time / 0.09)
    click = band(rng.normal(size=len(time)), rate, 1000.0, 5000.0) * np.exp(-time / 0.003)
    return _struck(skin + 0.3 * velocity * click, rate, velocity)


def snare(rate: int, rng: np.random.Generator, velocity: float) -> Signal:
    """A snare drum: two modes of the skin, and its wires."""
    time = seconds_of(round(0.25 * rate), rate)
    skin = sum(np.sin(2.0 * np.pi * f * time) for f in (185.0, 330.0)) * np.exp(-time / 0.04)
    wires = band(rng.normal(size=len(time)), rate, 1200.0, 9000.0, 1) * np.exp(-time / 0.06)
    return _struck(0.4 * skin + 0.6 * wires, rate, 0.9 * velocity)


def hat(rate: int, rng: np.random.Generator, velocity: float) -> Signal:
    """A closed hi-hat: clashing partials and noise, both high."""
    time = seconds_of(round(0.09 * rate), rate)
    partials = [ratio * 205.0 for ratio in _METAL if ratio * 205.0 < HIGHEST_PARTIAL * rate]
    metal = sum(np.sign(np.sin(2.0 * np.pi * (f * time + rng.random()))) for f in partials)
    hiss = band(0.2 * metal + rng.normal(size=len(time)), rate, 6500.0, 15000.0)
    return _struck(hiss * np.exp(-time / 0.018), rate, 0.4 * velocity)


def tom(rate: int, rng: np.random.Generator, velocity: float) -> Signal:
    """A tom: a circular skin's first modes (1 : 1.59 : 2.14), its pitch falling a little."""
    time = seconds_of(round(0.45 * rate), rate)
    pitch = float(rng.choice([92.0, 123.0, 164.0]))
    sweep = time + 0.25 * 0.04 * (1.0 - np.exp(-time / 0.04))
    skin = np.zeros(len(time))
    for ratio, level, ring in ((1.0, 1.0, 0.12), (1.59, 0.4, 0.07), (2.14, 0.25, 0.05)):
        skin += level * np.sin(2.0 * np.pi * pitch * ratio * sweep) * np.exp(-time / ring)
    stick = band(rng.normal(size=len(time)), rate, 800.0, 4000.0) * np.exp(-time / 0.005)
    return _struck(skin + 0.3 * stick, rate, velocity)


def straight(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A straight beat in eighths."""
    rows = [(kick, "x...x..."), (snare, "..x...x."), (hat, "xxxxxxxx")]
    return _pattern(rate, rng, seconds, 0.25, rows)


def broken(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A syncopated beat in sixteenths, with soft strokes between the loud ones."""
    rows = [(kick, "x.x.......xx...."), (snare, "....x..o.o..x..o"), (hat, "x.xxx.x.x.xxx.xo")]
    return _pattern(rate, rng, seconds, 0.11, rows)


def toms(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """A solo on toms over a kick."""
    rows = [(kick, "x.....x.x.....o."), (tom, "xo.xo.xoxoxo.xxx"), (hat, "..x...x...x...x.")]
    return _pattern(rate, rng, seconds, 0.14, rows)


def _struck(sound: Signal, rate: int, velocity: float) -> Signal:
    return np.asarray(velocity * sound * envelope(len(sound), rate, 0.0005, 0.02), np.float64)


def _pattern(
    rate: int,
    rng: np.random.Generator,
    seconds: float,
    step: float,
    rows: Sequence[tuple[Stroke, str]],
) -> Signal:
    """Strokes at the ``x`` (loud) and ``o`` (soft) of each row, one character every ``step`` s."""
    mix = np.zeros(round((seconds + 0.1) * rate))
    for index in range(int(seconds / step)):
        for stroke, row in rows:
            mark = row[index % len(row)]
            if mark == ".":
                continue
            velocity = rng.uniform(0.8, 1.0) if mark == "x" else rng.uniform(0.25, 0.4)
            start = round((index * step + abs(rng.normal(0.0, 0.003))) * rate)
            sound = stroke(rate, rng, velocity)[: len(mix) - start]
            mix[start : start + len(sound)] += sound
    return mix
