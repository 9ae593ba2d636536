"""The grains that the model learned from, as Python draws from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from granvae.engine.grain_map import GrainMap
from granvae.engine.trajectory import Points
from granvae.errors import GranvaeError
from granvae.play.message import Value

_SPREAD = 0.3  # σ around a learned grain; this and the next as in external/engine/corpus
_SILENCE = -50.0  # dBFS
_CHOICES = 64  # grains of which the nearest is one to move towards
_SAME = 1e-3  # σ: nearer than this, two points are one
_NAMED = 12  # recordings, in a sentence


@dataclass(frozen=True, eq=False)
class LearnedGrains:
    """What draws may take.

    Attributes:
        names: of all recordings.
        stay: which of these draws keep to, by number; empty for all.
        points: ``(n, latents)`` of the grains there that are not silent; none without a map, where
            points are drawn from the prior.
    """

    names: tuple[str, ...]
    stay: tuple[int, ...]
    points: NDArray[np.float32]

    def draw(self, rng: np.random.Generator, count: int, latents: int) -> Points:
        """Points ``(count, latents)``, each near a grain."""
        noise = rng.standard_normal((count, latents))
        if not len(self.points):
            return noise
        return self.points[rng.integers(len(self.points), size=count)] + _SPREAD * noise

    def towards(self, rng: np.random.Generator, points: Points) -> Points:
        """For each of the points ``(count, latents)``, the way to a grain near by, or anywhere."""
        count, latents = points.shape
        if not len(self.points):
            return rng.standard_normal((count, latents))
        chosen = rng.integers(len(self.points), size=(count, _CHOICES))
        ways = self.points[chosen] - points[:, None]
        far = np.linalg.norm(ways, axis=2)
        nearest = np.where(far > _SAME, far, np.inf).argmin(axis=1)
        return np.asarray(ways[np.arange(count), nearest])


def learned_grains(
    grain_map: GrainMap | None, latents: int, stay: tuple[int, ...] = ()
) -> LearnedGrains:
    """Of a map, the grains of these recordings, or of all; none where it is of another model."""
    if grain_map is None or grain_map.latents.shape[1:] != (latents,):
        return LearnedGrains((), (), np.zeros((0, latents), np.float32))
    loudness = grain_map.descriptors.get("loudness", np.zeros(len(grain_map.latents)))
    audible = loudness >= _SILENCE
    if not audible.any():
        audible[:] = True
    allowed = np.isin(grain_map.sound, stay) if stay else np.ones(len(audible), bool)
    return LearnedGrains(grain_map.names, stay, grain_map.latents[audible & allowed])


def recordings(names: Sequence[str], sounds: Sequence[Value]) -> tuple[int, ...]:
    """The numbers of the recordings that ``sounds`` name: by how their names or those of their
    files begin, or by number.

    Raises:
        GranvaeError: there is none of a name.
    """
    found: set[int] = set()
    for sound in sounds:
        named = {
            number
            for number, name in enumerate(names)
            if (
                name.startswith(sound) or name.split("/")[-1].startswith(sound)
                if isinstance(sound, str)
                else number == sound
            )
        }
        if not named:
            there = ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
            raise GranvaeError(
                f"there is no recording {sound}; the model learned from {there or 'none'}."
            )
        found |= named
    return tuple(sorted(found))
