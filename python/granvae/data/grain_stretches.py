"""Grains one after the other along recordings, as they are encoded and played."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from granvae.data.corpus import Corpus

HOP = 0.75  # grains, from one grain to the next where they do not move to peaks
LONGEST = 4.0  # seconds of a stretch, where not all of a recording is taken
_SHORTEST = 1.0  # seconds; shorter ones would hardly go on


@dataclass(frozen=True, eq=False)
class GrainRows:
    """Grains in the order of their recordings and of time.

    Attributes:
        offsets: ``(n,)`` into the samples of their corpus.
        sound: ``(n,)`` index of the recording that each grain comes from.
        place: ``(n,)`` samples from where the grain before begins; 0 where a stretch does.
    """

    offsets: NDArray[np.int64]
    sound: NDArray[np.int64]
    place: NDArray[np.int64]

    def without(self, left_out: NDArray[np.bool_]) -> GrainRows:
        """The rows but those ``left_out (n,)``; after these, stretches begin anew."""
        place = np.where(np.append(False, left_out[:-1]), 0, self.place)
        kept = ~left_out
        return GrainRows(self.offsets[kept], self.sound[kept], place[kept])


def rows_along(corpus: Corpus, grain: int, align: str, count: int) -> GrainRows:
    """About ``count`` grains, or fewer, along stretches of all recordings.

    All of a corpus where it is short enough. Otherwise every recording keeps its share, in
    stretches of one to `LONGEST` seconds at even distances; where recordings are so many that not
    each can have one, those that do are as evenly spread.

    Args:
        corpus: where the grains come from.
        grain: samples of a grain.
        align: ``peak`` or ``none``, see `next_offsets`.
        count: of grains.
    """
    parts: list[tuple[NDArray[np.int64], int]] = []
    lengths = [sound.length for sound in corpus.sounds]
    budget = count * HOP * grain
    for index, begin, end in _stretches(lengths, budget, corpus.sample_rate):
        start = corpus.sounds[index].start
        wave = np.asarray(corpus.samples[start + begin : start + end])
        offsets = next_offsets(wave, grain, align)
        if offsets.size:
            parts.append((start + begin + offsets, index))
    none = np.empty(0, np.int64)
    return GrainRows(
        np.concatenate([offsets for offsets, _ in parts] or [none]),
        np.repeat([index for _, index in parts], [len(o) for o, _ in parts]).astype(np.int64),
        np.concatenate([np.diff(offsets, prepend=offsets[0]) for offsets, _ in parts] or [none]),
    )


def next_offsets(wave: NDArray[np.float32], grain: int, align: str) -> NDArray[np.int64]:
    """Where grains begin in ``wave (n,)`` that follow each other closely: ``(count,)``, ascending.

    With ``align="none"`` every `HOP` grains. With ``align="peak"`` each grain has a positive peak
    at its index ``grain // 2``: of all that begin 1/2 to 15/16 of a grain after the one before, the
    one with the largest local maximum there (the largest sample, where there is none). This is how
    the engine encodes a sound. No grain reaches beyond the wave.
    """
    last = len(wave) - grain
    if last < 0:
        return np.empty(0, np.int64)
    if align == "none":
        return np.arange(0, last + 1, max(1, int(HOP * grain)), dtype=np.int64)
    middle = grain // 2
    here = wave[middle : middle + last + 1]
    peaks = (here >= wave[middle - 1 : middle + last]) & (
        here > wave[middle + 1 : middle + last + 2]
    )
    heights = np.where(peaks, here, np.float32(-np.inf))
    least, most = grain - grain // 2, grain - (grain + 15) // 16

    def highest(first: int, end: int) -> int:
        best = first + int(heights[first:end].argmax())
        return best if peaks[best] else first + int(here[first:end].argmax())

    offsets = [highest(0, min(least, last + 1))]
    while offsets[-1] + least <= last:
        offset = offsets[-1]
        offsets.append(highest(offset + least, min(offset + most, last) + 1))
    return np.array(offsets, np.int64)


def _stretches(
    lengths: Sequence[int], budget: float, sample_rate: int
) -> Iterator[tuple[int, int, int]]:
    """``(index, begin, end)`` of stretches in recordings of these lengths, ``budget`` samples."""
    if sum(lengths) <= budget:
        yield from ((index, 0, length) for index, length in enumerate(lengths))
        return
    share = budget / sum(lengths)
    saved = 0.0
    for index, length in enumerate(lengths):
        due = length * share
        pieces = max(1, math.ceil(due / (LONGEST * sample_rate)))
        size = int(min(length, max(_SHORTEST * sample_rate, due / pieces)))
        # What a recording is too short for, or has too much of, goes to the next ones.
        saved += due
        count = min(round(saved / size), length // size) if size else 0
        saved -= count * size
        spare = length - count * size
        for k in range(count):
            begin = k * size + int((k + 0.5) * spare / count)
            yield index, begin, begin + size
