"""Which sample a wall-clock time is: what time tags of OSC bundles are measured against."""

from __future__ import annotations

import time
from collections.abc import Callable

_SMOOTHING = 0.02  # of a block's deviation: blocks come when a driver wants, not when they sound
_JUMP = 0.25  # s: beyond this the clock was set, or the sound stood still


class Timeline:
    """Follows the wall clock block by block.

    Args:
        sample_rate: Hz.
        wall: Unix time in seconds.
    """

    def __init__(self, sample_rate: float, wall: Callable[[], float] = time.time) -> None:
        self._sample_rate = sample_rate
        self._wall = wall
        self._origin: float | None = None  # Unix time of sample 0
        self._block = 0

    def begin_block(self, sample: int, count: int) -> None:
        """A block of so many samples, that begins with this one, is being made now."""
        self._block = count
        origin = self._wall() - sample / self._sample_rate
        if self._origin is None or abs(origin - self._origin) > _JUMP:
            self._origin = origin
        self._origin += _SMOOTHING * (origin - self._origin)

    def soon(self) -> int:
        """The sample a block from now, for what comes without a time and must keep its rhythm.

        Done with the next block, it would come early or late by up to a block; a block later, all
        of it is late by the same time.
        """
        return self.sample_at(self._wall()) + self._block

    def sample_at(self, seconds: float) -> int:
        """The sample of a Unix time; 0 before the first block."""
        if self._origin is None:
            return 0
        return max(0, round((seconds - self._origin) * self._sample_rate))
