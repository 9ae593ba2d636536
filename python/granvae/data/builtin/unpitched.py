"""Noise textures, and drums in patterns.

Drums follow the usual analysis of an analogue drum machine: a sine whose pitch falls for skins,
filtered noise for the snare's wires, and inharmonic square waves for metal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from granvae.data.builtin.phrase import (
    HIGHEST_PARTIAL,
    Player,
    Signal,
    band,
    envelope,
    seconds_of,
    wander,
)

_METAL = (2.0, 3.0, 4.16, 5.43, 6.79, 8.21)  # ratios of the hi-hat's partials


def wind(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """Wind that rises and falls, ``(n,)``: bands of noise; stronger gusts open higher ones."""
    count = round(seconds * rate)
    air = rng.normal(size=count)
    gust = 0.5 + 0.35 * wander(rng, count, rate, 1.2)
    out = np.zeros(count)
    for order, centre in enumerate((180.0, 320.0, 560.0, 1000.0, 1800.0, 3200.0)):
        opening = 1.0 / (1.0 + np.exp(-9.0 * (gust - 0.14 * order)))
        whistle = 10.0 ** (0.25 * wander(rng, count, rate, 3.0))
        out += band(air, rate, centre / 1.25, centre * 1.25) * opening * whistle * 0.8**order
    return out


def rain(rate: int, rng: np.random.Generator, seconds: float) -> Signal:
    """Rain, ``(n,)``: a hiss, and drops that fall at random times and ring as bubbles do.

    A bubble's pitch rises while it decays: K. van den Doel, "Physically based models for liquid
    sounds", ACM Transactions on Applied Perception 2(4), 2005.
    """
    count = round(seconds * rate)
    density = 1.0 + 0.3 * wander(rng, count, rate, 1.0)
    out = 0.05 * band(rng.normal(size=count), rate, 1500.0, 12000.0, 1) * density
    length = round(0.06 * rate)
    time = seconds_of(length, rate)
    for start in rng.integers(0, count - length, round(40 * seconds)):
        pitch = min(rng.uniform(500.0, 4500.0), 0.6 * HIGHEST_PARTIAL * rate)
        decay = 0.13 * pitch + 0.0072 * pitch**1.5 * 0.2
        rise = pitch * time * (1.0 + 0.5 * rng.random() * np.minimum(time * decay * 0.1, 1.0))
        level = 0.05 + 0.5 * rng.random() ** 3
        out[start : start + length] += level * np.exp(-decay * time) * np.sin(2.0 * np.pi * rise)
    return out


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


def _struck(sound: Signal, rate: int, velocity: float) -> Signal:
    return np.asarray(velocity * sound * envelope(len(sound), rate, 0.0005, 0.02), np.float64)


@dataclass(frozen=True)
class Rhythm:
    """Strokes at the ``x`` (loud) and ``o`` (soft) of each row, one character every ``step`` s."""

    step: float
    rows: dict[Callable[[int, np.random.Generator, float], Signal], str]  # by stroke

    def __call__(self, rate: int, rng: np.random.Generator, seconds: float) -> Signal:
        """The whole pattern ``(n,)``, again and again for ``seconds``."""
        mix = np.zeros(round((seconds + 0.1) * rate))
        for index in range(int(seconds / self.step)):
            for stroke, row in self.rows.items():
                mark = row[index % len(row)]
                if mark == ".":
                    continue
                velocity = rng.uniform(0.8, 1.0) if mark == "x" else rng.uniform(0.25, 0.4)
                start = round((index * self.step + abs(rng.normal(0.0, 0.003))) * rate)
                sound = stroke(rate, rng, velocity)[: len(mix) - start]
                mix[start : start + len(sound)] += sound
        return mix


INSTRUMENTS: dict[str, Player] = {
    "noise_wind": wind,
    "noise_rain": rain,
    "drums_straight": Rhythm(0.25, {kick: "x...x...", snare: "..x...x.", hat: "xxxxxxxx"}),
    "drums_broken": Rhythm(
        0.11, {kick: "x.x.......xx....", snare: "....x..o.o..x..o", hat: "x.xxx.x.x.xxx.xo"}
    ),
    "drums_toms": Rhythm(
        0.14, {kick: "x.....x.x.....o.", tom: "xo.xo.xoxoxo.xxx", hat: "..x...x...x...x."}
    ),
}
