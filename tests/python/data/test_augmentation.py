"""Some grains are resampled, and keep their peak in the middle."""

from __future__ import annotations

import numpy as np

from granvae.data.augmentation import ResamplingSampler, resampled
from granvae.data.grain_sampler import GrainSampler
from support.tones import SAMPLE_RATE, corpus_of, tone

CORPUS = corpus_of(tone(440.0, 0.5, 0))


def test_at_speed_one_the_middle_comes_out_unchanged() -> None:
    stretches = np.float32(np.random.default_rng(0).standard_normal((3, 180)))
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
    sampler = ResamplingSampler(CORPUS, 256, "peak", share=0.5)
    batch = sampler.draw(40, np.random.default_rng(1))
    assert batch.shape == (40, 256)
    assert batch.dtype == np.float32
    recorded = np.lib.stride_tricks.sliding_window_view(sampler.corpus.samples, 256)
    found = [bool((np.abs(recorded - grain).max(axis=1) < 1e-7).any()) for grain in batch]
    assert found == [True, False] * 20


def test_resampled_grains_keep_their_peak_in_the_middle() -> None:
    batch = ResamplingSampler(CORPUS, 256, "peak", share=1.0).draw(50, np.random.default_rng(2))
    middle = batch[:, 128]
    assert (middle[:, None] + 1e-3 >= batch[:, 120:137]).all()


def test_without_a_share_it_draws_what_the_plain_sampler_draws() -> None:
    plain = GrainSampler(CORPUS, 256).draw(9, np.random.default_rng(3))
    none = ResamplingSampler(CORPUS, 256, share=0.0).draw(9, np.random.default_rng(3))
    np.testing.assert_array_equal(plain, none)


def test_sounds_too_short_to_resample_are_used_as_they_are() -> None:
    short = corpus_of(tone(440.0, 300 / SAMPLE_RATE, 0))
    assert ResamplingSampler(short, 256).draw(4, np.random.default_rng(0)).shape == (4, 256)
