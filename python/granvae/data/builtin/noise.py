"""Noise textures: wind, and rain with drops."""

from __future__ import annotations

import numpy as np

from granvae.data.builtin.phrase import HIGHEST_PARTIAL, Signal, band, seconds_of, wander


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
