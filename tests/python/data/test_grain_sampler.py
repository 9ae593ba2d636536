"""Grains come from anywhere in a sound, never from two, and start where they should."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader

from granvae.data.grain_dataset import GrainStream
from granvae.data.grain_sampler import GrainSampler, ResamplingSampler, resampled
from granvae.errors import GranvaeError
from support.tones import corpus_of, tone

RATE = 44100
GRAIN = 512


def noise(count: int, seed: int = 0, level: float = 0.1) -> NDArray:
    return level * np.random.default_rng(seed).normal(size=count)


def generator(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


LONG = GrainSampler(corpus_of(noise(9000)), GRAIN)
TONE = corpus_of(tone(440.0, 0.5, 0))


@pytest.mark.parametrize("align", ["peak", "none"])
def test_no_grain_crosses_a_border(align: str) -> None:
    corpus = corpus_of(noise(600), noise(GRAIN - 1), noise(5000), noise(GRAIN), noise(1400))
    offsets = GrainSampler(corpus, GRAIN, align).draw_offsets(20000, generator())
    homes = [
        next(s.name for s in corpus.sounds if s.start <= o and o + GRAIN <= s.stop)
        for o in np.unique(offsets).tolist()
    ]
    assert set(homes) == {"0.wav", "2.wav", "3.wav", "4.wav"}  # 1.wav is shorter than a grain


def test_unaligned_grains_are_uniform_over_all_offsets() -> None:
    corpus = corpus_of(noise(GRAIN + 2), noise(GRAIN + 4))
    offsets = GrainSampler(corpus, GRAIN, "none").draw_offsets(80000, generator())
    places, counts = np.unique(offsets, return_counts=True)
    second = GRAIN + 2
    assert places.tolist() == [0, 1, 2, second, second + 1, second + 2, second + 3, second + 4]
    assert np.abs(counts - 10000).max() < 5 * np.sqrt(10000)


def test_drawn_grains_are_the_samples_at_their_offsets() -> None:
    corpus = corpus_of(noise(4000), noise(3000, 1))
    sampler = GrainSampler(corpus, GRAIN)
    offsets = sampler.draw_offsets(50, generator())
    grains = sampler.draw(50, generator())
    assert grains.shape == (50, GRAIN)
    assert grains.dtype == np.float32
    expected = np.stack([corpus.samples[offset : offset + GRAIN] for offset in offsets.tolist()])
    np.testing.assert_array_equal(grains, expected)
    np.testing.assert_array_equal(sampler.take(offsets), expected)
    grains[:] = 0.0  # is free to the caller: the corpus does not change
    np.testing.assert_array_equal(sampler.take(offsets), expected)


def test_a_seed_draws_the_same_grains_again_and_another_seed_others() -> None:
    first, again, other = (LONG.draw(8, generator(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("grain", [7, 64, 512])
def test_the_middle_of_an_aligned_grain_is_the_highest_peak_near_it(grain: int) -> None:
    corpus = corpus_of(noise(9000), noise(3000, 1))
    middle, reach = grain // 2, 3 * grain // 8
    raw = GrainSampler(corpus, grain, "none").draw_offsets(500, generator())
    sampler = GrainSampler(corpus, grain, "peak")
    for start, moved in zip(raw.tolist(), sampler.aligned(raw).tolist(), strict=True):
        span = next(s for s in corpus.sounds if s.start <= start and start + grain <= s.stop)
        low = max(start - reach, span.start)
        high = min(start + reach, span.stop - grain)
        x, near = corpus.samples, range(low + middle, high + middle + 1)
        peaks = [p for p in near if x[p] >= x[p - 1] and x[p] > x[p + 1]]
        assert moved + middle == max(peaks or near, key=lambda p: x[p])


def test_aligned_grains_of_a_tone_all_have_one_phase() -> None:
    time = np.arange(3 * RATE) / RATE
    corpus = corpus_of(np.sin(2 * np.pi * 130.8 * time) + 0.5 * np.sin(2 * np.pi * 261.6 * time))
    grains = GrainSampler(corpus, GRAIN, "peak").draw(200, generator())
    mean = grains.mean(axis=0)
    assert np.abs(grains - mean).max() < 0.06  # a sample's share of the period, at most
    loose = GrainSampler(corpus, GRAIN, "none").draw(200, generator())
    assert np.abs(loose - loose.mean(axis=0)).max() > 1.0


def test_the_alignment_depends_on_the_offset_alone() -> None:
    offsets = np.array([0, 700, 8488])
    alone = [LONG.aligned(offsets[i : i + 1])[0] for i in range(3)]
    assert LONG.aligned(offsets).tolist() == alone


@pytest.mark.parametrize("grain", [63, 256, 512])
@pytest.mark.parametrize("align", ["peak", "none"])
def test_cover_leaves_no_audio_out_between_the_ends(align: str, grain: int) -> None:
    corpus = corpus_of(noise(9000), noise(grain - 1), noise(7001, 1), np.zeros(3000))
    sampler = GrainSampler(corpus, grain, align)
    covered = np.zeros(len(corpus.samples), bool)
    offsets = sampler.cover()
    for offset in offsets.tolist():
        covered[offset : offset + grain] = True
    end = 3 * grain // 8 if align == "peak" else 0
    for sound in corpus.sounds:
        inside = covered[sound.start + end : sound.stop - end]
        assert inside.all() if sound.length >= grain else not inside.any()
    np.testing.assert_array_equal(offsets, sampler.cover())
    assert (np.diff(offsets) > 0).all()


def test_offsets_outside_the_sounds_are_refused() -> None:
    sampler = GrainSampler(corpus_of(noise(2000), noise(2000)), GRAIN)
    for offset in (-1, 2000 - GRAIN + 1, 4000):
        with pytest.raises(ValueError, match="outside the sounds"):
            sampler.aligned(np.array([offset]))


def test_quiet_grains_are_drawn_again() -> None:
    corpus = corpus_of(noise(20000), noise(20000, 1, level=1e-4))
    grains = GrainSampler(corpus, GRAIN, min_rms_db=-50.0).draw(300, generator())
    level = 20 * np.log10(np.sqrt(np.mean(grains**2, axis=1)))
    # Half would be quiet, and each is drawn up to 8 times more.
    assert (level > -50.0).mean() > 0.98
    quiet_only = corpus_of(noise(20000, level=1e-4))
    assert GrainSampler(quiet_only, GRAIN, min_rms_db=-50.0).draw(9, generator()).shape[0] == 9


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: GrainSampler(LONG.corpus, GRAIN, "peaks"), "'peaks' is unknown"),
        (lambda: GrainSampler(LONG.corpus, 3), "grain of 3 samples"),
        (lambda: GrainSampler(LONG.corpus, 9001), "as long as a grain of 9001"),
        (lambda: GrainStream(LONG, 8, 2, seed=1).part(0, 3), "batch of 8 .* cannot be shared by 3"),
        (lambda: GrainStream(LONG, 8, 2, seed=1).part(2, 2), "no rank 2 among 2 processes"),
    ],
)
def test_unusable_settings_are_one_sentence(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(GranvaeError, match=sentence):
        make()


def test_at_speed_one_the_middle_comes_out_unchanged() -> None:
    stretches = np.float32(generator().standard_normal((3, 180)))
    got = resampled(stretches, np.ones(3), 128)
    np.testing.assert_array_equal(got, stretches[:, 90 - 64 : 90 + 64])


def test_a_sine_comes_out_at_the_other_pitch_with_its_middle_in_place() -> None:
    ratio, wide, grain = 2 ** (3 / 12), 680, 512
    time = np.arange(wide) - wide // 2
    stretch = np.float32(np.cos(2 * np.pi * 0.02 * time))[None]
    expected = np.cos(2 * np.pi * 0.02 * ratio * (np.arange(grain) - grain // 2))
    got = resampled(stretch, np.array([ratio]), grain)[0]
    np.testing.assert_allclose(got, expected, atol=1e-3)


def test_half_of_a_batch_is_resampled_and_the_rest_is_as_recorded() -> None:
    sampler = ResamplingSampler(TONE, 256, "peak", share=0.5)
    batch = sampler.draw(40, generator())
    assert batch.shape == (40, 256)
    assert batch.dtype == np.float32
    recorded = np.lib.stride_tricks.sliding_window_view(sampler.corpus.samples, 256)
    found = [bool((np.abs(recorded - grain).max(axis=1) < 1e-7).any()) for grain in batch]
    assert found == [True, False] * 20


def test_resampled_grains_keep_their_peak_in_the_middle() -> None:
    batch = ResamplingSampler(TONE, 256, "peak", share=1.0).draw(50, generator())
    assert (batch[:, 128:129] + 1e-3 >= batch[:, 120:137]).all()


def test_without_a_share_it_draws_what_the_plain_sampler_draws() -> None:
    plain = GrainSampler(TONE, 256).draw(9, generator())
    none = ResamplingSampler(TONE, 256, share=0.0).draw(9, generator())
    np.testing.assert_array_equal(plain, none)


def test_sounds_too_short_to_resample_are_used_as_they_are() -> None:
    short = corpus_of(tone(440.0, 300 / RATE, 0))
    assert ResamplingSampler(short, 256).draw(4, generator()).shape == (4, 256)


def batches(stream: GrainStream, workers: int = 0) -> torch.Tensor:
    return torch.stack(list(DataLoader(stream, batch_size=None, num_workers=workers)))


def test_a_stream_gives_whole_batches_and_others_in_each_epoch() -> None:
    stream = GrainStream(LONG, 6, 4, seed=1)
    first, second = batches(stream), batches(stream)
    assert first.shape == (len(stream), 6, GRAIN) == (4, 6, GRAIN)
    assert first.dtype == torch.float32
    assert len(torch.cat([first, second]).unique(dim=0)) == 8


def test_a_resumed_stream_goes_on_with_the_grains_it_would_have_had() -> None:
    stream, resumed = GrainStream(LONG, 6, 4, seed=1), GrainStream(LONG, 6, 4, seed=1)
    epochs = [batches(stream) for _ in range(3)]
    resumed.set_epoch(2)
    assert torch.equal(batches(resumed), epochs[2])


def test_a_stream_is_the_same_for_any_number_of_workers() -> None:
    alone, helped = (batches(GrainStream(LONG, 6, 5, seed=1), workers=n) for n in (0, 2))
    assert torch.equal(alone, helped)


@pytest.mark.parametrize("world", [1, 2, 3, 6, 8, 96])
def test_processes_share_the_batches_that_one_would_draw(world: int) -> None:
    whole = GrainStream(LONG, 96, 3, seed=1, epoch=5)
    parts = []
    for rank in range(world):
        part = whole.part(rank, world)
        part.set_epoch(5)
        parts.append(batches(part))
    assert {part.shape for part in parts} == {(3, 96 // world, GRAIN)}
    assert torch.equal(torch.cat(parts, dim=1), batches(whole))


def test_what_goes_wrong_while_drawing_ahead_comes_out_where_the_batches_are_taken() -> None:
    class Broken(GrainSampler):
        def grains(self, chances: NDArray) -> NDArray:
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        batches(GrainStream(Broken(LONG.corpus, GRAIN), 6, 5, seed=1))


def test_a_stream_that_is_left_early_begins_again_with_the_next_epoch() -> None:
    stream, whole = GrainStream(LONG, 6, 5, seed=1), GrainStream(LONG, 6, 5, seed=1)
    next(iter(stream))
    batches(whole)
    assert torch.equal(batches(stream), batches(whole))
