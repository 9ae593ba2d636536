"""Paths with places on stage: what is played, kept, morphed and sent is the same path."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from granvae.play.performer import Performer
from granvae.play.presets import Preset, blend
from granvae.play.snapshot import snapshot
from support import learned_models, tiny_models
from support.learned_models import GRAIN, LENGTH, NAMES
from support.performers import Sent, make_performer, refusal, reports_of, send, sound_of


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learned_models.learned_model(tmp_path_factory.mktemp("model") / "learned.ts")


@pytest.fixture
def performer(model: Path) -> Performer:
    return make_performer(model)


def shown(performer: Performer) -> tuple[list[list[float]], list[int] | None]:
    state = json.loads(json.dumps(snapshot(performer)))
    return state["path"], state["places"]


def test_a_walk_is_that_of_python_sample_for_sample(model: Path, performer: Performer) -> None:
    send(performer, ("/jump", [20]), ("/near", [3]), ("/stay", ["low"]), ("/walk", [50, 7]))
    synth = Synth(model)
    synth.set("jump", 20)
    synth.set("near", 3)
    synth.stay("low")
    points = synth.walk(50, 7)
    np.testing.assert_array_equal(performer.state.points, points)
    np.testing.assert_array_equal(performer.state.path.places, synth.places)
    np.testing.assert_array_equal(performer.table, synth.table)
    np.testing.assert_array_equal(performer.main_voice.starts, synth.starts)
    assert performer.main_voice.table_size == len(synth.table)


def test_edits_of_the_path_are_those_of_python(model: Path, performer: Performer) -> None:
    synth = Synth(model)
    synth.walk(20, 1)
    synth.stretch(1.5)
    synth.stay(2)
    synth.snap(0.6)
    send(performer, ("/walk", [20, 1]), ("/stretch", [1.5]), ("/stay", [2]), ("/snap", [0.6]))
    np.testing.assert_array_equal(performer.state.points, synth.points)
    np.testing.assert_array_equal(performer.state.path.places, synth.places)


def test_random_draws_near_learned_grains_and_from_the_prior_where_it_is_asked_to(
    model: Path, performer: Performer
) -> None:
    synth = Synth(model)
    for message, prior in (("/random", False), ("/random/prior", True)):
        send(performer, (message, [5]))
        np.testing.assert_array_equal(performer.latent, synth.random(5, prior=prior))


def test_the_reported_path_played_again_is_the_same(model: Path, performer: Performer) -> None:
    reports = reports_of(performer)
    send(performer, ("/walk", [12, 3]))
    ((address, arguments),) = [each for each in reports if each[0].startswith("/path")]
    assert address == "/path/placed"
    other = make_performer(model)
    send(other, (address, arguments))
    assert shown(other) == shown(performer)
    np.testing.assert_array_equal(sound_of(other, 3000), sound_of(performer, 3000))


def test_presets_keep_places_and_so_do_their_files(
    model: Path, performer: Performer, tmp_path: Path
) -> None:
    file = str(tmp_path / "presets.json")
    send(performer, ("/walk", [12, 3]), ("/preset/save", ["way"]), ("/preset/write", [file]))
    before, table = shown(performer), performer.table
    send(performer, ("/random", [1]))
    assert shown(performer)[1] is None
    send(performer, ("/preset/recall", ["way"]))
    assert shown(performer) == before
    other = make_performer(model)
    send(other, ("/preset/read", [file]), ("/preset/recall", ["way"]))
    assert shown(other) == before
    np.testing.assert_array_equal(other.table, table)


@pytest.mark.parametrize("name", ["way.json", "way.csv"])
def test_files_of_paths_are_those_of_python_and_older_ones_have_no_places(
    model: Path, performer: Performer, tmp_path: Path, name: str
) -> None:
    file = str(tmp_path / name)
    synth = Synth(model)
    points = synth.walk(9, 4)
    send(performer, ("/walk", [9, 4]), ("/path/write", [file]), ("/random", [1]))
    synth.random(1)
    np.testing.assert_allclose(synth.load_path(file), points, atol=1e-6)
    answers: list[Sent] = []
    performer.dispatcher.do("/path/read", [file], lambda *answer: answers.append(answer))
    assert answers == [("/path/read", [file, 9])]
    np.testing.assert_array_equal(performer.state.points, synth.points)
    np.testing.assert_array_equal(performer.state.path.places, synth.places)
    (tmp_path / "old.csv").write_text("0,0,0\n1,0,0\n")
    send(performer, ("/path/read", [str(tmp_path / "old.csv")]))
    assert shown(performer) == ([[0, 0, 0], [1, 0, 0]], None)
    assert "nowhere.csv" in refusal(performer, "/path/read", "nowhere.csv")


def test_presets_of_older_versions_load_and_wrong_places_are_refused(
    performer: Performer, tmp_path: Path
) -> None:
    preset = {"points": [[0, 0, 0], [1, 0, 0]], "signals": {}, "parameters": {"law": "linear"}}
    old, wrong = tmp_path / "old.json", tmp_path / "wrong.json"
    old.write_text(json.dumps({"format": 1, "presets": {"old": preset}}))
    send(performer, ("/preset/read", [str(old)]), ("/preset/recall", ["old"]))
    assert shown(performer) == (preset["points"], None)
    wrong.write_text(json.dumps({"presets": {"old": {**preset, "places": [0]}}}))
    assert "1 places of 2 points" in refusal(performer, "/preset/read", str(wrong))


def test_a_morph_has_the_distances_of_the_heaviest() -> None:
    def preset(count: int, *places: int) -> Preset:
        return Preset(((0.0,),) * count, {}, {}, places)

    two, four = preset(2, 0, 70), preset(4, -3, 80, 90, 100)
    assert blend([two, four], [1, 2]).places == (-3, 80, 90, 100)
    assert blend([two, four], [2, 1]).places == (0, 70, 70, 70)
    assert blend([preset(3), four], [2, 1]).places == ()
    assert blend([preset(1, 0), four], [2, 1]).places == ()


def test_notes_play_the_path_at_its_places(model: Path) -> None:
    performer = make_performer(model, main=0.0)
    send(performer, ("/walk", [30, 2]), ("/note/attack", [0]), ("/note", [69, 127]))
    heard = sound_of(performer, 4000)
    synth = Synth(model)
    synth.path(performer.state.points, performer.state.path.places)
    rise = 100  # samples in which the note begins
    played = synth.process(440.0, samples=4000)
    np.testing.assert_allclose(heard[rise:], played[rise:], atol=1e-6)


def test_stay_is_shown_by_names_and_another_model_begins_with_all(
    performer: Performer, model: Path
) -> None:
    send(performer, ("/stay", ["cello", 2]))
    state = snapshot(performer)
    assert (state["sounds"], state["stay"]) == (list(NAMES), list(NAMES))
    send(performer, ("/stay", ["flute"]))
    assert snapshot(performer)["stay"] == [NAMES[2]]
    send(performer, ("/walk", [40, 1]))
    flute = learned_models.learned().latents[-LENGTH:]
    away = np.abs(performer.state.points[:, None] - flute).sum(axis=2).min(axis=1)
    assert away.max() == 0.0
    send(performer, ("/model", [str(model)]))
    assert snapshot(performer)["stay"] == []


@pytest.mark.parametrize(
    ("address", "arguments", "words"),
    [
        ("/path/placed", [0, 1, 2], "a multiple of 4"),
        ("/stay", ["oboe"], "low/cello 1.wav"),
        ("/snap", [2], "from 0 to 1"),
        ("/stretch", [0], "from 0.01 to 100"),
        ("/walk", [0], "from 1 to 65536"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    performer: Performer, address: str, arguments: list[float | str], words: str
) -> None:
    send(performer, ("/walk", [5, 1]))
    before = shown(performer)
    assert words in refusal(performer, address, *arguments)
    assert shown(performer) == before


def test_without_learned_grains_a_walk_is_refused_and_the_path_stays(tmp_path: Path) -> None:
    performer = make_performer(tiny_models.linear_model(tmp_path / "plain.ts"))
    send(performer, ("/line", [3, *[0.1] * 16]))
    before = shown(performer)
    assert "learned from" in refusal(performer, "/walk", 10)
    assert shown(performer) == before
    assert "learned from none" in refusal(performer, "/stay", "cello")


def test_places_too_far_apart_leave_no_holes(performer: Performer) -> None:
    send(performer, ("/path/placed", [0, 1, 0, 0, 9 * GRAIN, 1, 0, 0, 1e30, 1, 0, 0]))
    assert performer.main_voice.starts == [0, GRAIN, 2 * GRAIN]
