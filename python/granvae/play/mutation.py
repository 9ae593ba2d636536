"""Dynamic patterns: steps that move a little through the latent space with every cycle."""

from __future__ import annotations

import numpy as np

from granvae.play.pattern import Track
from granvae.play.trajectory import Points


class Mutation:
    """How far each step of a track is from where it was set, cycle after cycle.

    A random walk whose steps have the length of the track's ``mutation``, held within its
    ``limit``; it depends on the seed, the track's number and the cycle, and on nothing else.
    """

    def __init__(self, seed: int, number: int, steps: int, latents: int) -> None:
        self._seed, self._number = seed, number
        self._shape = (steps, latents)
        self._cycle = 0
        self._moved = np.zeros(self._shape)

    def at(self, cycle: int, track: Track) -> Points:
        """Displacements ``(steps, latents)`` in a cycle; 0 in the first."""
        if track.mutation == 0.0:
            return self._moved
        if cycle < self._cycle:
            self._cycle, self._moved = 0, np.zeros(self._shape)
        while self._cycle < cycle:
            self._cycle += 1
            rng = np.random.default_rng([self._seed, self._number, self._cycle])
            way = rng.standard_normal(self._shape)
            way *= track.mutation / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-12)
            moved = self._moved + way
            far = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-12)
            self._moved = moved * np.minimum(1.0, track.limit / far)
        return self._moved
