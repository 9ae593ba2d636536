"""What Max and Pure Data are asked to play, and Python beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from granvae import Synth

RATE = 44100
LATENTS = np.round(np.random.default_rng(0).normal(size=16), 3)

Settings = Mapping[str, float | str]


def atoms(values: Iterable[float]) -> str:
    return " ".join(repr(float(value)) for value in values)


def typed(settings: Settings) -> list[str]:
    return [f"{name} {value}" for name, value in settings.items()]


def random_controls(n: int, seed: int = 0) -> np.ndarray:
    """Signals for frequency, start, crossfade and rate, ``(4, n)``."""
    rng = np.random.default_rng(seed)
    frequency = np.repeat(rng.uniform(-300, 900, n // 100 + 1), 100)[:n]
    start, crossfade = rng.uniform(-10, 600, n), rng.uniform(-10, 400, n)
    return np.stack([frequency, start, crossfade, rng.uniform(-3, 3, n)])


def synth_with(model: Path, settings: Settings, channels: int = 1) -> Synth:
    synth = Synth(model, channels=channels)
    for name, value in settings.items():
        synth.set(name, value)
    return synth


def play_python(synth: Synth, controls: np.ndarray, **more: np.ndarray) -> np.ndarray:
    """What the signal outlets of granvae~ give in Python, ``(channels + 2, n)``."""
    frequency, start, crossfade, rate = controls
    sound = synth.play(frequency, start, crossfade, rate=rate, **more)
    return np.vstack([np.atleast_2d(sound.samples), sound.phase, sound.onset])
