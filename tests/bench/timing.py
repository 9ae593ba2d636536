"""Times things in turn, so that a busy machine disturbs all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

WARM_UP = 3  # rounds


def medians(subjects: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median CPU time of this process, in ns, that a call of each subject takes.

    Every round calls each subject once. What other processes do costs no CPU time of ours, though
    it still empties caches and changes the clock.
    """
    times: dict[str, list[int]] = {name: [] for name in subjects}
    for turn in range(WARM_UP + rounds):
        for name, call in subjects.items():
            before = time.process_time_ns()
            call()
            taken = time.process_time_ns() - before
            if turn >= WARM_UP:
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}
