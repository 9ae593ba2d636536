"""A walk without an end: tables that go on from one another while they play."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from granvae import Synth
from granvae.errors import InvalidValueError
from support import tiny_models
from support.learned_models import GRAIN, LATENTS, RATE, learned, learned_model

CROSSFADE = GRAIN // 4  # of a loop, where nothing is given


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learned_model(tmp_path_factory.mktemp("endless") / "endless.ts")


def walking(model: Path, seed: int = 3, **settings: float | str) -> Synth:
    synth = Synth(model)
    for name, value in settings.items():
        synth.set(name, value)
    synth.walk_on(seed)
    return synth


def whole(model: Path, seconds: float, seed: int = 3, **settings: float | str) -> np.ndarray:
    """The table of the same walk made as one path."""
    synth = Synth(model)
    for name, value in settings.items():
        synth.set(name, value)
    synth.walk(round(1.6 * seconds * RATE / GRAIN), seed)
    assert len(synth.table) >= seconds * RATE
    return synth.table[: round(seconds * RATE)]


def si_sdr(found: np.ndarray, expected: np.ndarray) -> float:
    scale = np.dot(found, expected) / np.dot(expected, expected)
    wanted = scale * expected
    return float(10 * np.log10(np.sum(wanted**2) / np.sum((found - wanted) ** 2)))


def test_an_endless_walk_is_the_same_walk_made_as_one_path(model: Path) -> None:
    heard = walking(model).process(seconds=6)
    expected = whole(model, 6)
    begin = CROSSFADE  # the first cycle fades in
    np.testing.assert_allclose(heard[begin:], expected[begin:], atol=1e-5)
    assert si_sdr(heard[begin:], expected[begin:]) > 80


@pytest.mark.parametrize("blocks", [[6 * RATE], [64] * 5000, [1, 63, 64, 65, 1000, 4097] * 60])
def test_blocks_of_any_size_sound_the_same(model: Path, blocks: list[int]) -> None:
    synth = walking(model, jump=20)
    heard = np.concatenate([synth.process(samples=size) for size in blocks])
    size = min(len(heard), 5 * RATE)
    np.testing.assert_array_equal(heard[:size], walking(model, jump=20).process(samples=size))


@pytest.mark.parametrize("law", ["cosine", "linear", "equal-power"])
def test_no_law_of_crossfades_is_heard_where_both_sides_are_the_same(model: Path, law: str) -> None:
    heard = walking(model, law=law).process(seconds=3)
    expected = whole(model, 3, law=law)
    np.testing.assert_allclose(heard[CROSSFADE:], expected[CROSSFADE:], atol=1e-5)


@pytest.mark.parametrize("factor", [0.5, 1.5, 3.0])
def test_pitch_and_speed_follow_the_frequency(model: Path, factor: float) -> None:
    natural = RATE / (GRAIN - CROSSFADE)
    heard = walking(model).process(natural * factor, seconds=3, crossfade=CROSSFADE)
    expected = whole(model, 3 * factor + 0.1)
    at = np.arange(2000, 3 * RATE) * factor
    lines = np.interp(at, np.arange(len(expected)), expected)  # sines of few Hz: lines are enough
    assert si_sdr(heard[2000:], lines) > 25


@pytest.mark.parametrize("length", [GRAIN / 2, 3.5 * GRAIN, 8000, 60000])
def test_a_cycle_may_be_of_any_length(model: Path, length: float) -> None:
    heard = walking(model, length=length).process(crossfade=100, seconds=4)
    np.testing.assert_allclose(heard[100:], whole(model, 4)[100:], atol=1e-5)


def test_start_and_latch_leave_a_walk_alone(model: Path) -> None:
    start = np.linspace(0, 5000, 2 * RATE)
    for latch in ("on", "off"):
        heard = walking(model, latch=latch).process(start=start)
        expected = whole(model, 2)
        np.testing.assert_allclose(heard[CROSSFADE:], expected[CROSSFADE:], atol=1e-5)


def test_triggers_that_come_early_go_on_where_the_sound_was(model: Path) -> None:
    synth = walking(model, sync="trigger")
    trigger = np.zeros(2 * RATE)
    trigger[:: GRAIN // 2] = 1.0
    heard = synth.process(trigger)
    # Half as fast again as recorded, since cycles are so much shorter.
    assert steepest(heard[GRAIN:]) < 1.6 * steepest(whole(model, 4))
    assert np.abs(heard[RATE:]).max() > 0.01


def test_running_backwards_never_clicks(model: Path) -> None:
    synth = walking(model)
    synth.process(seconds=0.5)
    turned = np.concatenate([synth.process(-400.0, seconds=1.5), synth.process(400.0, seconds=1.5)])
    assert steepest(turned) < 2 * steepest(whole(model, 4))
    assert np.abs(turned[-RATE:]).max() > 0.01


def steepest(sound: np.ndarray) -> float:
    return float(np.abs(np.diff(sound)).max())


CHANGES: list[Callable[[Synth], Any]] = [
    lambda s: s.walk_off(),
    lambda s: s.set("jump", 50),
    lambda s: s.set("near", 30),
    lambda s: s.set("seed", 9),
    lambda s: s.stay("high"),
    lambda s: s.set("law", "linear"),
    lambda s: s.latent([1.0, 0.0, 0.0]),
    lambda s: s.offset(0.3),
    lambda s: s.walk_on(8),
    lambda s: s.set("mode", "cloud"),
    lambda s: s.set("freeze", "on"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_that_changes_on_the_way_clicks(
    model: Path, change: Callable[[Synth], Any]
) -> None:
    synth = walking(model)
    before = synth.process(seconds=1.7)
    change(synth)
    after = synth.process(seconds=4)
    limit = 2 * max(steepest(whole(model, 6)), steepest(whole(model, 6, seed=8)))
    assert steepest(np.concatenate([before, after])[GRAIN:]) < limit
    assert np.abs(after[-RATE:]).max() > 0.01


def test_another_seed_or_recording_is_heard_within_two_seconds(model: Path) -> None:
    expected = whole(model, 6)
    for change in (lambda s: s.set("jump", 100), lambda s: s.stay("high")):
        synth = walking(model, jump=0.5)
        expected = walking(model, jump=0.5).process(seconds=6)
        synth.process(seconds=1.5)
        change(synth)
        after = synth.process(seconds=4)
        different = np.abs(after - expected[round(1.5 * RATE) :][: len(after)]) > 1e-3
        assert different[: round(2.3 * RATE)].any()


def test_the_path_of_a_walk_is_what_sounds_and_stays_when_it_is_off(model: Path) -> None:
    synth = walking(model)
    synth.process(seconds=2.5)
    learned_points = {tuple(point) for point in learned().latents.tolist()}
    assert {tuple(point) for point in synth.points.tolist()} <= learned_points
    points = synth.points
    whole_table = whole(model, 6)
    at = found(whole_table, synth.table)
    assert any(begin < 2.5 * RATE < begin + len(synth.table) for begin in at)
    synth.walk_off()
    np.testing.assert_array_equal(synth.points, points)
    assert synth.places is not None
    longer = synth.process(seconds=3)
    natural = len(synth.table) - CROSSFADE
    np.testing.assert_allclose(longer[-1000:], longer[-1000 - natural : -natural], atol=1e-5)


def found(sound: np.ndarray, part: np.ndarray) -> list[int]:
    """Where a part of a sound begins, sample by sample."""
    likely = np.flatnonzero(sound == part[0])
    return [int(at) for at in likely if np.array_equal(sound[at : at + len(part)], part)]


@pytest.mark.parametrize(
    "end", [lambda s: s.walk(20), lambda s: s.random(1), lambda s: s.reverse(), lambda s: s.snap(1)]
)
def test_another_path_ends_the_walk(model: Path, end: Callable[[Synth], Any]) -> None:
    synth = walking(model)
    synth.process(seconds=1.2)
    end(synth)
    points = synth.points
    synth.process(seconds=3)
    np.testing.assert_array_equal(synth.points, points)


def test_a_message_that_fails_leaves_the_walk_on(model: Path) -> None:
    synth = walking(model)
    synth.process(seconds=1.2)
    for call in (lambda: synth.snap(2.0), lambda: synth.stay("tuba"), lambda: synth.walk(0)):
        with pytest.raises(InvalidValueError):
            call()
    np.testing.assert_allclose(
        synth.process(seconds=3), whole(model, 4.2)[round(1.2 * RATE) :], atol=1e-5
    )


def test_a_cloud_walks_at_the_speed_of_the_recording(model: Path) -> None:
    heard = walking(model, mode="cloud").process(crossfade=CROSSFADE, seconds=4)
    expected = whole(model, 4)
    assert si_sdr(heard[GRAIN:], expected[GRAIN:]) > 20


def test_the_parameter_seed_chooses_the_way_unless_the_message_does(model: Path) -> None:
    synth = Synth(model)
    synth.set("seed", 3)
    synth.walk_on()
    by_parameter = synth.process(seconds=2)
    np.testing.assert_array_equal(by_parameter, walking(model, 3).process(seconds=2))
    assert not np.array_equal(by_parameter, walking(model, 4).process(seconds=2))


def test_walks_that_cannot_be_are_refused_in_one_sentence(model: Path, tmp_path: Path) -> None:
    plain = Synth(tiny_models.linear_model(tmp_path / "plain.ts", LATENTS, GRAIN))
    with pytest.raises(InvalidValueError, match="holds no grains that it learned from"):
        plain.walk_on()
    synth = Synth(model)
    with pytest.raises(InvalidValueError, match="walk takes a number of grains, on or off"):
        synth._send("walk", ["about"])
    synth.walk_off()  # nothing to end


def test_another_model_ends_the_walk(model: Path, tmp_path: Path) -> None:
    synth = walking(model)
    synth.process(seconds=1.2)
    synth.read(learned_model(tmp_path / "other.ts", learned(seed=5)))
    points = synth.points
    assert np.abs(synth.process(seconds=3)).max() > 0.01
    np.testing.assert_array_equal(synth.points, points)
