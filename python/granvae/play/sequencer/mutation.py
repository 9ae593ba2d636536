"""Patterns whose steps move a little through the latent space with every cycle."""

from __future__ import annotations

import numpy as np

from granvae.engine.trajectory import Points
from granvae.play.sequencer.pattern import Track


class Mutation:
    """The displacement of each step of a track, cycle by cycle.

    A random walk in strides of the track's ``mutation``, held within its ``limit``. It depends on
    the seed, the track's number and the cycle alone.
    """

    def __init__(self, seed: int, number: int, steps: int, latents: int) -> None:
        self.key = (seed, number, steps, latents)
        self._cycle = 0
        self._moved: Points = np.zeros((steps, latents))  # in this cycle
        self._before: Points = self._moved  # in the cycle before

    def at(self, cycle: int, track: Track) -> Points:
        """Displacements ``(steps, latents)`` in a cycle; 0 in the first."""
        if cycle == self._cycle - 1:
            return self._before
        if cycle < self._cycle:
            self._cycle = 0
            self._moved = self._before = np.zeros_like(self._moved)
        while self._cycle < cycle:
            self._cycle += 1
            self._before = self._moved
            if track.mutation > 0.0:
                self._moved = self._next(track)
        return self._moved

    def _next(self, track: Track) -> Points:
        seed, number, *shape = self.key
        way = np.random.default_rng([seed, number, self._cycle]).standard_normal(shape)
        way *= track.mutation / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-12)
        moved = self._moved + way
        far = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-12)
        return np.asarray(moved * np.minimum(1.0, track.limit / far))
