"""Grains of noise."""

from __future__ import annotations

import numpy as np

GRAIN = 256


def noise(count: int = 50, seed: int = 0, grain: int = GRAIN) -> np.ndarray:
    """White Gaussian noise ``(count, grain)`` with a standard deviation of 0.1."""
    return np.random.default_rng(seed).normal(0.0, 0.1, (count, grain))
