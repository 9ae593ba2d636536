"""A folder becomes one array of sounds, and is split with no sound in both halves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from granvae.data.corpus import Corpus, load_corpus
from granvae.data.grain_sampler import GrainSampler
from granvae.data.trimming import trim
from granvae.errors import GranvaeError, InvalidValueError
from support.tones import corpus_of, folder_of, sine

RATE = 16000
GRAIN = 512
tone = partial(sine, rate=RATE)


def noises(*lengths: int) -> Corpus:
    """Sounds of the given lengths in samples."""
    rng = np.random.default_rng(0)
    return corpus_of(*(rng.normal(size=length) for length in lengths), rate=RATE)


def test_all_sounds_lie_in_one_array_in_the_order_of_their_names(tmp_path: Path) -> None:
    folder_of(tmp_path / "deep" / "er", RATE, c=tone(300, 0.5))
    folder_of(tmp_path, RATE, b=tone(400, 0.25), a=tone(500, 0.75))
    corpus = load_corpus([tmp_path], RATE, GRAIN)
    assert [s.name for s in corpus.sounds] == ["a.wav", "b.wav", "deep/er/c.wav"]
    assert [s.start for s in corpus.sounds] == [0, *[s.stop for s in corpus.sounds[:-1]]]
    assert len(corpus.samples) == corpus.sounds[-1].stop
    assert corpus.samples[:1].dtype == np.float32
    assert corpus.seconds == pytest.approx(1.5, abs=0.01)
    last = corpus.samples[corpus.sounds[-1].start :]
    np.testing.assert_allclose(last, tone(300, 0.5)[: len(last)], atol=1e-4)


def test_unusable_files_among_good_ones_are_skipped_and_named(tmp_path: Path) -> None:
    folder_of(
        tmp_path,
        RATE,
        good=tone(440, 0.5),
        three=tone(440, 3 / RATE),
        silent=np.zeros(RATE),
        blip=np.concatenate([np.zeros(RATE), tone(440, 0.001), np.zeros(RATE)]),
        copy=tone(440, 0.5),
    )
    (tmp_path / "corrupt.wav").write_bytes(b"RIFF of no use at all, and no sound either")
    corpus = load_corpus([str(tmp_path)], RATE, 2 * GRAIN + GRAIN)
    assert [s.name for s in corpus.sounds] == ["copy.wav"]
    reasons = {s.path: s.reason for s in corpus.skipped}
    assert set(reasons) == {"good.wav", "three.wav", "silent.wav", "blip.wav", "corrupt.wav"}
    assert "exactly as copy.wav" in reasons["good.wav"]
    assert "its 3 samples" in reasons["three.wav"]
    assert "silent" in reasons["silent.wav"]
    assert "without its silence" in reasons["blip.wav"]
    assert reasons["corrupt.wav"].startswith("cannot be decoded")


def test_a_folder_with_nothing_of_use_says_what_was_found(tmp_path: Path) -> None:
    folder_of(tmp_path, RATE, three=tone(440, 3 / RATE))
    with pytest.raises(GranvaeError, match="None of the 1 sound files") as error:
        load_corpus([tmp_path], RATE, GRAIN)
    assert "three.wav" in str(error.value)
    assert str(GRAIN) in str(error.value)


@pytest.mark.parametrize(
    ("use", "sentence"),
    [
        (lambda: load_corpus(["a.wav"], 0, GRAIN), "sample rate 0 Hz is impossible"),
        (lambda: noises(5000, 5000).split(0.0, 0, GRAIN), "not between 0 and 1"),
        (lambda: noises(5000, 5000).split(1.0, 0, GRAIN), "not between 0 and 1"),
        (lambda: noises(5000, 5000).split(-0.1, 0, GRAIN), "not between 0 and 1"),
        (lambda: noises(5000, 5000).split(float("nan"), 0, GRAIN), "not between 0 and 1"),
        (lambda: noises(3 * GRAIN - 1).split(0.2, 0, GRAIN), r"0\.wav is the only sound"),
    ],
)
def test_what_is_impossible_is_refused(use: Callable[[], object], sentence: str) -> None:
    with pytest.raises(GranvaeError, match=sentence):
        use()


def test_progress_names_each_file_and_ends_at_the_total(tmp_path: Path) -> None:
    folder_of(tmp_path, RATE, a=tone(440, 0.5), b=tone(500, 0.5))
    calls: list[tuple[int, int, str]] = []
    load_corpus([tmp_path], RATE, GRAIN, lambda *call: calls.append(call))
    assert calls == [(0, 2, "a.wav"), (1, 2, "b.wav"), (2, 2, "")]


def test_silence_is_cut_from_the_ends_and_shortened_inside() -> None:
    silence = np.zeros(RATE, np.float32)
    sound = tone(440, 0.5).astype(np.float32)
    kept = trim(np.concatenate([silence, sound, silence, sound, silence]), RATE)
    # Each stretch may keep 20 ms and the half frames that its ends reach into.
    assert 1.0 <= len(kept) / RATE <= 1.0 + 4 * 0.06
    assert np.sum(kept**2) == pytest.approx(2 * np.sum(sound**2), rel=1e-6)


def test_a_short_pause_and_a_decay_are_kept_and_a_constant_offset_is_silence() -> None:
    pause = np.zeros(round(0.15 * RATE), np.float32)
    sound = tone(440, 0.3).astype(np.float32)
    assert len(trim(np.concatenate([sound, pause, sound]), RATE)) >= 2 * len(sound) + len(pause) - 1
    decay = tone(440, 1.0) * 10.0 ** (-40.0 / 20.0 * np.arange(RATE) / RATE)  # falls by 40 dB
    assert len(trim(decay.astype(np.float32), RATE)) >= RATE - 1
    assert len(trim(np.full(RATE, 0.25, np.float32), RATE)) == 0


@pytest.mark.parametrize("seed", range(5))
def test_files_are_split_near_the_share_and_no_sample_is_in_both(seed: int) -> None:
    corpus = noises(*np.random.default_rng(seed).integers(3000, 20000, 15).tolist())
    train, validation = corpus.split(0.2, seed, GRAIN)
    assert train.samples is validation.samples is corpus.samples
    assert validation.seconds / corpus.seconds == pytest.approx(0.2, abs=0.05)
    assert {s.name for s in train.sounds}.isdisjoint(s.name for s in validation.sounds)
    assert set(train.sounds) | set(validation.sounds) == set(corpus.sounds)
    used = np.zeros((2, len(corpus.samples)), bool)
    for half, marks in zip((train, validation), used, strict=True):
        for offset in GrainSampler(half, GRAIN).draw_offsets(2000, np.random.default_rng(seed)):
            marks[offset : offset + GRAIN] = True
    assert not used.all(axis=0).any()


def test_a_split_is_the_same_for_one_seed_and_differs_between_seeds() -> None:
    corpus = noises(*[5000] * 30)
    again = [corpus.split(0.2, 7, GRAIN)[1].sounds for _ in range(2)]
    assert again[0] == again[1]
    assert corpus.split(0.2, 8, GRAIN)[1].sounds != again[0]


@pytest.mark.parametrize(
    ("patterns", "held_out"),
    [
        (["*_1.wav"], {"harp/a_1.wav", "cello/a_1.wav"}),
        (["harp"], {"harp/a_0.wav", "harp/a_1.wav"}),
        (["cello/*_0.wav", "cello/a_1.wav"], {"cello/a_0.wav", "cello/a_1.wav"}),
    ],
)
def test_sounds_are_held_out_by_the_names_of_files_and_folders(patterns, held_out) -> None:
    names = [f"{folder}/a_{take}.wav" for folder in ("cello", "harp") for take in (0, 1)]
    plain = noises(*[5000] * 4)
    sounds = (replace(one, name=name) for one, name in zip(plain.sounds, names, strict=True))
    corpus = replace(plain, sounds=tuple(sounds))
    train, validation = corpus.hold_out(patterns)
    assert {one.name for one in validation.sounds} == held_out
    assert set(train.sounds) | set(validation.sounds) == set(corpus.sounds)
    assert set(train.sounds).isdisjoint(validation.sounds)
    with pytest.raises(InvalidValueError, match="No sound is named by 'viola'"):
        corpus.hold_out([*patterns, "viola"])
    with pytest.raises(InvalidValueError, match="All 4 sounds are held out"):
        corpus.hold_out(["*"])


@pytest.mark.parametrize("lengths", [(5000, 5000), (5000, 90000), (90000, 5000, 80000)])
@pytest.mark.parametrize("share", [0.01, 0.2, 0.9])
def test_neither_half_is_empty(lengths: tuple[int, ...], share: float) -> None:
    train, validation = noises(*lengths).split(share, 0, GRAIN)
    assert min(len(train.sounds), len(validation.sounds)) > 0


def test_a_single_file_is_split_in_time_with_a_gap() -> None:
    corpus = noises(20000)
    train, validation = corpus.split(0.2, 0, GRAIN)
    (first,), (last,) = train.sounds, validation.sounds
    assert (first.start, last.start, last.stop) == (0, 16000, 20000)
    assert first.stop == 16000 - GRAIN
    assert first.name == last.name


def test_a_short_single_file_still_has_a_grain_on_each_side() -> None:
    train, validation = noises(3 * GRAIN).split(0.01, 0, GRAIN)
    assert train.sounds[0].length == validation.sounds[0].length == GRAIN
