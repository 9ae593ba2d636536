"""Tracks that walk: each step plays the next grains of a walk along the recordings."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from granvae import Synth
from granvae.play.message import Value
from granvae.play.sequencer.pattern import Pattern, Step, Track
from support import learned_models, tiny_models
from support.patterns import POINTS
from support.performers import RATE, make_performer, reports_of, send, sound_of, wait_until

WALKING = 6  # grains of a step


def walk_track(*ons: int, **more: object) -> Track:
    steps = tuple(Step(on=bool(on)) for on in ons)
    return replace(Track(steps=steps, walk=WALKING), **more)


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learned_models.learned_model(tmp_path_factory.mktemp("learned") / "learned.ts")


def walked(
    model: Path, seconds: float, *before: tuple[str, list[Value]], seed: int = 0, **more: object
) -> np.ndarray:
    """What a track of four steps plays, each a quarter of a second if ``more`` does not say."""
    performer = make_performer(model, main=0.0)
    send(performer, *before)
    track = walk_track(1, 1, 1, 1, **{"division": 4.0, **more})
    performer.sequencer.set_pattern(Pattern(tempo=60.0, seed=seed, tracks=(track,)))
    performer.sequencer.start()
    return sound_of(performer, round(seconds * RATE))


def test_a_walking_track_plays_the_same_for_the_same_seed(learned: Path) -> None:
    first = walked(learned, 2.5, seed=3)
    np.testing.assert_array_equal(walked(learned, 2.5, seed=3), first)
    assert not np.array_equal(walked(learned, 2.5, seed=4), first)
    cycles = first[: 2 * RATE].reshape(2, RATE)
    assert np.abs(cycles).max(axis=1).min() > 0.01
    assert not np.array_equal(*cycles)  # each cycle is another walk


def test_each_step_plays_the_next_grains_of_a_walk_at_their_places(learned: Path) -> None:
    performer = make_performer(learned, main=0.0)
    track = walk_track(1, 0, 1, division=4.0)
    performer.sequencer.set_pattern(Pattern(tempo=60.0, seed=8, tracks=(track,)))
    performer.sequencer.start()
    heard = sound_of(performer, 3 * RATE // 4)
    synth = Synth(learned)
    seed = np.random.SeedSequence([8, 0, 0]).generate_state(1)[0]
    synth.walk(3 * WALKING, int(seed))
    for step in (0, 2):
        first, last = step * WALKING, (step + 1) * WALKING - 1
        begin, end = synth.starts[first], synth.starts[last] + synth.grain
        fade = synth.grain // 4
        found = heard[step * RATE // 4 :][: end - begin]
        expected = synth.table[begin:end]
        np.testing.assert_allclose(found[fade:-fade], expected[fade:-fade], atol=1e-5)
        rest = heard[step * RATE // 4 :][end - begin + 1 : RATE // 4]
        assert np.abs(rest).max() < 1e-6
    assert np.abs(heard[RATE // 4 + RATE // 100 : RATE // 2 - 10]).max() < 1e-6


def test_a_walking_track_keeps_to_recordings_and_ends_with_its_step(learned: Path) -> None:
    allowed = walked(learned, 1.0, ("/stay", ["flute"]))
    assert not np.array_equal(walked(learned, 1.0), allowed)
    short = walked(learned, 1.0, division=80.0)  # a step is as long as a few grains
    assert np.abs(short).max() > 0.01


def test_a_walking_track_of_a_model_without_recordings_is_silent_and_says_so(
    tmp_path: Path,
) -> None:
    performer = make_performer(tiny_models.linear_model(tmp_path / "plain.ts"), main=0.0)
    reports = reports_of(performer)
    send(performer, ("/track/walk", [0, 4]), ("/step/on", [0, 0, 1]), ("/sequence/start", []))
    assert not sound_of(performer, RATE).any()
    errors = [values[0] for address, values in reports if address == "/error"]
    assert len(errors) == 1
    assert "learned from" in str(errors[0])
    send(performer, ("/track/walk", [0, 0]), ("/step/latent", [0, 0, *POINTS[0].tolist()]))
    send(performer, ("/sequence/start", []))
    assert np.abs(sound_of(performer, 1000)).max() > 0.01


def test_in_real_time_a_walk_begins_as_soon_as_it_is_there_and_sounds_the_same(
    learned: Path,
) -> None:
    performer = make_performer(learned, main=0.0, offline=False)
    pattern = Pattern(tempo=60.0, seed=3, tracks=(walk_track(1, 1, 1, 1, division=4.0),))
    performer.sequencer.set_pattern(pattern)
    performer.sequencer.start()
    blocks: list[np.ndarray] = []

    def begun() -> bool:
        time.sleep(0.001)
        blocks.append(performer.render(64)[0])
        return performer.sequencer.clock.running

    wait_until(begun, "the walk is not there")
    heard = np.concatenate([blocks[-1], sound_of(performer, RATE - 64)])
    performer.close()
    np.testing.assert_array_equal(heard, walked(learned, 1.0, seed=3))
