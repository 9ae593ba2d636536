"""A walk without an end on stage: it sounds as in Python, is shown as it goes, and ends."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from granvae.play.snapshot import snapshot
from support import learned_models, tiny_models
from support.performers import RATE, make_performer, refusal, reports_of, send, sound_of


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learned_models.learned_model(tmp_path_factory.mktemp("model") / "learned.ts")


def test_it_sounds_as_in_python_and_its_path_follows(model: Path) -> None:
    performer = make_performer(model)
    reports = reports_of(performer)
    send(performer, ("/seed", [5]), ("/walk/on", []))
    heard = sound_of(performer, 4 * RATE)
    synth = Synth(model)
    synth.set("seed", 5)
    synth.walk_on()
    np.testing.assert_array_equal(heard, synth.process(seconds=4))
    paths = [values for address, values in reports if address == "/path/placed"]
    assert len(paths) >= 3
    assert all(a != b for a, b in pairwise(paths))
    tables = [values for address, values in reports if address == "/table"]
    sizes = [int(size) for size, *_ in tables]
    assert len(performer.table) in sizes
    assert max(sizes) < 2 * RATE
    assert snapshot(performer)["walking"]


def test_its_last_second_is_kept_as_a_path(model: Path) -> None:
    performer = make_performer(model)
    send(performer, ("/walk/on", []))
    sound_of(performer, 2 * RATE)
    send(performer, ("/walk/off", []))
    state = snapshot(performer)
    assert not state["walking"]
    assert len(state["places"]) == len(state["path"]) > 50
    synth = Synth(model)
    synth.path(state["path"], state["places"])
    np.testing.assert_allclose(performer.table, synth.table, atol=1e-6)


@pytest.mark.parametrize(
    ("address", "arguments"),
    [("/latent", [0.0, 0.0, 0.0]), ("/walk", [8]), ("/snap", [0.5]), ("/random", [1])],
)
def test_whatever_makes_another_path_ends_it(
    model: Path, address: str, arguments: list[float | str]
) -> None:
    performer = make_performer(model)
    send(performer, ("/walk/on", []))
    sound_of(performer, RATE)
    reports = reports_of(performer)
    send(performer, (address, arguments))
    assert ("/walk/off", []) in reports
    path = snapshot(performer)["path"]
    sound_of(performer, 2 * RATE)
    assert snapshot(performer)["path"] == path


def test_without_recordings_it_is_refused_in_one_sentence(tmp_path: Path) -> None:
    performer = make_performer(tiny_models.linear_model(tmp_path / "plain.ts"))
    assert "learned from" in refusal(performer, "/walk/on")
    assert not snapshot(performer)["walking"]
    send(performer, ("/walk/off", []))
