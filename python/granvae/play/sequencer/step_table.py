"""The grains that the steps of a track repeat, as a path for its engine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from granvae.engine.latent_path import LatentPath
from granvae.engine.trajectory import Points
from granvae.play.playback_state import PlaybackState
from granvae.play.sequencer.pattern import NEW_TRACK, Mutation, Track

_BETWEEN = 8  # grains between two steps that glide


class StepTable:
    """A grain for each step, and those that lie between steps.

    All of it is there twice, as in this cycle and in the next: the next cycle can be decoded at any
    time of this one. An even cycle is the first half.
    """

    def __init__(self, state: PlaybackState, number: int) -> None:
        self._state = state
        self._number = number
        self._track = NEW_TRACK
        self._mutation = Mutation(0, number, (0, 0))
        self._glides: dict[int, int] = {}  # step: the first of its grains in the table, less half

    def set_track(self, track: Track, seed: int) -> None:
        """Takes up the track's steps."""
        self._track = track
        key = (seed, self._number, (len(track.steps), self._state.model.latents))
        if self._mutation.key != key:
            self._mutation = Mutation(*key)

    def path(self, cycle: int) -> LatentPath:
        """Of this cycle and the next: both halves, then what lies between steps."""
        now, following = self._points(cycle), self._points(cycle + 1)
        halves = [now, following] if cycle % 2 == 0 else [following, now]
        parts = list(halves)
        self._glides = {}
        count = 2 * len(now)
        for index, step in enumerate(self._track.steps):
            if step.glide > 0.0:
                self._glides[index] = count
                count += 2 * _BETWEEN
                shares = (np.arange(_BETWEEN) / _BETWEEN)[:, None]
                parts += [(1.0 - shares) * half[index - 1] + shares * half[index]
                          for half in halves]  # fmt: skip
        return LatentPath.of(np.concatenate(parts))

    def grains(self, half: int, step: int, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Which grain of the path a step plays, at each share of its glide, ``(n,)``."""
        steps = len(self._track.steps)
        grain = np.full(len(share), half * steps + min(step, steps - 1), dtype=np.float64)
        first = self._glides.get(step)
        if first is None:
            return grain
        between = first + half * _BETWEEN + np.floor(share * _BETWEEN)
        return np.where(share < 1.0, between, grain)

    def _points(self, cycle: int) -> Points:
        """Where the steps are in a cycle, ``(steps, latents)``."""
        latents = self._state.model.latents
        origin = (0.0,) * latents
        points = np.array([(*step.latent, *origin)[:latents] for step in self._track.steps])
        return points + self._mutation.at(cycle, self._track, points, self._state.learned)
