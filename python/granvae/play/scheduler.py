"""What waits to be done: a queue that any thread fills and the performer's own thread empties."""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable

Deed = Callable[[], None]


class Inbox:
    """Deeds in the order of their samples, and of their arrival where these are equal."""

    def __init__(self) -> None:
        self._arrived: deque[tuple[int, int, Deed]] = deque()
        self._waiting: list[tuple[int, int, Deed]] = []  # a heap; of the performer's thread
        self._numbers = itertools.count()

    def put(self, deed: Deed, sample: int = 0) -> None:
        """Any thread, without waiting: to be done at this sample, or at once if it has passed."""
        self._arrived.append((sample, next(self._numbers), deed))

    def take(self, now: int) -> list[Deed]:
        """What is due at sample ``now``."""
        while self._arrived:
            heapq.heappush(self._waiting, self._arrived.popleft())
        due = []
        while self._waiting and self._waiting[0][0] <= now:
            due.append(heapq.heappop(self._waiting)[2])
        return due

    def next_sample(self) -> int | None:
        """When the next of those known by the last `take` is due; None if there is none."""
        return self._waiting[0][0] if self._waiting else None
