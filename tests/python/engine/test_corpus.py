"""Draws, walks and snapping: what is made of the grains that a model learned from."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from granvae import Synth
from granvae.engine.grain_map import GrainMap
from granvae.errors import InvalidValueError
from support import tiny_models
from support.learned_models import (
    GRAIN,
    LATENTS,
    LENGTH,
    NAMES,
    RATE,
    arrays_of,
    learned,
    learned_model,
    npz,
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learned_model(tmp_path_factory.mktemp("learned") / "learned.ts")


@pytest.fixture
def synth(model: Path) -> Synth:
    return Synth(model)


MAP = learned()


def walked(synth: Synth, count: int, seed: int = 0) -> np.ndarray:
    """Which grains of the map a walk takes, ``(count,)``."""
    points = synth.walk(count, seed)
    apart = np.linalg.norm(points[:, None] - MAP.latents, axis=2)
    assert apart.min(axis=1).max() == 0.0
    return apart.argmin(axis=1)


def goes_on(grains: np.ndarray | int) -> np.ndarray:
    """Whether the recording goes on after a grain."""
    return np.append(MAP.place, 0)[np.asarray(grains) + 1] > 0


def jumps(grains: np.ndarray) -> np.ndarray:
    """The indices of a walk's steps that are not to the next grain of the recording."""
    return np.flatnonzero((np.diff(grains) != 1) | ~goes_on(grains[:-1])) + 1


def test_a_draw_lies_near_a_learned_grain(synth: Synth) -> None:
    draws = np.stack([synth.random(seed) for seed in range(400)])
    apart = np.linalg.norm(draws[:, None] - MAP.latents, axis=2)
    origin = apart.argmin(axis=1)
    assert set(MAP.sound[origin]) == {0, 1, 2}
    of_latents = (draws - MAP.latents[origin]).std()
    assert 0.15 < of_latents <= 0.3  # the nearest is nearer than the one that was drawn from
    radius = np.linalg.norm(draws[:, :2], axis=1)
    assert abs(radius.mean() - 1.0) < 0.1  # in the prior, 1.25, and as often near 0
    assert np.percentile(radius, 3) > 0.4
    np.testing.assert_array_equal(synth.random(7), draws[7])


def test_a_draw_of_the_prior_is_spread_as_the_prior(synth: Synth) -> None:
    draws = np.stack([synth.random(seed, prior=True) for seed in range(1000)])
    np.testing.assert_allclose(draws.mean(axis=0), 0.0, atol=0.1)
    np.testing.assert_allclose(draws.std(axis=0), 1.0, atol=0.1)


def test_random_without_a_map_draws_from_the_prior(synth: Synth, tmp_path: Path) -> None:
    without = Synth(tiny_models.linear_model(tmp_path / "plain.ts", LATENTS, GRAIN))
    np.testing.assert_array_equal(without.random(3), synth.random(3, prior=True))
    assert without.sounds == []


def test_silent_grains_are_not_drawn(tmp_path: Path) -> None:
    loudness = np.where(MAP.sound == 1, -20, -70).astype(np.float32)
    quiet = replace(MAP, descriptors={"loudness": loudness})
    quiet.latents[MAP.sound == 1, 2] += 10.0
    synth = Synth(learned_model(tmp_path / "quiet.ts", quiet))
    quiet.latents[MAP.sound == 1, 2] -= 10.0
    assert all(synth.random(seed)[2] > 8.0 for seed in range(50))


def test_a_walk_goes_along_the_recordings_at_their_places(synth: Synth) -> None:
    synth.set("jump", 0)
    grains = walked(synth, 300)
    assert synth.places is not None
    assert synth.places[0] == 0
    np.testing.assert_array_equal(synth.places[1:], MAP.place[grains[1:]])
    assert np.all(MAP.place[grains[1:]] > 0)
    for at in jumps(grains):
        assert not goes_on(grains[at - 1])  # only where the recording ends
    assert len(jumps(grains)) + 1 >= 300 // LENGTH


@pytest.mark.parametrize("near", [1, 5])
def test_a_jump_leads_to_what_follows_one_of_the_nearest_grains_elsewhere(
    synth: Synth, near: int
) -> None:
    synth.set("jump", 100)
    synth.set("near", near)
    grains = walked(synth, 400)
    begins = np.flatnonzero(MAP.place == 0)
    chosen = set()
    for at in jumps(grains):
        before, after = grains[at - 1], grains[at]
        elsewhere = goes_on(np.arange(len(MAP.sound))) & (MAP.sound != MAP.sound[before])
        apart = np.linalg.norm(MAP.latents - MAP.latents[before], axis=1)
        nearest = np.flatnonzero(elsewhere)[np.argsort(apart[elsewhere], kind="stable")[:near]]
        assert after - 1 in nearest
        assert after not in begins
        chosen.add(int(np.flatnonzero(nearest == after - 1)[0]))
    assert len(chosen) == near


def test_jump_is_how_often_a_walk_jumps_in_a_second(synth: Synth) -> None:
    for rate in (5.0, 50.0):
        synth.set("jump", rate)
        grains = walked(synth, 8000, seed=3)
        at = jumps(grains)
        free = goes_on(grains[at - 1]).sum()
        seconds = MAP.place[grains].sum() / RATE
        assert abs(free - rate * seconds) < 4 * np.sqrt(rate * seconds)


def test_the_same_seed_walks_the_same_way(synth: Synth, model: Path) -> None:
    grains = walked(synth, 200, seed=5)
    np.testing.assert_array_equal(walked(Synth(model), 200, seed=5), grains)
    assert not np.array_equal(walked(synth, 200, seed=6), grains)
    assert len({int(walked(synth, 1, seed)[0]) for seed in range(40)}) > 20


@pytest.mark.parametrize(
    ("sounds", "allowed"),
    [
        (["high"], {2}),
        (["cello"], {0, 1}),
        (["low/cello 2.wav"], {1}),
        ([0, 2], {0, 2}),
        ([], {0, 1, 2}),
    ],
)
def test_walks_and_draws_stay_in_the_recordings_that_are_named(
    synth: Synth, sounds: list[str | int], allowed: set[int]
) -> None:
    assert synth.sounds == list(NAMES)
    synth.stay("low")
    synth.stay(*sounds)
    synth.set("jump", 20)
    assert set(MAP.sound[walked(synth, 1000)]) == allowed
    heights = {0.2 * sound - 0.2 for sound in allowed}
    assert min(heights) - 1.3 < synth.random(1)[2] < max(heights) + 1.3
    synth.path(MAP.latents)
    synth.snap(1.0)
    snapped = np.linalg.norm(synth.points[:, None] - MAP.latents, axis=2).argmin(axis=1)
    assert set(MAP.sound[snapped]) == allowed


def test_snap_moves_points_to_their_nearest_grains_and_keeps_places(synth: Synth) -> None:
    points = np.random.default_rng(2).normal(size=(40, LATENTS)).astype(np.float32)
    places = np.concatenate([[0], np.random.default_rng(3).integers(64, 120, 39)])
    nearest = np.linalg.norm(points[:, None] - MAP.latents, axis=2).argmin(axis=1)
    for amount in (0.0, 0.25, 1.0):
        synth.path(points, places)
        synth.snap(amount)
        expected = (1 - amount) * points + amount * MAP.latents[nearest]
        np.testing.assert_allclose(synth.points, expected, atol=1e-5)
        np.testing.assert_array_equal(synth.places, places)


def test_a_new_model_of_other_recordings_is_walked_as_a_whole(synth: Synth, tmp_path: Path) -> None:
    synth.stay("high")
    renamed = replace(MAP, names=("a.wav", "b.wav", "c.wav"))
    synth.read(learned_model(tmp_path / "other.ts", renamed))
    assert set(MAP.sound[walked(synth, 2000)]) == {0, 1, 2}


@pytest.mark.parametrize("message", ["walk", "snap", "stay"])
def test_a_model_without_learned_grains_says_what_to_do(tmp_path: Path, message: str) -> None:
    synth = Synth(tiny_models.linear_model(tmp_path / "plain.ts", LATENTS, GRAIN))
    calls: dict[str, list[Any]] = {"walk": [10], "snap": [1.0], "stay": ["cello"]}
    before = synth.table
    with pytest.raises(InvalidValueError, match=rf"^{message}: .*plain\.ts' holds no .*export"):
        getattr(synth, message)(*calls[message])
    np.testing.assert_array_equal(synth.table, before)


def test_a_map_of_an_older_version_is_drawn_from_the_prior(synth: Synth, tmp_path: Path) -> None:
    old = arrays_of(MAP)
    del old["place"]
    for name, data in (("packed", npz(arrays_of(MAP), compressed=True)), ("placeless", npz(old))):
        other = Synth(learned_model(tmp_path / f"{name}.ts", data))
        np.testing.assert_array_equal(other.random(1), synth.random(1, prior=True))
        with pytest.raises(InvalidValueError, match="export it again"):
            other.walk(5)


def test_grains_without_neighbours_are_drawn_but_not_walked(tmp_path: Path) -> None:
    alone = replace(MAP, place=np.zeros_like(MAP.place))
    synth = Synth(learned_model(tmp_path / "alone.ts", alone))
    assert np.abs(synth.random(1)[:2]).max() < 2.0
    with pytest.raises(InvalidValueError, match="do not follow each other; train and export"):
        synth.walk(5)


def changed(**arrays: np.ndarray) -> bytes:
    return npz({**arrays_of(MAP), **arrays})


def without(name: str) -> bytes:
    return npz({key: array for key, array in arrays_of(MAP).items() if key != name})


COUNT = len(MAP.sound)
DAMAGED = {
    "latents is missing": without("latents"),
    "sound is missing": without("sound"),
    "holds '<f4' where '<f2' is due": changed(latents=MAP.latents),
    "holds '<i8' where '<u2' is due": changed(place=MAP.place),
    "values that are not finite": changed(latents=np.full((COUNT, LATENTS), np.inf, np.float16)),
    "latents of another model": changed(latents=np.zeros((COUNT, LATENTS + 1), np.float16)),
    "another order": changed(latents=np.asfortranarray(MAP.latents.astype(np.float16))),
    "of different lengths": changed(sound=np.zeros(COUNT - 1, np.uint16)),
    "sounds without a name": changed(names=np.array(NAMES[:2])),
    "lead out of a sound": changed(place=np.full(COUNT, 100, np.uint16)),
    "farther than a grain": changed(place=np.where(MAP.place, GRAIN + 1, 0).astype(np.uint16)),
    "no grains": npz({key: array[:0] for key, array in arrays_of(MAP).items()}),
    "texts are due": changed(names=np.array([1.0, 2.0, 3.0])),
}


@pytest.mark.parametrize("fault", DAMAGED)
def test_a_damaged_map_is_refused_in_one_sentence_and_the_model_plays(
    tmp_path: Path, fault: str
) -> None:
    synth = Synth(learned_model(tmp_path / "broken.ts", DAMAGED[fault]))
    sentence = rf"map\.npz.*broken\.ts' are damaged \(.*{fault}.*\); export the model again\.$"
    for call in (lambda: synth.walk(3), lambda: synth.random(1), lambda: synth.snap(1.0)):
        with pytest.raises(InvalidValueError, match=sentence):
            call()
    synth.random(1, prior=True)
    synth.latent([1.0] * LATENTS)
    assert np.abs(synth.process(100.0, samples=1000)).max() > 0


def test_bytes_that_flip_anywhere_in_a_map_never_break_the_engine(tmp_path: Path) -> None:
    small = MAP.to_bytes()
    rng = np.random.default_rng(0)
    for trial in range(30):
        data = bytearray(small)
        for _ in range(4):
            data[rng.integers(len(data))] = rng.integers(256)
        if trial % 3 == 0:
            data = data[: rng.integers(len(data))]
        synth = Synth(learned_model(tmp_path / f"{trial}.ts", bytes(data)))
        for call in (lambda s=synth: s.walk(3), lambda s=synth: s.random(1)):
            with suppress(InvalidValueError):
                call()
        assert np.isfinite(synth.process(100.0, samples=500)).all()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda s: s.walk(0), "a path has 1 to 65536 grains, not 0"),
        (lambda s: s.walk(70000), "a path has 1 to 65536 grains"),
        (lambda s: s.snap(1.5), "snap takes an amount from 0 to 1, not 1.5"),
        (lambda s: s.snap(np.nan), "snap takes an amount from 0 to 1"),
        (lambda s: s.stay("tuba"), "no recording 'tuba' .* there are low/cello 1.wav, "),
        (lambda s: s.stay(3), "no recording '3'"),
        (lambda s: s.set("jump", -1), "jump takes a number from 0 to 1000"),
        (lambda s: s.set("near", 0), "near takes a whole number from 1 to 1000"),
        (lambda s: s._send("random", ["posterior"]), "random takes a seed, or prior and a seed"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(synth: Synth, call, sentence: str) -> None:
    synth.walk(20)
    before = synth.points
    with pytest.raises(InvalidValueError, match=sentence):
        call(synth)
    np.testing.assert_array_equal(synth.points, before)


def test_the_map_of_the_tests_is_one(model: Path) -> None:
    from granvae import read_map

    found = read_map(model)
    assert isinstance(found, GrainMap)
    np.testing.assert_array_equal(found.place, MAP.place)
    np.testing.assert_array_equal(found.latents, MAP.latents)
