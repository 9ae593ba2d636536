"""More grains from the same recordings: half of each batch is heard at other pitches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from granvae.corpus import Corpus
from granvae.grains import GrainSampler

SEMITONES = 4.0  # up and down; further away an instrument no longer sounds like itself
SHARE = 0.5  # of each batch; the rest are grains as recorded, which is what evaluation hears


class ResamplingSampler(GrainSampler):
    """A :class:`GrainSampler` whose :meth:`draw` resamples some of its grains.

    A tape played up to ``semitones`` faster or slower moves pitch and formants together. A folder
    of instruments holds few of the pitches that they can play; resampling fills the gaps, so
    that a network learns less of each note by heart. Offsets (:meth:`take`, :meth:`cover`) and
    alignment stay those of the recorded sounds; the peak keeps its place while it is resampled.

    Recordings too short for the wider stretch that the highest pitch needs are not resampled.
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
        # Two more samples on each side, which the interpolator reads.
        wide = 2 * int(np.ceil(grain * 2 ** (semitones / 12) / 2)) + 4
        fits = any(sound.length >= wide for sound in corpus.sounds)
        self.wide = GrainSampler(corpus, wide, align, min_rms_db) if fits else None

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.float32]:
        """``(count, grain)`` grains at random, the resampled ones first."""
        moved = round(count * self.share) if self.wide is not None else 0
        plain = super().draw(count - moved, rng)
        if self.wide is None or not moved:
            return plain
        ratios = 2 ** (rng.uniform(-self.semitones, self.semitones, moved) / 12)
        grains = resampled(self.wide.draw(moved, rng), ratios, self.grain)
        return np.concatenate([grains, plain])


def resampled(
    stretches: NDArray[np.float32], ratios: NDArray[np.float64], grain: int
) -> NDArray[np.float32]:
    """Stretches ``(n, wide)`` read at speeds ``ratios (n,)`` around their middle: ``(n, grain)``.

    Sample ``wide // 2`` comes out at ``grain // 2``. The interpolator is the cubic of Catmull and
    Rom (1974): exact at speed 1, and good enough below 10 kHz for material to learn from.
    ``wide`` must be at least ``grain · max(ratios) + 4``.
    """
    wide = stretches.shape[1]
    steps = (np.arange(grain) - grain // 2).astype(np.float32)
    place = wide // 2 + steps * ratios[:, None].astype(np.float32)
    first = np.floor(place).astype(np.int64)
    t = place - first.astype(np.float32)
    first += wide * np.arange(len(stretches))[:, None]
    flat = stretches.reshape(-1)
    a, b, c, d = (flat[first + k] for k in (-1, 0, 1, 2))
    bend = 2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)
    return np.asarray(b + 0.5 * t * (c - a + t * bend), np.float32)
