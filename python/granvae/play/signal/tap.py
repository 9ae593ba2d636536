"""The output, for listeners on other threads."""

from __future__ import annotations

import contextlib
from collections import deque

import numpy as np

from granvae.engine.player import Float32


class Tap:
    """Holds the newest sound until it is taken, and drops the oldest.

    One thread puts and one takes, without a lock: each step is one operation of the deque. Each
    block comes with the number of its first sample, so that dropped sound shows as a gap.

    Args:
        most: samples that are held.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: deque[tuple[int, Float32]] = deque()

    def put(self, start: int, sound: Float32) -> None:
        """The block ``(channels, n)`` from sample ``start`` on, which nobody changes any more."""
        held = self._held
        held.append((start, sound))
        with contextlib.suppress(IndexError):  # all of it was taken in between
            while start + sound.shape[1] - held[0][0] > self._most:
                held.popleft()

    def take(self) -> list[tuple[int, Float32]]:
        """All that is held: for each piece without a gap its first sample, and the sound."""
        pieces: list[tuple[int, list[Float32]]] = []
        end = -1
        with contextlib.suppress(IndexError):
            while True:
                start, sound = self._held.popleft()
                if start != end:
                    pieces.append((start, []))
                pieces[-1][1].append(sound)
                end = start + sound.shape[1]
        return [(start, np.concatenate(sounds, axis=1)) for start, sounds in pieces]


class OutputTaps:
    """All taps on the output; none until somebody listens."""

    def __init__(self) -> None:
        self._open: tuple[Tap, ...] = ()

    def put(self, start: int, sound: Float32) -> None:
        """On the audio thread: the block from sample ``start`` on, to each."""
        for tap in self._open:
            tap.put(start, sound)

    def open(self, most: int) -> Tap:
        """A new one, which holds ``most`` samples."""
        tap = Tap(most)
        self._open = (*self._open, tap)
        return tap

    def close(self, tap: Tap) -> None:
        """Puts nothing into it any more."""
        self._open = tuple(known for known in self._open if known is not tap)
