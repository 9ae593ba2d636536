"""Grains from random places of a corpus, aligned to a positive peak or not, some resampled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from granvae.data.corpus import Corpus, Recording
from granvae.errors import InvalidValueError

ALIGNMENTS = ("peak", "none")
_REDRAWS = 8  # rounds in which grains that are too quiet are replaced
_BLOCK = 128  # grains aligned at once: what fits into a processor's cache
_RESAMPLED = 32  # grains resampled at once: they are wider

SEMITONES = 4.0  # up and down; further away an instrument no longer sounds like itself
SHARE = 0.5  # of each batch; the rest are grains as recorded, like those that are evaluated


class GrainSampler:
    """Takes grains from a corpus; none crosses the border of a sound.

    With ``align="none"``, a grain begins at the offset asked for. ``align="peak"`` moves it so that
    a positive peak lies at index ``grain // 2``: the largest local maximum within 3/8 of a grain to
    either side of the middle (the largest sample, where there is no local maximum). Peaks align the
    phase of a tone, which makes its grains easier to model. The search covers a period of every
    tone above 4/3 rate/grain (115 Hz for 512 samples at 44.1 kHz). A wider one could leave audio
    out between grains at regular offsets. It narrows near the borders of a sound, and depends on
    the offset alone.

    Args:
        corpus: where the grains come from; sounds shorter than a grain are never used.
        grain: samples of a grain, 4 or more.
        align: ``peak`` or ``none``.
        min_rms_db: dBFS; :meth:`draw` replaces quieter grains, for a few rounds.

    Raises:
        InvalidValueError: an argument is impossible, or no sound is as long as a grain.
    """

    def __init__(
        self, corpus: Corpus, grain: int, align: str = "peak", min_rms_db: float | None = None
    ) -> None:
        if align not in ALIGNMENTS:
            raise InvalidValueError(f"The alignment {align!r} is unknown; give peak or none.")
        if grain < 4:
            raise InvalidValueError(f"A grain of {grain} samples is too short; give 4 or more.")
        self.corpus = corpus
        self.grain = grain
        self.align = align
        self.min_rms = None if min_rms_db is None else 10.0 ** (min_rms_db / 20.0)
        usable = [sound for sound in corpus.sounds if sound.length >= grain]
        if not usable:
            raise InvalidValueError(
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
        """The random numbers behind ``count`` grains, a row in [0, 1) for each.

        A grain depends on its row alone, so that processes can share the rows of a batch.
        """
        return rng.random((count, 1 + _REDRAWS))

    def grains(self, chances: NDArray[np.float64]) -> NDArray[np.float32]:
        """The grains ``(count, grain)`` that rows of :meth:`chances` stand for."""
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
        """``offsets (count,)``, each inside a sound, moved by the alignment."""
        sound = np.searchsorted(self._starts, offsets, side="right") - 1
        if ((sound < 0) | (offsets > self._lasts[sound])).any():
            raise ValueError("an offset lies outside the sounds, or less than a grain from an end")
        return self._aligned(offsets, sound)

    def offsets_of(self, sound: Recording, hop: int | None = None) -> NDArray[np.int64]:
        """Aligned offsets ``(count,)``, ascending, that cover one sound every ``hop`` samples.

        The default of a quarter of a grain is the longest hop with which grains aligned to peaks
        leave no sample out between them; at the very ends of a sound they leave out up to 3/8 of a
        grain. Grains that find the same peak are one. A sound shorter than a grain has none.
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
        """By how many samples ``(count,)`` each grain moves."""
        reach = self._reach
        wave = self.corpus.windows(offsets + self.grain // 2 - reach - 1, 2 * reach + 3)
        here = wave[:, 1:-1]
        peak = (here >= wave[:, :-2]) & (here > wave[:, 2:])
        # The search is narrower near the border of a sound.
        low, high = self._starts[sound] - offsets, self._lasts[sound] - offsets
        near = np.flatnonzero((low > -reach) | (high < reach))
        moves = np.arange(-reach, reach + 1)
        inside = (moves >= low[near, None]) & (moves <= high[near, None])
        peak[near] &= inside
        # Any local maximum is better than an end of the search, where the wave may still rise.
        flat = np.flatnonzero(~peak.any(axis=1))
        peak[flat] = True
        peak[near] &= inside
        best: NDArray[np.int64] = np.where(peak, here, np.float32(-np.inf)).argmax(axis=1)
        return best - reach


class ResamplingSampler(GrainSampler):
    """A :class:`GrainSampler` that resamples a share of its random grains.

    Pitch and formants move together, by up to ``semitones``. A folder of recordings holds few of
    the pitches that its instruments can play; resampling fills the gaps, so that a network
    memorises single notes less. :meth:`take` and :meth:`cover` give grains as recorded. A
    resampled grain keeps its peak in place.

    Recordings shorter than the stretch that the highest pitch needs are not resampled.
    """

    def __init__(
        self,
        corpus: Corpus,
        grain: int,
        align: str = "peak",
        min_rms_db: float | None = None,
        share: float = SHARE,
        semitones: float = SEMITONES,
    ) -> None:
        super().__init__(corpus, grain, align, min_rms_db)
        self.share = share
        self.semitones = semitones
        # The interpolator reads two more samples on each side.
        wide = 2 * int(np.ceil(grain * 2 ** (semitones / 12) / 2)) + 4
        fits = any(sound.length >= wide for sound in corpus.sounds)
        self.wide = GrainSampler(corpus, wide, align, min_rms_db) if fits else None

    def chances(self, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """As in :class:`GrainSampler`, with the speed of each grain as last column."""
        chances = super().chances(count, rng)
        speeds = np.ones(count)
        if self.wide is not None:
            # Evenly spaced, so that any part of a batch holds its share of them.
            moved = np.diff(np.floor(np.arange(count + 1) * self.share)) > 0
            pitches = rng.uniform(-self.semitones, self.semitones, count)
            speeds = np.where(moved, 2 ** (pitches / 12), 1.0)
        return np.column_stack([chances, speeds])

    def grains(self, chances: NDArray[np.float64]) -> NDArray[np.float32]:
        """The grains ``(count, grain)`` that rows of :meth:`chances` stand for."""
        chances, speeds = chances[:, :-1], chances[:, -1]
        moved = speeds != 1.0
        if self.wide is None or not moved.any():
            return super().grains(chances)
        grains = np.empty((len(chances), self.grain), np.float32)
        grains[~moved] = super().grains(chances[~moved])
        grains[moved] = resampled(self.wide.grains(chances[moved]), speeds[moved], self.grain)
        return grains


def resampled(
    stretches: NDArray[np.float32], ratios: NDArray[np.float64], grain: int
) -> NDArray[np.float32]:
    """Stretches ``(n, wide)`` read at speeds ``ratios (n,)`` around their middle: ``(n, grain)``.

    Sample ``wide // 2`` comes out at ``grain // 2``. The interpolator is the cubic of Catmull and
    Rom (1974): exact at speed 1, and good enough below 10 kHz for training. ``wide`` must be at
    least ``grain · max(ratios) + 4``.
    """
    out = np.empty((len(stretches), grain), np.float32)
    for start in range(0, len(stretches), _RESAMPLED):
        block = slice(start, start + _RESAMPLED)
        out[block] = _resampled(stretches[block], ratios[block, None].astype(np.float32), grain)
    return out


def _resampled(
    stretches: NDArray[np.float32], ratios: NDArray[np.float32], grain: int
) -> NDArray[np.float32]:
    wide = stretches.shape[1]
    place = wide // 2 + (np.arange(grain) - grain // 2).astype(np.float32) * ratios
    first = place.astype(np.int64)  # no place is negative
    t = place - first.astype(np.float32)
    first += wide * np.arange(len(stretches))[:, None] - 1
    flat = stretches.reshape(-1)
    # Four views at the same indices; "clip" spares NumPy the search for negative ones.
    a, b, c, d = (flat[k:].take(first, mode="clip") for k in range(4))
    bend = 2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)
    return np.asarray(b + 0.5 * t * (c - a + t * bend), np.float32)
