"""Grains at random places of a corpus, aligned to their positive peak or not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from granvae.errors import GranvaeError

if TYPE_CHECKING:
    from granvae.data.corpus import Corpus, Sound

ALIGNMENTS = ("peak", "none")
_REDRAWS = 8  # rounds of replacing grains that are too quiet; what is left then stays
_AHEAD = 2  # batches that wait to be learned from
_BLOCK = 128  # grains that are aligned at once: what fits into a processor's cache


class GrainSampler:
    """Takes grains of ``grain`` samples from a corpus; none crosses a sound's border.

    ``align="none"`` takes a grain where it is asked for. ``align="peak"`` moves it so that a
    positive peak of the wave lies at index ``grain // 2``: the largest local maximum within 3/8
    of a grain to either side of the middle (the largest sample, where there is no local maximum).
    That stretch holds a period of every tone above 4/3 rate/grain (115 Hz for 512 at 44.1 kHz),
    so that a tone has nearly the same phase in all its grains, which is what makes them easier
    to model. It is not a whole grain wide, because then grains that were asked for at regular
    places could leave audio out between them. The move depends on the offset alone. Near a
    sound's borders the search is narrowed, so that the peak's place holds there too.

    ``min_rms_db`` (dBFS) lets :meth:`draw` replace quieter grains, for a few rounds.
    Sounds shorter than a grain are never drawn from.
    """

    def __init__(
        self, corpus: Corpus, grain: int, align: str = "peak", min_rms_db: float | None = None
    ) -> None:
        if align not in ALIGNMENTS:
            raise GranvaeError(f"The alignment {align!r} is unknown; give peak or none.")
        if grain < 4:
            raise GranvaeError(f"A grain of {grain} samples is too short; give 4 or more.")
        self.corpus = corpus
        self.grain = grain
        self.align = align
        self.min_rms = None if min_rms_db is None else 10.0 ** (min_rms_db / 20.0)
        usable = [sound for sound in corpus.sounds if sound.length >= grain]
        if not usable:
            raise GranvaeError(
                f"None of the {len(corpus.sounds)} sounds is as long as a grain of {grain} "
                "samples; give longer recordings or a smaller grain."
            )
        self._starts = np.array([sound.start for sound in usable], np.int64)
        self._lasts = np.array([sound.stop - grain for sound in usable], np.int64)
        # How many offsets there are up to each sound's end: a place among them is uniform.
        self._places: NDArray[np.int64] = np.cumsum(self._lasts - self._starts + 1)
        self._reach = min(3 * grain // 8, grain - grain // 2 - 2)  # a peak has two neighbours

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.float32]:
        """``(count, grain)`` grains at random, uniform over all offsets of all sounds."""
        return self.grains(self.chances(count, rng))

    def draw_offsets(self, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """``(count,)`` random offsets into the corpus's samples, aligned."""
        return self._offsets(self.chances(count, rng)[:, 0])

    def chances(self, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """All that chance decides of ``count`` grains, a row of numbers 0 … 1 for each.

        A grain depends on its row alone, so that rows can be shared out among processes.
        """
        return rng.random((count, 1 + _REDRAWS))

    def grains(self, chances: NDArray[np.float64]) -> NDArray[np.float32]:
        """The grains ``(count, grain)`` that :meth:`chances` has decided on."""
        grains = self.take(self._offsets(chances[:, 0]))
        if self.min_rms is None:
            return grains
        weak = np.arange(len(grains))
        for redraw in range(1, 1 + _REDRAWS):
            drawn = grains if redraw == 1 else grains[weak]
            power = np.einsum("ij,ij->i", drawn, drawn) / self.grain
            weak = weak[power < self.min_rms**2]
            if not weak.size:
                break
            grains[weak] = self.take(self._offsets(chances[weak, redraw]))
        return grains

    def take(self, offsets: NDArray[np.int64]) -> NDArray[np.float32]:
        """The grains that begin at ``offsets (count,)``, as they are: ``(count, grain)``."""
        return self.corpus.windows(offsets, self.grain)

    def aligned(self, offsets: NDArray[np.int64]) -> NDArray[np.int64]:
        """Move ``offsets (count,)``, each inside a sound, to where the alignment puts them."""
        sound = np.searchsorted(self._starts, offsets, side="right") - 1
        if ((sound < 0) | (offsets > self._lasts[sound])).any():
            raise ValueError("an offset lies outside the sounds, or less than a grain from an end")
        return self._aligned(offsets, sound)

    def offsets_of(self, sound: Sound, hop: int | None = None) -> NDArray[np.int64]:
        """Aligned offsets ``(count,)``, ascending, that cover one sound every ``hop`` samples.

        The hop is a quarter of a grain by default, the longest with which grains aligned to
        peaks leave no sample out between them (at a sound's very ends, peaks in the middle of a
        grain leave out up to 3/8 of a grain). Equal offsets, where two grains found the same
        peak, are given once. A sound shorter than a grain has none.
        """
        last = sound.stop - self.grain
        if last < sound.start:
            return np.empty(0, np.int64)
        raw = np.arange(sound.start, last + 1, hop or self.grain // 4, dtype=np.int64)
        return np.unique(self.aligned(np.append(raw, last)))

    def cover(self, hop: int | None = None) -> NDArray[np.int64]:
        """The offsets of :meth:`offsets_of` for all sounds, in the corpus's order: ``(count,)``."""
        return np.concatenate([self.offsets_of(sound, hop) for sound in self.corpus.sounds])

    def _offsets(self, chances: NDArray[np.float64]) -> NDArray[np.int64]:
        place = (chances * self._places[-1]).astype(np.int64)
        sound = np.searchsorted(self._places, place, side="right")
        return self._aligned(self._lasts[sound] + 1 - (self._places[sound] - place), sound)

    def _aligned(self, offsets: NDArray[np.int64], sound: NDArray[np.int64]) -> NDArray[np.int64]:
        if self.align == "none":
            return offsets
        blocks = [slice(i, i + _BLOCK) for i in range(0, len(offsets), _BLOCK)]
        moved = [offsets[block] + self._to_peak(offsets[block], sound[block]) for block in blocks]
        return np.concatenate(moved) if moved else offsets

    def _to_peak(self, offsets: NDArray[np.int64], sound: NDArray[np.int64]) -> NDArray[np.int64]:
        """How far ``(count,)`` each grain has to be moved."""
        reach = self._reach
        wave = self.corpus.windows(offsets + self.grain // 2 - reach - 1, 2 * reach + 3)
        here = wave[:, 1:-1]
        peak = (here >= wave[:, :-2]) & (here > wave[:, 2:])
        # Where a border of the sound is near, the stretch is narrower.
        low, high = self._starts[sound] - offsets, self._lasts[sound] - offsets
        near = np.flatnonzero((low > -reach) | (high < reach))
        moves = np.arange(-reach, reach + 1)
        inside = (moves >= low[near, None]) & (moves <= high[near, None])
        peak[near] &= inside
        # A local maximum always wins over an end of the stretch, where the wave may still rise.
        flat = np.flatnonzero(~peak.any(axis=1))
        peak[flat] = True
        peak[near] &= inside
        best: NDArray[np.int64] = np.where(peak, here, np.float32(-np.inf)).argmax(axis=1)
        return best - reach


class GrainStream(IterableDataset[Tensor]):
    """Whole batches ``(batch, grain)`` of random grains, ``batches_per_epoch`` an epoch.

    For ``DataLoader(stream, batch_size=None)``. Each batch is drawn from a generator seeded by
    (seed, epoch, index of the batch): the same grains come for any number of workers and of
    processes (:meth:`part`), and a run resumed at an epoch goes on with the grains it would have
    had. The epoch is the one given to :meth:`set_epoch`, read when the first batch is taken;
    without that call each pass is the next epoch.
    """

    def __init__(
        self, sampler: GrainSampler, batch: int, batches_per_epoch: int, seed: int, epoch: int = 0
    ) -> None:
        super().__init__()
        self.sampler = sampler
        self.batch = batch
        self.batches_per_epoch = batches_per_epoch
        self.seed = seed
        self.epoch = epoch
        self.rows = slice(0, batch)  # of each batch, those that this stream gives

    def part(self, rank: int, world: int) -> GrainStream:
        """The share that one of ``world`` processes has of every batch: ``(batch/world, grain)``.

        The parts of ranks 0 … world-1, one below the other, are this stream's batches bit for bit.

        Raises:
            GranvaeError: the batch cannot be shared equally by so many.
        """
        if world < 1 or self.batch % world:
            raise GranvaeError(
                f"A batch of {self.batch} grains cannot be shared by {world} processes equally; "
                "use a number of processes that divides it."
            )
        if not 0 <= rank < world:
            raise ValueError(f"there is no rank {rank} among {world} processes")
        part = GrainStream(self.sampler, self.batch, self.batches_per_epoch, self.seed, self.epoch)
        share = self.batch // world
        part.rows = slice(rank * share, (rank + 1) * share)
        return part

    def set_epoch(self, epoch: int) -> None:
        """Let the next pass be this epoch (0 is the first)."""
        self.epoch = epoch

    def __len__(self) -> int:
        return self.batches_per_epoch

    def __iter__(self) -> Iterator[Tensor]:
        epoch = self.epoch
        self.epoch += 1
        worker = get_worker_info()
        first, step = (0, 1) if worker is None else (worker.id, worker.num_workers)
        # Drawn while the one before is learned from: where the sounds are read from a disk, its
        # answers take longer than the drawing.
        waiting: deque[Future[Tensor]] = deque()
        with ThreadPoolExecutor(1) as ahead:
            for index in range(first, self.batches_per_epoch, step):
                waiting.append(ahead.submit(self._draw, epoch, index))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _draw(self, epoch: int, index: int) -> Tensor:
        rng = np.random.default_rng([self.seed % 2**63, epoch, index])
        # All rows are drawn by every process: the numbers cost nothing beside the grains.
        chances = self.sampler.chances(self.batch, rng)[self.rows]
        return torch.from_numpy(self.sampler.grains(chances))
