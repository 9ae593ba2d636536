"""A patcher keeps what one has made: with @embed 1, and for pattr, preset and snapshot~."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from hosts.drivers import LATENTS, atoms
from hosts.max_host import Box, Host

N = 64 * 200


def settle(box: Box) -> list[str]:
    return [str(values[0]) for name, values in box.finish() if name == "error"]


@pytest.fixture
def made(host: Host, model: Path) -> Box:
    """A box in which something has been made."""
    box = host.new(f'granvae~ "{model}" @embed 1')
    box.send("random 3")
    box.send("store verse")
    box.send(f"line 5 {atoms(LATENTS)}")
    box.send("mode cloud")
    box.send("spray 300")
    box.send("seed 5")
    assert settle(box) == []
    return box


def sound(box: Box) -> np.ndarray:
    assert settle(box) == []
    return box.play(N)[0]


def test_a_reopened_patch_sounds_as_it_was_saved(host: Host, made: Box, model: Path) -> None:
    kept = made.keep()
    opened = host.new(f'granvae~ "{model}" @embed 1', kept)
    expected = host.new("granvae~")
    expected.send(f'read "{model}"')
    for message in (f"line 5 {atoms(LATENTS)}", "mode cloud", "spray 300", "seed 5"):
        expected.send(message)
    np.testing.assert_array_equal(sound(opened), sound(expected))
    opened.send("recall verse")
    assert settle(opened) == []
    assert opened.info()["points"] == 1
    assert opened.file_usage()[0] == str(model)


def test_what_is_kept_is_the_state_that_every_host_reads(made: Box, tmp_path: Path) -> None:
    made.send("writestate state.json")
    assert made.finish()[-1] == ("written", (str(tmp_path / "state.json"),))
    written = json.loads((tmp_path / "state.json").read_text())
    assert json.loads(made.keep()) == written == json.loads(made.value)
    assert written["parameters"]["mode"] == "cloud"
    assert len(written["path"]["points"]) == 5


def test_nothing_is_kept_unless_embed_is_on(made: Box) -> None:
    made.send("embed 0")
    assert made.keep() == ""


def test_what_was_kept_is_newer_than_what_was_typed(
    host: Host, made: Box, model: Path, other_model: Path
) -> None:
    made.send(f'read "{other_model}"')
    assert settle(made) == []
    opened = host.new(f'granvae~ "{model}" @embed 1', made.keep())
    assert opened.info()["model"] == str(other_model)


def test_the_model_of_a_state_is_taken_along_and_watched(
    host: Host, made: Box, other_model: Path, model: Path
) -> None:
    made.send("writestate state.json")
    settle(made)
    box = host.new(f'granvae~ "{other_model}" @autoread 1')
    settle(box)
    box.send("readstate state")
    assert settle(box) == []
    assert box.file_usage()[0] == str(model)
    host.file_changed(model)
    assert box.wait_for("loaded")[-1][1][0] == str(model)


def test_a_model_that_has_moved_is_found_beside_the_patcher(
    host: Host, made: Box, model: Path, tmp_path: Path
) -> None:
    kept = made.keep().replace(str(model), "/nowhere/" + model.name)
    folder = tmp_path / "moved"
    folder.mkdir()
    shutil.copy(model, folder)
    host.patcher(folder / "my.maxpat")
    opened = host.new("granvae~ @embed 1", kept)
    assert settle(opened) == []
    assert opened.info()["model"] == str(folder / model.name)
    assert opened.file_usage()[0] == str(folder / model.name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda kept: "{" + kept, "is no JSON"),
        (lambda kept: kept.replace('"format": 1', '"format": 2'), "newer granvae"),
        (lambda kept: kept.replace('"spray": 300', '"spray": "much"'), "spray"),
        (lambda kept: kept.replace("model.ts", "gone.ts"), "gone.ts"),
    ],
)
def test_what_cannot_be_restored_is_said_in_one_sentence(
    host: Host, made: Box, change: object, said: str
) -> None:
    assert callable(change)
    kept = change(made.keep())
    assert kept != made.keep()
    opened = host.new("granvae~ @embed 1", kept)
    (error,) = settle(opened)
    assert said in error


def test_pattr_restores_what_it_has_kept_without_a_click(host: Host, made: Box) -> None:
    made.send("mode loop")
    made.send("latent " + atoms(LATENTS))
    settle(made)
    before = made.value
    first = made.play(N)[0]
    made.send("random 8")
    settle(made)
    between = made.play(N)[0]
    made.value = before
    settle(made)
    back = made.play(N)[0]
    # The same cycle of the loop, wherever it is.
    cycle = 512 - 512 // 4
    np.testing.assert_array_equal(back[-2 * cycle :].std(), first[-2 * cycle :].std())
    assert made.value == before
    step = np.abs(np.diff(np.concatenate([between, back]))).max()
    assert step < 1.2 * max(np.abs(np.diff(part)).max() for part in (first, between))


def test_a_state_that_is_too_large_for_a_patcher_is_said_to_be(host: Host, model: Path) -> None:
    box = host.new(f'granvae~ "{model}" @embed 1')
    box.send("path " + " ".join(["0.123456789"] * 16 * 3))
    box.send("stretch 100")
    for name in range(160):
        box.send(f"store {name}")
    assert settle(box) == []
    assert box.keep() == ""
    assert "writestate" in settle(box)[0]
