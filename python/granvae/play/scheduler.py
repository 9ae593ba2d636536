"""The queue of actions that any thread fills and the performer's own thread empties."""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable

Action = Callable[[], None]


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
