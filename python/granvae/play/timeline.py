"""Time in samples: what a time tag of OSC means, and what waits for its sample."""

from __future__ import annotations

import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable

Action = Callable[[], None]

_SMOOTHING = 0.02  # share of a block's jitter: a driver asks for blocks before they sound
_JUMP = 0.25  # s: beyond this the clock was set, or the sound stood still


class Timeline:
    """Follows the wall clock block by block.

    Args:
        sample_rate: Hz.
        wall: returns the Unix time in seconds.
    """

    def __init__(self, sample_rate: float, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self._sample_rate = sample_rate
        self._origin: float | None = None  # Unix time of sample 0
        self._block = 0

    def begin_block(self, sample: int, count: int) -> None:
        """A block of ``count`` samples from ``sample`` on is being made now."""
        self._block = count
        origin = self.wall() - sample / self._sample_rate
        if self._origin is None or abs(origin - self._origin) > _JUMP:
            self._origin = origin
        self._origin += _SMOOTHING * (origin - self._origin)

    def in_one_block(self) -> int:
        """The sample a block from now, for what comes without a time and must keep its rhythm.

        With the next block, it would be up to a block early or late; this way all of it is late by
        the same time.
        """
        return self.sample_at(self.wall()) + self._block

    def sample_at(self, seconds: float) -> int:
        """The sample of a Unix time; before the first block, as if that began now."""
        origin = self.wall() if self._origin is None else self._origin
        return max(0, round((seconds - origin) * self._sample_rate))


class Scheduler:
    """Runs actions in the order of their samples, and of their arrival where these are equal."""

    def __init__(self) -> None:
        self._arrived: deque[tuple[int, int, Action]] = deque()
        self._waiting: list[tuple[int, int, Action]] = []  # a heap; of the performer's thread
        self._numbers = itertools.count()

    def put(self, action: Action, sample: int = 0) -> None:
        """Any thread, without waiting: to be run at this sample, or at once if it has passed."""
        self._arrived.append((sample, next(self._numbers), action))

    def run_due(self, now: int) -> int | None:
        """Runs what is due at sample ``now``.

        Returns:
            The sample of the next action; None if there is none.
        """
        while self._arrived:
            heapq.heappush(self._waiting, self._arrived.popleft())
        while self._waiting and self._waiting[0][0] <= now:
            heapq.heappop(self._waiting)[2]()
        return self._waiting[0][0] if self._waiting else None
