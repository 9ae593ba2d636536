"""Whole sounds from overlapping grains."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from granvae.data.corpus import Corpus, Recording
from granvae.data.grain_sampler import GrainSampler

Floats = NDArray[np.float32]


def reconstruct_sounds(
    corpus: Corpus,
    sampler: GrainSampler,
    through: Callable[[Floats], Floats],
    sounds: Sequence[Recording] = (),
) -> tuple[Floats, Floats]:
    """All sounds in a row, as recorded and as ``through`` reconstructs their grains.

    The grains begin a quarter of a grain apart, moved by the sampler's alignment: a model that
    learned peak-aligned grains reconstructs no others. Neighbours still overlap.

    Args:
        through: grains ``(batch, grain)`` to their reconstructions, same shape.
        sounds: spans of the corpus's sounds, none shorter than a grain; all sounds if not given.

    Returns:
        Two arrays ``(samples,)`` of equal length, in the order of the sounds.
    """
    grain = sampler.grain
    recorded, rebuilt = [], []
    for sound in sounds or corpus.sounds:
        offsets = sampler.offsets_of(sound, max(1, grain // 4))
        # In a part of a sound, alignment may move grains past its borders,
        offsets = offsets[(offsets >= sound.start) & (offsets <= sound.stop - grain)]
        # or the outermost ones inwards: these two reach the ends.
        offsets = np.union1d(offsets, [sound.start, sound.stop - grain])
        grains = through(sampler.take(offsets))
        rebuilt.append(overlap_add(grains, offsets - sound.start, sound.stop - sound.start))
        recorded.append(corpus.samples[sound.start : sound.stop])
    return np.concatenate(recorded), np.concatenate(rebuilt)


def overlap_add(grains: Floats, offsets: NDArray[np.int64], length: int) -> Floats:
    """Grains ``(count, grain)`` laid at ``offsets (count,)`` into ``(length,)`` samples.

    Each sample is the mean of the grains that reach it, weighted by a Hann window: grains equal to
    a recording give the recording for any offsets. A sample that no grain reaches is silent.
    """
    grain = grains.shape[1]
    # Centred between samples: no weight is zero, and the outermost grains keep their ends.
    window = np.sin(np.pi * (np.arange(grain) + 0.5) / grain) ** 2
    audio, weight = np.zeros(length), np.zeros(length)
    for start, samples in zip(offsets.tolist(), grains, strict=True):
        audio[start : start + grain] += window * samples
        weight[start : start + grain] += window
    return np.asarray(audio / np.where(weight > 0.0, weight, 1.0), np.float32)
