"""Players and synths with their parameters set, and the signals and settings to play them with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from granvae import GranvaeError, Sound, Synth
from granvae.engine.offline_engine import OfflineEngine

RATE = 44100  # Hz
LATENTS = 16
N = 6000  # samples of `controls`
POINTS = np.random.default_rng(0).normal(size=(9, 5)).astype(np.float32)  # the path of `synth`

Settings = dict[str, float | str]
AnyPlayer = TypeVar("AnyPlayer", bound=OfflineEngine)

CLOUD: Settings = {  # everything on, in numbers that Pd has too
    "mode": "cloud",
    "law": "linear",
    "window": "expodec",
    "length": 300,
    "transpose": -5,
    "gain": 0.875,
    "pan": 0.25,
    "spray": 200,
    "detune": 700,
    "async": 0.75,
    "intermittency": 0.25,
    "spread": 0.5,
    "level": 12,
    "compensate": "on",
    "seed": 5,
}
CROWDED: Settings = {**CLOUD, "grains": 6}  # fewer than would sound, so that some are stolen
SETTINGS: dict[str, Settings] = {
    "loop": {},
    "loop cubic": {"interpolation": "cubic", "law": "equal-power", "latch": "off"},
    "loop linear": {"interpolation": "linear", "law": "linear", "length": 333},
    "loop by trigger": {"sync": "trigger"},
    "loop by trigger, in grains": {"sync": "trigger", "unit": "grains"},
    "loop by phasor": {"sync": "phasor"},
    "cloud": CROWDED,
    "cloud linear": {**CROWDED, "interpolation": "linear", "window": "rexpodec"},
    "cloud by trigger": {**CROWDED, "sync": "trigger"},
    "cloud by phasor": {**CROWDED, "sync": "phasor"},
}


def configured(player: AnyPlayer, **settings: float | str) -> AnyPlayer:
    for name, value in settings.items():
        player.set(name, value)
    return player


def live(model: Path, latency: int, **settings: float | str) -> Synth:
    return configured(Synth(model), **settings, live="on", latency=latency)


def noise(size: int = 512, seed: int = 0) -> np.ndarray:
    """A table of white noise, ``(size,)``."""
    return np.random.default_rng(seed).uniform(-1, 1, size).astype(np.float32)


def controls(sync: object = "off") -> list[np.ndarray]:
    """Frequency or what syncs, start, crossfade and rate: `N` samples each."""
    rng = np.random.default_rng(3)
    slow, fast = rng.uniform(-200, 900, N // 200), rng.uniform(-500, 5000, N // 2)
    frequency = np.concatenate([np.repeat(slow, 100), fast])
    if sync == "trigger":
        frequency = (rng.uniform(0, 1, N) < 0.02).astype(float)
    if sync == "phasor":
        frequency = np.cumsum(rng.uniform(-0.01, 0.05, N))
    return [frequency, rng.uniform(0, 700, N), rng.uniform(0, 350, N), rng.uniform(-3, 3, N)]


def play(
    player: OfflineEngine,
    signals: Sequence[np.ndarray],
    latents: np.ndarray | None = None,
    cuts: Sequence[int] = (),
) -> Sound:
    """What sounds with the `controls` and latents, made in parts that end at the cuts."""
    parts = []
    for a, b in pairwise([0, *cuts, len(signals[0])]):
        frequency, start, crossfade, rate = (signal[a:b] for signal in signals)
        row = None if latents is None else latents[:, a:b]
        parts.append(player.play(frequency, start, crossfade, rate=rate, latents=row))
    rows = zip(*((part.samples, part.phase, part.onset) for part in parts), strict=True)
    return Sound(*(np.concatenate(row, axis=-1) for row in rows))


def assert_same(sound: Sound, expected: Sound, delay: int = 0) -> None:
    """Bit for bit the same, after ``delay`` samples of nothing."""
    for name in ("samples", "phase", "onset"):
        late, early = getattr(sound, name), getattr(expected, name)
        assert not late[..., :delay].any()
        np.testing.assert_array_equal(late[..., delay:], early[..., : early.shape[-1] - delay])


@contextmanager
def refused(sentence: str, kind: type[GranvaeError] = GranvaeError) -> Iterator[None]:
    """What is done inside must fail in one sentence that matches the regular expression."""
    with pytest.raises(kind, match=sentence) as refusal:
        yield
    text = str(refusal.value)
    assert text.endswith(".")
    assert "\n" not in text
