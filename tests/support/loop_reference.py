"""Loop mode as the design states it, in plain Python and NumPy, one sample at a time.

The table is a sum of sines, so that its value between samples is known exactly and any error of
the engine's interpolator shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

RATE = 44100  # Hz
ONE = 1 << 64  # phase 1.0


@dataclass(frozen=True)
class SineTable:
    """A periodic table whose partials stay below half its rate."""

    size: int
    partials: tuple[tuple[int, float, float], ...]  # cycles in the table, level, phase in radians

    @classmethod
    def draw(cls, size: int, rng: np.random.Generator, most: float, partials: int = 6) -> SineTable:
        """Partials of at most `most` cycles in the table, and up to nearly half its rate."""
        highest = max(2, int(min(most, 0.45 * size)))
        return cls(
            size,
            tuple(
                (int(rng.integers(1, highest + 1)), float(rng.uniform(0.05, 0.2)), float(phase))
                for phase in rng.uniform(0, 2 * np.pi, partials)
            ),
        )

    def at(self, position: ArrayLike) -> np.ndarray:
        cycles, levels, phases = np.transpose(self.partials)
        angles = 2 * np.pi / self.size * np.multiply.outer(position, cycles) + phases
        return np.asarray(np.sin(angles) @ levels)

    @property
    def samples(self) -> np.ndarray:
        return self.at(np.arange(self.size)).astype(np.float32)

    @property
    def slope(self) -> float:
        """The largest step between neighbouring samples."""
        return float(np.abs(np.diff(self.at(np.arange(self.size + 1)))).max())


def gain(law: str, x: float) -> float:
    if law == "linear":
        return x
    if law == "equal-power":
        return float(np.sin(np.pi / 2 * x))
    return float(0.5 - 0.5 * np.cos(np.pi * x))


@dataclass(frozen=True)
class Grain:
    start: float
    hop: float
    fade: float
    audible: bool = True


SILENCE = Grain(0.0, 0.0, 0.0, audible=False)


def render(
    table: SineTable,
    frequency: np.ndarray,
    start: np.ndarray,
    crossfade: np.ndarray,
    law: str = "cosine",
    length: float = 0.0,
    latch: bool = True,
) -> np.ndarray:
    """Renders ``(n,)`` samples for control signals of n finite values."""

    def latched(n: int) -> Grain:
        s = min(max(start[n], 0.0), table.size - 4)
        rest = table.size - s
        span = length if length > 0 else rest
        x = min(max(crossfade[n], 0.0), span / 2)
        return Grain(s, span - x, x / (span - x))

    def read(grain: Grain, phase: float) -> float:
        return float(table.at(grain.start + phase * grain.hop)) if grain.audible else 0.0

    phase = 0
    current, previous = SILENCE, SILENCE
    turned = 1
    out = np.zeros(len(frequency))
    for n in range(len(frequency)):
        if turned > 0:
            previous, current = current, latched(n)
        elif turned < 0:
            current, previous = previous, latched(n)
            if not current.audible:
                current = replace(current, fade=previous.fade)
        if not latch and current.audible:
            current = replace(current, start=min(max(start[n], 0.0), table.size - 4))
        p = phase / ONE
        if p < current.fade:
            x = p / current.fade
            out[n] = gain(law, x) * read(current, p) + gain(law, 1 - x) * read(previous, 1 + p)
        else:
            out[n] = read(current, p)
        phase += round(min(max(frequency[n] / RATE, -0.5), 0.5) * ONE)
        turned = 1 if phase >= ONE else -1 if phase < 0 else 0
        phase %= ONE
    return out
