"""Whole sounds: which stretches are played, and what is played of them."""

from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from granvae.evaluation.result import Evaluation
from granvae.evaluation.sound_scores import RECORDING, SoundMetrics, SoundScores, score_sounds
from granvae.evaluation.sounds import PlayedSound, choose_stretches, natural_sound, play_sounds
from granvae.export.codec import open_codec
from support import encoding_models
from support.tones import corpus_of, noise, tone

RATE = 44100


@pytest.fixture(scope="module")
def aligned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Encodes and decodes 16 Fourier coefficients of 512 samples, with peaks in the middle."""
    path = tmp_path_factory.mktemp("aligned") / "model.ts"
    return encoding_models.save(encoding_models.Fourier(), path, "peak")


@pytest.fixture(scope="module")
def played(aligned: Path) -> PlayedSound:
    """Half a second of a low tone, which few coefficients hold."""
    corpus = corpus_of(tone(110.0, 0.5, 1), rate=RATE)
    (sound,) = play_sounds(open_codec(aligned), aligned, corpus, corpus.sounds)
    return sound


def test_stretches_come_from_each_group_in_turn_until_the_time_is_over():
    corpus = corpus_of(*noise(6, grain=3 * RATE), rate=RATE)
    names = [sound.name for sound in corpus.sounds]
    groups = (names[:1], names[1:4], names[4:])
    chosen = choose_stretches(corpus, groups, (0.5, 2.0, 4.0), 0)  # 2/3 s each
    assert {one.name for one in chosen} == set(names)
    assert {one.length for one in chosen} == {round(4.0 / 6 * RATE)}
    few = [one.name for one in choose_stretches(corpus, groups, (1.0, 2.0, 3.0), 0)]
    assert [sum(name in group for name in few) for group in groups] == [1, 1, 1]
    assert few == [one.name for one in choose_stretches(corpus, groups, (1.0, 2.0, 3.0), 0)]
    assert not choose_stretches(corpus, groups, (1.0, 2.0, 0.0), 0)


def test_a_stretch_is_the_loudest_of_its_recording():
    quiet = 0.1 * noise(1, grain=3 * RATE)[0]
    quiet[RATE : 2 * RATE] *= 5.0
    corpus = corpus_of(noise(1, grain=RATE)[0], quiet, rate=RATE)
    (stretch,) = choose_stretches(corpus, [[corpus.sounds[1].name]], (1.0, 1.0, 9.0), 0)
    assert stretch.start == pytest.approx(corpus.sounds[1].start + RATE, abs=RATE // 20)
    assert stretch.length == RATE


def test_a_sound_is_played_as_its_table_holds_it(aligned: Path):
    synth = Synth(aligned, None)
    synth.encode(tone(220.0, 0.3, 0))
    sound = natural_sound(synth, len(synth.table) + 100)
    np.testing.assert_allclose(sound[:-100], synth.table, atol=1e-6)
    assert not sound[-100:].any()


def test_recorded_grains_at_their_places_are_the_recording(played: PlayedSound):
    np.testing.assert_allclose(played.played["no network"], played.recorded, atol=1e-6)
    assert ((played.places[1:] >= 256) & (played.places[1:] <= 480)).all()


def test_what_is_played_is_what_the_engine_makes_of_the_recording(
    played: PlayedSound, aligned: Path
):
    synth = Synth(aligned, None)
    synth.encode(played.recorded)
    table = synth.table[: len(played.recorded)]
    np.testing.assert_allclose(played.played["model"], table, atol=1e-6)
    synth.scale(0.7)
    scaled = synth.table[: len(played.recorded)]
    np.testing.assert_allclose(played.played["scaled"], scaled, atol=1e-6)
    assert {one.shape for one in played.played.values()} == {played.recorded.shape}
    assert played.as_played is played.played["model"]  # of a model without noise


def test_places_keep_the_pitch_of_a_tone_and_their_scores_say_so(played: PlayedSound):
    scores = score_sounds([played], 512, RATE)
    medians = scores.medians()
    assert medians["no network"].pitch == 1.0
    assert medians["no network"].si_sdr_db > 90.0
    assert medians["no network"].hnr_db == pytest.approx(medians[RECORDING].hnr_db, abs=0.1)
    assert medians["model"].pitch > 0.9
    assert medians["model"].si_sdr_db > medians["no places"].si_sdr_db + 10.0
    assert scores.seconds == {played.name: 0.5}


def test_medians_leave_out_what_has_no_meaning():
    def of(pitch: float) -> SoundMetrics:
        return SoundMetrics(pitch, 1.0, 1.0, 1.0, 1.0, float("nan"))

    files = {"a": of(0.2), "b": of(float("nan")), "c": of(0.4), "d": of(1.0)}
    scores = SoundScores({"model": files}, {}, "model", dict.fromkeys(files, 1.0))
    assert scores.medians()["model"].pitch == 0.4
    assert scores.medians(["a", "b"])["model"].pitch == 0.2
    assert np.isnan(scores.medians(["b"])["model"].pitch)
    assert scores.medians(["b"])["model"].to_dict()["pitch"] is None
    assert not scores.medians(["e"])


def test_an_evaluation_plays_sounds_of_each_side(reported: Evaluation):
    sides = reported.sound_sides
    assert set(sides) == {"training", "held-out", "elsewhere"}
    assert {"model", "encoder", "pca", "no network", "no places", "scaled", "offset"} < {
        *sides["held-out"]
    }
