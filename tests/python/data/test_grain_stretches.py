"""Grains that follow each other along recordings."""

from itertools import pairwise

import numpy as np
import pytest

from granvae.data.corpus import Corpus, Recording
from granvae.data.grain_stretches import LONGEST, next_offsets, rows_along

RATE = 8000
GRAIN = 64


def corpus_of(*seconds: float) -> Corpus:
    """Noise, one recording after the other."""
    lengths = [round(s * RATE) for s in seconds]
    ends = np.cumsum(lengths)
    samples = np.random.default_rng(0).normal(size=sum(lengths)).astype(np.float32)
    sounds = tuple(
        Recording(f"{k}.wav", int(end - length), int(end))
        for k, (end, length) in enumerate(zip(ends, lengths, strict=True))
    )
    return Corpus(samples, sounds, RATE)


def test_each_grain_has_the_highest_peak_within_reach_of_the_one_before() -> None:
    wave = np.random.default_rng(1).normal(size=4000).astype(np.float32)
    offsets = next_offsets(wave, GRAIN, "peak")
    hops = np.diff(offsets)
    assert hops.min() >= GRAIN // 2
    assert hops.max() <= GRAIN * 15 // 16
    for before, offset in pairwise(offsets):
        reach = np.arange(before + GRAIN // 2, min(before + 60, len(wave) - GRAIN) + 1) + GRAIN // 2
        peaks = [m for m in reach if wave[m - 1] <= wave[m] > wave[m + 1]]
        assert offset + GRAIN // 2 == max(peaks, key=lambda m: wave[m])
    assert offsets[-1] + GRAIN <= len(wave)
    assert offsets[-1] + GRAIN + GRAIN // 2 > len(wave) or len(wave) - offsets[-1] < 2 * GRAIN


def test_a_tone_keeps_its_phase_from_grain_to_grain() -> None:
    period = 20
    wave = np.cos(2 * np.pi * np.arange(2000) / period).astype(np.float32)
    assert set(np.diff(next_offsets(wave, GRAIN, "peak")) % period) == {0}


def test_unaligned_grains_and_waves_without_a_peak_go_on_regularly() -> None:
    wave = np.linspace(0, 1, 1000, dtype=np.float32)
    assert set(np.diff(next_offsets(wave, GRAIN, "none"))) == {48}
    assert set(np.diff(next_offsets(wave, GRAIN, "peak"))[:-1]) == {60}  # the largest sample
    assert next_offsets(wave[:63], GRAIN, "peak").size == 0


def test_a_short_corpus_is_covered_from_end_to_end() -> None:
    corpus = corpus_of(1.0, 2.0)
    rows = rows_along(corpus, GRAIN, "peak", 10_000)
    assert np.flatnonzero(rows.place == 0).size == 2  # a stretch for each recording
    for index, sound in enumerate(corpus.sounds):
        offsets = rows.offsets[rows.sound == index]
        assert offsets[0] - sound.start <= GRAIN // 2
        assert sound.stop - offsets[-1] < 2 * GRAIN
        np.testing.assert_array_equal(rows.place[rows.sound == index][1:], np.diff(offsets))


@pytest.mark.parametrize("align", ["peak", "none"])
def test_a_long_corpus_keeps_stretches_of_every_recording_in_proportion(align: str) -> None:
    corpus = corpus_of(60.0, 30.0, 5.0, 120.0)
    count = 40_000 * RATE // 44100
    rows = rows_along(corpus, GRAIN, align, count)
    assert 0.9 * count < len(rows.offsets) < 1.15 * count
    shares = np.bincount(rows.sound) / len(rows.sound)
    np.testing.assert_allclose(shares, np.array([60, 30, 5, 120]) / 215, atol=0.02)
    begins = np.flatnonzero(rows.place == 0)
    seconds = np.diff(np.append(begins, len(rows.place))) * 0.75 * GRAIN / RATE
    assert seconds.min() > 0.9
    assert seconds.max() < 1.2 * LONGEST
    assert np.all(np.diff(rows.offsets) > 0)


def test_of_very_many_recordings_some_go_on_for_a_second() -> None:
    rows = rows_along(corpus_of(*[2.0] * 300), GRAIN, "none", 30 * RATE // 48)
    used = np.unique(rows.sound)
    assert len(used) == 30
    assert np.diff(used).max() == 10  # evenly spread


def test_stretches_begin_anew_after_grains_that_are_left_out() -> None:
    rows = rows_along(corpus_of(1.0), GRAIN, "none", 10_000)
    left_out = np.zeros(len(rows.place), bool)
    left_out[10:13] = True
    kept = rows.without(left_out)
    np.testing.assert_array_equal(np.flatnonzero(kept.place == 0), [0, 10])
    assert kept.offsets[10] == rows.offsets[13]
