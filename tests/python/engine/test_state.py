"""States: what one has made, kept as JSON and restored."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from granvae import FileError, GranvaeError, InvalidValueError, Synth
from granvae.engine import _native
from support import tiny_models
from support.learned_models import learned_model
from support.playing import CROWDED, POINTS, assert_same, configured, controls, play, refused

PLACES = [0, *([300, 256] * 4)]


@pytest.fixture(scope="module")
def walked_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learned_model(tmp_path_factory.mktemp("learned") / "learned.ts")


def with_cloud(synth: Synth) -> None:
    configured(synth, **CROWDED)
    synth.set("swap", 12.3456789)


def with_places(synth: Synth) -> None:
    synth.path(POINTS, PLACES)


def with_fit(synth: Synth) -> None:
    configured(synth, join=64, law="linear")
    synth.path(POINTS)


def with_stored_paths(synth: Synth) -> None:
    synth.line(POINTS[0], 3)
    synth.store("Klänge")
    synth.path(POINTS, PLACES)
    synth.store('a "verse" \\ 1')
    synth.recall("Klänge")


MADE: list[Callable[[Synth], None]] = [with_cloud, with_places, with_fit, with_stored_paths]


@pytest.mark.parametrize("make", MADE)
def test_what_is_restored_sounds_sample_by_sample_the_same(
    small_model: Path, model: Path, make: Callable[[Synth], None]
) -> None:
    synth = Synth(small_model)
    make(synth)
    state = synth.state()
    expected = play(synth, controls())
    for other in (Synth(small_model), Synth(model), configured(Synth(model), **CROWDED)):
        other.random(5)
        other.restore(state)
        assert other.state() == state
        assert_same(play(other, controls()), expected)
        assert (other.model, other.latents) == (str(small_model), 5)


def test_stored_paths_come_back_and_those_of_before_go(small_model: Path, synth: Synth) -> None:
    with_stored_paths(synth)
    other = Synth(small_model)
    other.store("of before")
    other.restore(synth.state())
    other.recall('a "verse" \\ 1')
    np.testing.assert_array_equal(other.points, POINTS)
    np.testing.assert_array_equal(np.asarray(other.places), PLACES)
    with refused("no stored path 'of before'"):
        other.recall("of before")


@pytest.mark.parametrize("seed", [7, -3, 2**62 + 1])
def test_a_walk_goes_on_in_the_recordings_it_was_kept_to(walked_model: Path, seed: int) -> None:
    synth = Synth(walked_model)
    synth.stay(0)
    synth.set("jump", 20)
    synth.walk_on(seed)
    state = synth.state()
    expected = synth.process(seconds=3)
    other = Synth(walked_model)
    other.restore(state)
    np.testing.assert_array_equal(other.process(seconds=3), expected)
    other.walk_off()
    assert "walk" not in json.loads(other.state())
    assert json.loads(other.state())["stay"] == [0]


def test_a_walk_ends_where_the_state_has_only_a_path(walked_model: Path) -> None:
    synth = Synth(walked_model)
    state = synth.state()
    expected = synth.process(seconds=2)
    synth = Synth(walked_model)
    synth.walk_on(1)
    synth.restore(state)
    np.testing.assert_array_equal(synth.process(seconds=2), expected)


def test_a_state_is_a_file_whatever_its_folder_is_called(synth: Synth, tmp_path: Path) -> None:
    folder = tmp_path / "Klänge 東"
    folder.mkdir()
    model = shutil.copy(synth.model, folder / "Modell ü.ts")
    kept = Synth(model)
    with_places(kept)
    kept.save_state(folder / "Stück.json")
    synth.load_state(folder / "Stück.json")
    assert synth.state() == kept.state() == (folder / "Stück.json").read_text("utf-8")
    assert json.loads(kept.state())["model"] == str(model)


def test_a_model_that_is_gone_is_looked_for_beside_the_file(
    model: Path, small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    kept = Synth(shutil.copy(small_model, tmp_path / "old" / "mine.ts"))
    with_places(kept)
    kept.save_state(tmp_path / "old" / "song.json")
    for name in ("mine.ts", "song.json"):
        (tmp_path / "old" / name).rename(tmp_path / "new" / name)
    monkeypatch.chdir(tmp_path / "new")
    synth = Synth(model)
    synth.load_state("song.json")
    assert synth.model == str(tmp_path / "new" / "mine.ts")
    np.testing.assert_array_equal(synth.table, kept.table)


def changed(synth: Synth, **fields: Any) -> str:
    return json.dumps({**json.loads(synth.state()), **fields})


def test_the_path_waits_for_a_model_that_is_nowhere(small_model: Path, synth: Synth) -> None:
    with_places(synth)
    state = changed(synth, model="/nowhere/model.ts", parameters={"transpose": 5})
    engine = _native.Engine(44100)
    engine.restore(state)
    engine.wait()
    (selector, atoms), restored = engine.events()
    assert (selector, restored[0]) == ("error", "restored")
    assert "'/nowhere/model.ts' cannot be opened" in str(atoms[0])
    assert engine.get("transpose") == 5
    kept = json.loads(engine.state())
    assert kept["model"] == "/nowhere/model.ts"
    assert kept["path"] == json.loads(state)["path"]
    engine.send("read", [str(small_model)], str(small_model))
    engine.wait()
    np.testing.assert_array_equal(engine.table(), synth.table)


def test_a_state_of_an_object_without_a_model_leaves_model_and_path(synth: Synth) -> None:
    engine = _native.Engine(44100)
    engine.set("transpose", -12)
    state = engine.state()
    assert not {"model", "path", "walk"} & set(json.loads(state))
    table = synth.table
    synth.restore(state)
    assert synth.get("transpose") == -12
    np.testing.assert_array_equal(synth.table, table)


def test_what_a_later_version_adds_is_passed_over(synth: Synth) -> None:
    state = json.loads(synth.state())
    state["parameters"]["transpose"] = 7
    state["parameters"]["shimmer"] = {"depth": [1, 2]}
    state["path"]["colours"] = ["red"]
    synth.restore(json.dumps({**state, "scenes": [{"a": None}], "title": "x"}))
    assert synth.get("transpose") == 7
    np.testing.assert_array_equal(synth.points, POINTS)


def test_a_state_that_is_none_changes_nothing(synth: Synth, tmp_path: Path) -> None:
    state = synth.state()
    file = tmp_path / "song.json"
    for text, sentence in {
        changed(synth, format=2): "has the format 2 and this granvae reads 1; install a newer",
        state[
            : len(state) // 2
        ]: "has a text without an end in line .* and is no JSON; write it again",
        '{"parameters": {"transpose": 3}}': "has no field 'format', so that it is no state",
        "": "breaks off in line 1",
    }.items():
        file.write_text(text)
        with refused(f"song.json' {sentence}", FileError):
            synth.load_state(file)
        with refused(f"'state' {sentence}", InvalidValueError):
            synth.restore(text)
        assert synth.state() == state
    with refused("nowhere.json' cannot be opened", FileError):
        synth.load_state(tmp_path / "nowhere.json")
    with refused("cannot be written", FileError):
        synth.save_state(tmp_path / "nowhere" / "song.json")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "model": ({"model": 3}, "has 'model' in line 1 that is no text"),
    "parameters": ({"parameters": [1]}, "has 'parameters' in line 1 that is no set of named"),
    "range": ({"parameters": {"pan": 9}}, "'state': pan takes a number from"),
    "choice": ({"parameters": {"mode": "crowd"}}, "mode takes loop or cloud, not 'crowd'"),
    "kind": ({"parameters": {"mode": [1]}}, "'mode' in line 1 that is no number or name"),
    "latents": ({"path": {"points": [[1]]}}, "a path in line 1 without its number of latents"),
    "points": ({"path": {"latents": 5, "points": [[1] * 5, [1]]}}, "has 1 number in line 1"),
    "places": ({"path": {"latents": 1, "points": [[1]], "places": [0, 1]}}, "'places' that is no"),
    "no points": ({"path": {"latents": 1, "points": []}}, "1 to 65536 grains, not 0"),
    "size": (
        {"path": {"latents": 2, "points": [[1, 2]]}},
        "'state' holds a path of 2 latents and the model has 5; read the model that it was made",
    ),
    "stored": ({"stored": {"bridge": 3}}, "a path in line 1 without its number of latents"),
    "stay": ({"stay": [None]}, "has 'stay' in line 1 that is no text"),
    "no recordings": ({"stay": ["cello"]}, "holds no grains that it learned from"),
    "walk": ({"walk": "east"}, "has 'walk' in line 1 that is no seed"),
    "no map": ({"walk": 3}, "holds no grains that it learned from"),
}


@pytest.mark.parametrize(("fields", "sentence"), WRONG.values(), ids=WRONG)
def test_one_thing_that_is_wrong_is_one_sentence_and_the_rest_is_restored(
    small_model: Path, synth: Synth, fields: dict[str, Any], sentence: str
) -> None:
    synth.store("verse")
    synth.set("transpose", 7)
    kept = json.loads(synth.state())
    for name, value in fields.items():
        entries = isinstance(value, dict) and name != "path"
        kept[name] = {**kept[name], **value} if entries else value
    other = Synth(small_model)
    with refused(sentence):
        other.restore(json.dumps(kept))
    assert other.get("transpose") == (0 if fields == {"parameters": [1]} else 7)
    assert len(other.points) == (1 if "path" in fields else len(POINTS))
    other.recall("verse")
    np.testing.assert_array_equal(other.points, POINTS)


def test_several_things_that_are_wrong_are_said_one_by_one(synth: Synth) -> None:
    parameters = {"pan": 9, "mode": "crowd", "transpose": 7}
    with pytest.raises(GranvaeError) as refusal:
        synth.restore(changed(synth, parameters=parameters, walk="east"))
    for sentence in ("pan takes", "mode takes", "'walk' in line 1"):
        assert str(refusal.value).count(sentence) == 1
    assert synth.get("transpose") == 7


def steps(sound: np.ndarray) -> float:
    """The largest difference of neighbouring samples."""
    return float(np.abs(np.diff(sound)).max())


@pytest.mark.parametrize(
    "settings",
    [{}, {"mode": "cloud", "length": 700}, {"law": "linear", "length": 300, "swap": 5}],
    ids=["same", "cloud", "short"],
)
def test_restoring_does_not_click(
    small_model: Path, tmp_path: Path, settings: dict[str, float | str]
) -> None:
    other_model = tiny_models.linear_model(tmp_path / "other.ts", seed=4)
    first, second = Synth(small_model), configured(Synth(other_model), **settings)
    first.path(POINTS)
    second.path(np.ones((4, 16)))
    states = [first.state(), second.state()]
    own = [steps(synth.process(110, 100, 128, seconds=1)) for synth in (first, second)]
    synth = Synth(small_model)
    parts = []
    for k in range(30):
        synth.restore(states[k % 2])
        parts.append(synth.process(110, 100, 128, samples=1777))
    # A cloud rings out while a loop sounds.
    limit = sum(own) if "mode" in settings else max(own)
    assert steps(np.concatenate(parts)) <= 1.05 * limit


def test_what_is_set_after_a_state_was_sent_stays(small_model: Path, synth: Synth) -> None:
    configured(synth, transpose=3, join=64, gain=0.5)
    state = synth.state()
    for _ in range(20):
        engine = _native.Engine(44100)
        engine.send("read", [str(small_model)], str(small_model))
        engine.restore(state)
        engine.set("transpose", 12)
        engine.set("join", 32)
        engine.send("reverse")
        engine.wait()
        assert [engine.get(name) for name in ("transpose", "join", "gain")] == [12, 32, 0.5]
        np.testing.assert_array_equal(engine.points(), POINTS[::-1])


def test_two_states_in_a_row_leave_the_second(model: Path, synth: Synth) -> None:
    first = configured(Synth(model), transpose=3, join=64).state()
    second = synth.state()
    engine = _native.Engine(44100)
    engine.restore(first)
    engine.restore(second)
    assert engine.state() == second


def test_what_is_still_being_restored_is_not_lost(synth: Synth) -> None:
    engine = _native.Engine(44100)
    engine.restore(synth.state())
    assert engine.state() == synth.state()
