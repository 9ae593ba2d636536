"""Paths that are bent, kept, saved and read."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import correlate1d

from granvae import Player, Synth
from granvae.engine import _native
from granvae.engine.path_engine import Atom
from support import encoding_models, tiny_models
from support.playing import POINTS, configured, refused

AMOUNTS = np.array([0.5, -1, 0, 2, 0.25], np.float32)


def smoothed(points: np.ndarray, grains: int) -> np.ndarray:
    window = np.hanning(2 * grains + 3)[1:-1]
    of_ones, of_points = (
        correlate1d(values, window, axis=0, mode="constant")
        for values in (np.ones(points.shape), points)
    )
    return of_points / of_ones


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
        (lambda s: [s.offset(1), s.scale(2), s.reverse()], 2 * (POINTS + 1)[::-1]),
        (lambda s: [s.offset(1), s.scale(2), s.scale(0.5), s.offset(-1)], POINTS),
    ],
)
def test_edits_bend_the_path_and_the_table_follows(
    synth: Synth, small_model: Path, edit: Callable[[Synth], object], expected: np.ndarray
) -> None:
    edit(synth)
    np.testing.assert_allclose(synth.points, expected, atol=1e-5)
    other = Synth(small_model)
    other.path(synth.points)
    np.testing.assert_array_equal(synth.table, other.table)


def test_mix_goes_to_another_path_whatever_its_length(synth: Synth, tmp_path: Path) -> None:
    synth.store("first")
    other = np.random.default_rng(1).normal(size=(4, 5)).astype(np.float32)
    synth.path(other)
    synth.store("other")
    synth.save_path(tmp_path / "other.csv")
    at = np.linspace(0, 3, 9)
    stretched = np.stack([np.interp(at, np.arange(4), latent) for latent in other.T], 1)
    for path in (tmp_path / "other.csv", "other"):
        for amount in (0.0, 0.25, 1.0, 1.5):
            synth.recall("first")
            synth.mix(path, amount)
            expected = (1 - amount) * POINTS + amount * stretched
            np.testing.assert_allclose(synth.points, expected, atol=1e-5)


def test_a_stored_path_comes_back_as_it_was_even_after_another_model(
    synth: Synth, small_model: Path, tmp_path: Path
) -> None:
    synth.store("verse")
    table = synth.table
    synth.random(1)
    synth.recall("verse")
    np.testing.assert_array_equal(synth.table, table)
    synth.read(tiny_models.linear_model(tmp_path / "other.ts", latents=3))
    with refused("'verse' has 5 latents and the model 3"):
        synth.recall("verse")
    synth.read(small_model)
    synth.recall("verse")
    np.testing.assert_array_equal(synth.table, table)


@pytest.mark.parametrize("ending", ["json", "csv", "JSON"])
def test_a_path_is_saved_and_read_bit_for_bit(
    synth: Synth, small_model: Path, tmp_path: Path, ending: str
) -> None:
    synth.path(POINTS * 10.0 ** np.arange(-4, 1))
    points, table = synth.points, synth.table
    synth.save_path(tmp_path / f"path.{ending}")
    other = Synth(small_model)
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
        (
            "a.json",
            '{"format": 1, "points": [[1,2,3,4,5]], "places": 0}',
            "'places' that is no list",
        ),
        (
            "a.json",
            '{"format": 1, "points": [[1,2,3,4,5]], "places": [0, 300]}',
            "as many places as",
        ),
        ("a.json", '{"format": 1, "points": [[1,2,3,4,5]],\n"places": ["0"]}', "a place in line 2"),
        ("a.json", '{"format": 1, "points": [[1,2,3,4,5]], "places": [0.5]}', "no whole number"),
        ("a.csv", "a,b,c,d,e,place\n1,2,3,4,5,1e10\n", "a place in line 2 that is no whole number"),
        ("a.csv", "a,b,c,d,e,place\n1,2,3,4,5,x\n", "a place in line 2"),
        ("a.csv", "a,b,c,d,e,place\n1,2,3,4,5\n1,2,3,4\n", "4 numbers in line 3"),
        ("a.csv", "a,b,c,d,e,f\n1,2,3,4,5,0\n", "6 numbers in line 2"),
    ],
)
def test_a_file_that_is_no_path_is_refused_with_its_line(
    synth: Synth, tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    (tmp_path / name).write_text(text)
    table = synth.table
    with refused(f"{name}.*{sentence}"):
        synth.load_path(tmp_path / name)
    np.testing.assert_array_equal(synth.table, table)


def test_attributes_of_foreign_models_are_set_and_asked_for(tmp_path: Path) -> None:
    file = encoding_models.save(encoding_models.Adjustable(), tmp_path / "model.ts")
    kinds = {"gain": ["real"], "name": ["text"], "shape": ["integer", "boolean"]}
    assert _native.Decoder(str(file)).info["attributes"] == kinds
    synth = Synth(file)
    synth.line(np.ones(16) * 0.1, 4)
    table = synth.table
    assert synth.attributes == ["gain", "name", "shape"]
    assert synth.get_attribute("gain") == [1.0]
    chosen: dict[str, list[Atom]] = {"gain": [0.5], "name": ["soft"], "shape": [5.0, 0.0]}
    for name, values in chosen.items():
        synth.set_attribute(name, *values)
        assert synth.get_attribute(name) == values
        np.testing.assert_allclose(synth.table, 0.5 * table, atol=1e-6)


def test_a_channel_of_a_model_is_chosen_or_all_are_mixed(tmp_path: Path) -> None:
    synth = Synth(encoding_models.save(encoding_models.Fourier(2), tmp_path / "stereo.ts"))
    synth.latent(np.linspace(-1, 1, 16))
    first = synth.table
    for channel, level in ((2, 0.5), (0, 0.75), (1, 1.0)):
        synth.set("channel", channel)
        np.testing.assert_allclose(synth.table, level * first, atol=1e-6)
    assert synth.info()["channels"] == [2]
    with refused("has 2 channels and no channel 3; give 1 to 2"):
        synth.set("channel", 3)
    np.testing.assert_array_equal(synth.table, first)


def test_info_reports_what_it_reports_in_hosts(synth: Synth) -> None:
    info = synth.info()
    assert info["points"] == [9]
    assert info["table"] == [len(synth.table)]
    assert info["law"] == ["cosine"]
    assert "attributes" not in info


def test_a_start_in_grains_begins_where_the_grain_of_the_path_does(synth: Synth) -> None:
    configured(synth, unit="grains")
    starts = synth.starts
    assert len(set(np.diff(starts))) > 5
    player = Player(synth.table)
    start = np.random.default_rng(4).uniform(0, 10, 20000).round(1)
    extended = [*starts, *(starts[-1] + np.arange(1, 3) * (starts[-1] - starts[-2]))]
    there = np.interp(start, np.arange(11), extended)
    for mode, latch in (("loop", "on"), ("loop", "off"), ("cloud", "on")):
        for each in (synth, player):
            configured(each, mode=mode, latch=latch, length=512)
        heard = synth.process(90, start, 128)
        assert np.abs(heard).max() > 0.01  # where noise modulates the start, only lows are left
        np.testing.assert_allclose(heard, player.process(90, there, 128), atol=1e-5)


def test_a_stepped_start_in_grains_plays_each_grain_to_the_sample(synth: Synth) -> None:
    configured(synth, unit="grains", length=512, fit="off", join=0)
    steps = [3, 0, 8, 8, 1]
    heard = synth.process(44100 / 512, np.repeat(steps, 512), 0)
    grains = synth.table.reshape(9, 512)
    np.testing.assert_allclose(heard.reshape(5, 512), grains[steps], atol=2e-5)


def test_grains_of_a_path_with_places_lie_there_and_crossfade_over_what_they_share(
    synth: Synth,
) -> None:
    grain = synth.grain
    grains = []
    for point in POINTS:
        synth.latent(point)
        grains.append(synth.table)
    places = [
        -grain // 4,
        grain // 2,
        grain,
        3 * grain // 4,
        *[grain // 2 + 7 * k for k in range(5)],
    ]
    expected = np.zeros(0)
    end = 0
    for one, begin in zip(grains, np.cumsum(places), strict=True):
        kept = one[max(-begin, 0) :]
        begin, overlap = max(begin, 0), end - max(begin, 0)
        gain = np.sin(np.pi / 2 * np.arange(overlap) / max(overlap, 1)) ** 2
        expected = np.pad(expected, (0, begin + len(kept) - end))
        end = len(expected)
        expected[begin : begin + overlap] *= 1 - gain
        expected[begin : begin + overlap] += gain * kept[:overlap]
        expected[begin + overlap :] = kept[overlap:]
    synth.path(POINTS, places)
    np.testing.assert_array_equal(synth.places, places)
    np.testing.assert_array_equal(synth.starts, np.maximum(np.cumsum(places), 0))
    np.testing.assert_allclose(synth.table, expected, atol=1e-6)


def test_places_that_would_leave_holes_are_limited_in_the_table_and_kept_in_the_path(
    synth: Synth,
) -> None:
    grain = synth.grain
    places = [5, 0, 10**6, -3, grain // 2 - 1, grain + 1, 400, 400, 400]
    synth.path(POINTS, places)
    np.testing.assert_array_equal(synth.places, places)
    least, most = grain - grain // 2, grain
    np.testing.assert_array_equal(np.diff(synth.starts)[:5], [least, most, least, least, most])
    synth.path(POINTS, [-grain] + [400] * 8)
    assert synth.starts[1] == 400 - grain // 2


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ([0, 300], "9 points and 2 places came; give as many places as points"),
        ([0.5] * 9, "whole numbers"),
        ([[0, 300]], "one row"),
        ([2**40] * 9, "whole numbers"),
    ],
)
def test_places_that_fit_no_path_are_refused(
    synth: Synth, places: list[object], sentence: str
) -> None:
    table = synth.table
    with refused(sentence):
        synth.path(POINTS, places)
    np.testing.assert_array_equal(synth.table, table)


def test_a_path_of_points_alone_has_no_places(synth: Synth) -> None:
    synth.path(POINTS, [0] + [300] * 8)
    for make in (synth.random, lambda: synth.line(POINTS[0], 3), lambda: synth.path(POINTS)):
        make()
        assert synth.places is None


PLACES = [-100, 300, 310, 320, 330, 340, 350, 360, 370]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda s: s.offset(AMOUNTS), PLACES),
        (lambda s: s.scale(0.7), PLACES),
        (lambda s: s.smooth(3), PLACES),
        (lambda s: [s.store("a"), s.mix("a", 0.5)], PLACES),
        (lambda s: [s.store("a"), s.random(1), s.recall("a")], PLACES),
        (lambda s: s.reverse(), [0, *PLACES[:0:-1]]),
        (lambda s: [s.reverse(), s.reverse()], [0, *PLACES[1:]]),
    ],
)
def test_edits_keep_places(
    synth: Synth, edit: Callable[[Synth], object], expected: list[int]
) -> None:
    synth.path(POINTS, PLACES)
    edit(synth)
    np.testing.assert_array_equal(synth.places, expected)
    np.testing.assert_array_equal(np.diff(synth.starts)[1:], expected[2:])


@pytest.mark.parametrize(
    ("factor", "order", "places"),
    [
        (1, range(9), PLACES),
        # A repeated grain is as far from itself as from the one that followed it.
        (2, np.repeat(range(9), 2), [-100, 300, 300, 310, 310, 320, 320, 330, 330, 340, 340, 350]),
        (0.5, [0, 2, 4, 6, 8], [-100, 310, 330, 350, 370]),
        (1.5, [0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8], [-100, 300, 300, 310, 320, 320, 330]),
        (0.01, [0], [-100]),
        (100, np.repeat(range(9), 100), [-100] + 100 * [300] + 100 * [310]),
    ],
)
def test_stretch_repeats_grains_or_leaves_some_out(
    synth: Synth, factor: float, order: Sequence[int], places: list[int]
) -> None:
    synth.path(POINTS, PLACES)
    synth.stretch(factor)
    np.testing.assert_array_equal(synth.points, POINTS[list(order)])
    found = synth.places
    assert found is not None
    assert len(found) == len(order)
    np.testing.assert_array_equal(found[: len(places)], places)
    synth.path(POINTS)
    synth.stretch(factor)
    np.testing.assert_array_equal(synth.points, POINTS[list(order)])
    assert synth.places is None


def test_the_last_grain_repeats_as_far_as_from_the_one_before(synth: Synth) -> None:
    synth.path(POINTS, PLACES)
    synth.stretch(3)
    found = synth.places
    assert found is not None
    assert list(found[-4:]) == [370] * 4
    synth.path(POINTS[:1], [-50])
    synth.stretch(3)  # which nothing says how far apart they are
    assert synth.places is None


@pytest.mark.parametrize("factor", [0.4, 0.7, 1.3, 2.0, 3.7])
def test_a_stretched_tone_keeps_its_pitch_and_its_level(tmp_path: Path, factor: float) -> None:
    model = encoding_models.save(encoding_models.Fourier(), tmp_path / "model.ts", "peak")
    frequency = 5 * encoding_models.RATE / encoding_models.GRAIN
    synth = Synth(model)
    synth.encode(np.sin(2 * np.pi * frequency * np.arange(40000) / encoding_models.RATE))
    length = len(synth.table)
    synth.stretch(factor)
    assert len(synth.table) == pytest.approx(factor * length, rel=0.05)
    table = synth.table[1024:-1024].astype(float)
    tone = np.exp(-2j * np.pi * frequency * np.arange(len(table)) / encoding_models.RATE)
    amplitude = 2 * np.convolve(table * tone, np.ones(882) / 882, "valid")
    # As loud all along as it was, and nowhere out of phase with itself by more than a little.
    assert np.abs(np.abs(amplitude) - 1.0).max() < 0.1


@pytest.mark.parametrize("factor", [0, 0.009, -1, 101, np.nan, np.inf])
def test_a_factor_that_is_none_is_refused(synth: Synth, factor: float) -> None:
    with refused("0.01 to 100|not a finite number"):
        synth.stretch(factor)


def test_a_path_does_not_grow_beyond_its_limit(synth: Synth) -> None:
    synth.path(np.zeros((1000, 5)))
    with refused("100000 grains, and a path has at most 65536"):
        synth.stretch(100)


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_places_are_saved_and_read(synth: Synth, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"path.{ending}"
    synth.path(POINTS, PLACES)
    table = synth.table
    synth.save_path(file)
    synth.path(POINTS)
    np.testing.assert_array_equal(synth.load_path(file), POINTS)
    np.testing.assert_array_equal(synth.places, PLACES)
    np.testing.assert_array_equal(synth.table, table)
    synth.path(POINTS)
    synth.save_path(file)
    synth.load_path(file)
    assert synth.places is None


def test_other_programs_find_and_write_places(synth: Synth, encoder: Path, tmp_path: Path) -> None:
    synth.path(POINTS, PLACES)
    synth.save_path(tmp_path / "path.json")
    assert json.loads((tmp_path / "path.json").read_text())["places"] == PLACES
    synth.save_path(tmp_path / "path.csv")
    with (tmp_path / "path.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["latent 0", "latent 1", "latent 2", "latent 3", "latent 4", "place"]
    assert [int(row[-1]) for row in rows] == PLACES
    by_hand = tmp_path / "by hand.csv"
    by_hand.write_text("a,place,b,c,d,e\n1,0,2,3,4,5\n1,400,2,3,4,5\n")
    np.testing.assert_array_equal(synth.load_path(by_hand), [[1, 2, 3, 4, 5]] * 2)
    np.testing.assert_array_equal(synth.places, [0, 400])
    # A latent of this name is a latent.
    by_hand.write_text("a,b,c,d,place\n1,2,3,4,5\n")
    np.testing.assert_array_equal(synth.load_path(by_hand), [[1, 2, 3, 4, 5]])
    assert synth.places is None
    labelled = Synth(encoder)
    labelled.path(np.zeros((2, 16)), [0, 300])
    labelled.save_path(tmp_path / "labelled.csv")
    with (tmp_path / "labelled.csv").open(newline="") as file:
        header = next(csv.reader(file))
    assert header[1] == "partial 1  or so"
    assert header[-1] == "place"


def test_a_path_with_places_goes_on_with_a_model_of_other_grains(
    synth: Synth, tmp_path: Path
) -> None:
    synth.path(POINTS, PLACES)
    synth.read(tiny_models.linear_model(tmp_path / "long.ts", latents=5, grain=1024))
    np.testing.assert_array_equal(synth.points, POINTS)
    np.testing.assert_array_equal(synth.places, PLACES)
    np.testing.assert_array_equal(np.diff(synth.starts)[1:], 512)
