"""Paths that are bent, kept, saved and read."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from granvae import GranvaeError, Player, Synth
from support import encoding_models, tiny_models

LATENTS = 5


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.linear_model(tmp_path_factory.mktemp("model") / "model.ts", LATENTS)


@pytest.fixture
def synth(model: Path) -> Synth:
    synth = Synth(model)
    synth.path(POINTS)
    return synth


POINTS = np.random.default_rng(0).normal(size=(9, LATENTS)).astype(np.float32)
AMOUNTS = np.array([0.5, -1, 0, 2, 0.25], np.float32)


def smoothed(points: np.ndarray, grains: int) -> np.ndarray:
    weights = 0.5 + 0.5 * np.cos(np.pi * np.arange(-grains, grains + 1) / (grains + 1))
    near = np.abs(np.subtract.outer(np.arange(len(points)), np.arange(len(points))))
    matrix = np.where(near <= grains, weights[np.minimum(near, grains) + grains], 0)
    return matrix @ points / matrix.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda s: s.offset(AMOUNTS), POINTS + AMOUNTS),
        (lambda s: s.offset(0.5), POINTS + 0.5),
        (lambda s: s.scale(AMOUNTS), POINTS * AMOUNTS),
        (lambda s: s.scale([-1.5]), POINTS * -1.5),
        (lambda s: s.reverse(), POINTS[::-1]),
        (lambda s: s.smooth(0), POINTS),
        (lambda s: s.smooth(2), smoothed(POINTS, 2)),
        (lambda s: s.smooth(30), smoothed(POINTS, 30)),
    ],
)
def test_an_edit_bends_the_path_and_the_table_follows(
    synth: Synth, model: Path, edit: Callable[[Synth], None], expected: np.ndarray
) -> None:
    edit(synth)
    np.testing.assert_allclose(synth.points, expected, atol=1e-5)
    other = Synth(model)
    other.path(synth.points)
    np.testing.assert_array_equal(synth.table, other.table)


def test_edits_follow_each_other_and_undo_each_other(synth: Synth) -> None:
    table = synth.table
    synth.offset(1)
    synth.scale(2)
    synth.reverse()
    np.testing.assert_allclose(synth.points, 2 * (POINTS + 1)[::-1], atol=1e-5)
    synth.reverse()
    synth.scale(0.5)
    synth.offset(-1)
    np.testing.assert_allclose(synth.table, table, atol=1e-5)


def test_mix_goes_to_another_path_whatever_its_length(synth: Synth, tmp_path: Path) -> None:
    synth.store("first")
    other = np.random.default_rng(1).normal(size=(4, LATENTS)).astype(np.float32)
    synth.path(other)
    synth.save_path(tmp_path / "other.csv")
    stretched = np.stack(
        [np.interp(np.linspace(0, 3, 9), np.arange(4), other[:, d]) for d in range(LATENTS)], 1
    )
    for path in (tmp_path / "other.csv", "other"):
        synth.path(other)
        synth.store("other")
        for amount in (0.0, 0.25, 1.0, 1.5):
            synth.recall("first")
            synth.mix(path, amount)
            expected = (1 - amount) * POINTS + amount * stretched
            np.testing.assert_allclose(synth.points, expected, atol=1e-5)


def test_a_stored_path_comes_back_as_it_was_even_after_another_model(
    synth: Synth, model: Path, tmp_path: Path
) -> None:
    synth.store("verse")
    table = synth.table
    synth.random(1)
    synth.recall("verse")
    np.testing.assert_array_equal(synth.table, table)
    synth.read(tiny_models.linear_model(tmp_path / "other.ts", latents=3))
    with pytest.raises(GranvaeError, match="'verse' has 5 latents and the model 3"):
        synth.recall("verse")
    synth.read(model)
    synth.recall("verse")
    np.testing.assert_array_equal(synth.table, table)


@pytest.mark.parametrize("ending", ["json", "csv", "JSON"])
def test_a_path_is_saved_and_read_bit_for_bit(
    synth: Synth, model: Path, tmp_path: Path, ending: str
) -> None:
    synth.path(POINTS * 10.0 ** np.arange(-4, 1))
    points, table = synth.points, synth.table
    synth.save_path(tmp_path / f"path.{ending}")
    other = Synth(model)
    np.testing.assert_array_equal(other.load_path(tmp_path / f"path.{ending}"), points)
    np.testing.assert_array_equal(other.table, table)


def test_other_programs_read_the_files_and_write_them(encoder: Path, tmp_path: Path) -> None:
    synth = Synth(encoder)
    synth.line(np.linspace(-1, 1, 16), 3)
    synth.save_path(tmp_path / "path.json")
    written = json.loads((tmp_path / "path.json").read_text())
    assert written["format"] == 1
    assert written["latents"] == 16
    assert written["labels"][1] == "partial 1, or so"
    np.testing.assert_array_equal(np.asarray(written["points"], "f4"), synth.points)
    synth.save_path(tmp_path / "path.csv")
    with (tmp_path / "path.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header[1] == "partial 1  or so"
    np.testing.assert_array_equal(np.asarray(rows, "f4"), synth.points)
    (tmp_path / "by hand.csv").write_text("\ufeff" + "\r\n".join(["1, 2.5e-1" + ", 0" * 14] * 2))
    by_hand = synth.load_path(tmp_path / "by hand.csv")
    np.testing.assert_array_equal(by_hand, [[1, 0.25] + [0] * 14] * 2)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.json", "", "breaks off in line 1"),
        ("a.json", '{"format": 1,\n "points": [[1, 2, 3, 4, 5]', "breaks off in line 2"),
        ("a.json", "[1, 2]", "no field 'format'"),
        ("a.json", '{"format": 2, "points": []}', "has the format 2"),
        ("a.json", '{"format": 1}', "no field 'points'"),
        ("a.json", '{"format": 1, "points": []}', "holds no points"),
        ("a.json", '{"format": 1, "points": [\n[1, 2]]}', "2 numbers in line 2 and the model 5"),
        ("a.json", '{"format": 1, "points": [\n\n7]}', "line 3 that is no list"),
        ("a.json", '{"format": 1, "points": [[1, 2, 3, 4, "5"]]}', "line 1 that is not a finite"),
        ("a.json", '{"format": 1, "points": [[1, 2, 3, 4, 1e99]]}', "line 1 that is not a finite"),
        ("a.json", '{"format": 1, "points": [[1, 2, 3, 4, nan]]}', "has 'nan' where a value"),
        ("a.json", "[" * 100000, "nested too deep"),
        ("a.csv", "", "holds no points"),
        ("a.csv", "a,b,c,d,e\n", "holds no points"),
        ("a.csv", "a,b,c,d,e\n1,2,3,4,5\n1,2,3\n", "3 numbers in line 3 and the model 5"),
        ("a.csv", "1,2,3,4,5\n\n1,2,3,4,x\n", "line 3 that is not a finite number"),
        ("a.csv", "a,b,c,d,e\nf,g,h,i,j\n", "line 2 that is not a finite number"),
        ("a.csv", "1;2;3;4;5\n1;2;3;4;5\n", "1 number in line 2"),
        ("a.csv", "0,0,0,0,0\n" * 65537, "1 to 65536 grains, not 65537"),
        ("a.txt", "1,2,3,4,5\n", r"ends with \.json or \.csv"),
    ],
)
def test_a_file_that_is_no_path_is_refused_with_its_line(
    synth: Synth, tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    (tmp_path / name).write_text(text)
    table = synth.table
    with pytest.raises(GranvaeError, match=sentence) as refusal:
        synth.load_path(tmp_path / name)
    said = str(refusal.value)
    assert name in said
    assert "\n" not in said
    assert said.endswith(".")
    np.testing.assert_array_equal(synth.table, table)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda s: s.offset([1, 2]), "5 latents and 2 values came; send 5 numbers, or one for all"),
        (lambda s: s.offset(np.nan), "offset: value 1 is not a finite number"),
        (lambda s: s.scale([]), "0 values came"),
        (lambda s: s.scale(1e9), "24 dB above full scale"),
        (lambda s: s.smooth(-1), "smooth takes 0 to 1000 grains, not -1"),
        (lambda s: s.smooth(np.nan), "smooth: value 1 is not a finite number"),
        (lambda s: s.recall("chorus"), "no stored path 'chorus'; keep one by 'store chorus'"),
        (lambda s: s.mix("chorus", np.inf), "mix: value 2 is not a finite number|cannot be opened"),
        (lambda s: s.load_path("nowhere.json"), "'nowhere.json' cannot be opened"),
        (lambda s: s.save_path("/nowhere/path.json"), "'/nowhere/path.json' cannot be written"),
        (lambda s: s.save_path("path.txt"), "ends with .json or .csv"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_the_path_stays(
    synth: Synth, act: Callable[[Synth], None], sentence: str
) -> None:
    table = synth.table
    with pytest.raises(GranvaeError, match=sentence):
        act(synth)
    np.testing.assert_array_equal(synth.points, POINTS)
    np.testing.assert_array_equal(synth.table, table)


def test_attributes_of_foreign_models_are_set_and_asked_for(tmp_path: Path) -> None:
    model = encoding_models.save(encoding_models.Adjustable(), tmp_path / "model.ts")
    synth = Synth(model)
    synth.line(np.ones(16) * 0.1, 4)
    table = synth.table
    assert synth.attributes == ["gain", "name"]
    assert synth.get_attribute("gain") == [1.0]
    synth.set_attribute("gain", 0.5)
    synth.set_attribute("name", "soft")
    assert (synth.get_attribute("gain"), synth.get_attribute("name")) == ([0.5], ["soft"])
    np.testing.assert_allclose(synth.table, 0.5 * table, atol=1e-6)
    for name, values, sentence in (
        ("gian", (1.0,), "no attribute 'gian'"),
        ("gain", (1.0, 2.0), "takes 1 values? for 'gain'"),
        ("gain", ("loud",), "'gain'"),
        ("gain", (-1.0,), "gain"),
        ("name", (3.0,), "takes a text for 'name'"),
    ):
        with pytest.raises(GranvaeError, match=sentence):
            synth.set_attribute(name, *values)
    np.testing.assert_allclose(synth.table, 0.5 * table, atol=1e-6)


def test_a_channel_of_a_model_is_chosen_or_all_are_mixed(tmp_path: Path) -> None:
    stereo = encoding_models.save(encoding_models.Fourier(2), tmp_path / "stereo.ts")
    synth = Synth(stereo)
    synth.latent(np.linspace(-1, 1, 16))
    first = synth.table
    heard = {}
    for channel in (2, 0, 1):
        synth.set("channel", channel)
        heard[channel] = synth.table
    np.testing.assert_array_equal(heard[1], first)
    np.testing.assert_allclose(heard[2], first / 2, atol=1e-6)
    np.testing.assert_allclose(heard[0], first * 0.75, atol=1e-6)
    assert synth.info()["channels"] == [2]
    with pytest.raises(GranvaeError, match="2 channels and no channel 3"):
        synth.set("channel", 3)
    np.testing.assert_array_equal(synth.table, heard[1])


def test_info_reports_what_it_reports_in_hosts(synth: Synth) -> None:
    info = synth.info()
    assert info["points"] == [9]
    assert info["table"] == [len(synth.table)]
    assert info["law"] == ["cosine"]
    assert "attributes" not in info


def test_a_start_in_grains_begins_where_the_grain_of_the_path_does(synth: Synth) -> None:
    synth.set("unit", "grains")
    hop = 384
    player = Player(synth.table)
    rng = np.random.default_rng(4)
    start = rng.uniform(0, 8, 20000).round(1)
    for mode, latch in (("loop", "on"), ("loop", "off"), ("cloud", "on")):
        for each in (synth, player):
            each.set("mode", mode)
            each.set("latch", latch)
            each.set("length", 512)
        heard = synth.process(90, start, 128)
        expected = player.process(90, start * hop, 128)
        assert np.abs(heard).max() > 0.05
        np.testing.assert_allclose(heard, expected, atol=1e-5)


def test_a_stepped_start_in_grains_is_a_sequencer_to_the_sample(synth: Synth) -> None:
    """Grain after grain without a crossfade, each heard as its own point decodes."""
    synth.set("unit", "grains")
    synth.set("length", 512)
    synth.set("join", 0)
    steps = [3, 0, 8, 8, 1]
    heard = synth.process(44100 / 512, np.repeat(steps, 512), 0)
    grains = synth.table.reshape(9, 512)
    np.testing.assert_allclose(heard.reshape(5, 512), grains[steps], atol=2e-5)
