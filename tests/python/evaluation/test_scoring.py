"""An evaluation scores grains from all over a corpus, but not all of a very long one."""

from __future__ import annotations

import numpy as np

from granvae.data.corpus import Corpus, Sound
from granvae.evaluation.scoring import select_grains

GRAIN = 256


def corpus_of(sounds: int, grains: int) -> Corpus:
    length = grains * GRAIN
    noise = 0.1 * np.random.default_rng(0).normal(size=sounds * length).astype(np.float32)
    spans = (Sound(f"{i}.wav", i * length, (i + 1) * length) for i in range(sounds))
    return Corpus(noise, tuple(spans), 16000)


def test_every_grain_is_scored_where_they_are_few() -> None:
    selection = select_grains(corpus_of(3, 20), GRAIN, "none", most=60, seed=0)
    assert sum(map(len, selection.offsets.values())) == 60
    assert all((np.diff(offsets) == GRAIN).all() for offsets in selection.offsets.values())


def test_of_very_many_grains_as_many_as_wanted_are_scored_from_everywhere() -> None:
    corpus = corpus_of(4, 2000)
    selection = select_grains(corpus, GRAIN, "none", most=100, seed=0)
    assert sum(map(len, selection.offsets.values())) == 100
    for sound in corpus.sounds:
        quarter, _ = np.histogram(selection.offsets[sound.name], 4, (sound.start, sound.stop))
        assert (quarter > 0).all()
