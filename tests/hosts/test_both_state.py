"""States of granvae~, written and restored in Max and in Pure Data alike, and in Python."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from hosts.drivers import LATENTS, Driver, N, PdDriver, atoms, typed
from support.learned_models import learned_model
from support.playing import CLOUD

OTHER = -0.5 * LATENTS
MADE = {
    "path": (f"path {atoms(LATENTS)} {atoms(OTHER)}", "store verse", "reverse", "join 64"),
    "cloud": (f"line 5 {atoms(LATENTS)}", *typed(CLOUD)),
}


@pytest.mark.parametrize("messages", MADE.values(), ids=MADE)
def test_what_one_host_wrote_sounds_the_same_in_all(
    granvae: Driver, model: Path, tmp_path: Path, messages: tuple[str, ...]
) -> None:
    file = tmp_path / "song.json"
    made = granvae.play(model, *messages, "writestate song.json")
    assert made.of("written") == [[str(file)]]
    written = file.read_text()
    restored = granvae.play("", "random 3", "readstate song.json", "writestate again.json")
    assert restored.errors == []
    assert restored.of("restored") == [[str(file)]]
    np.testing.assert_array_equal(restored.outlets, made.outlets)
    assert (tmp_path / "again.json").read_text() == written
    synth = Synth(model)
    synth.load_state(file)
    np.testing.assert_array_equal(restored.outlets[0], synth.process(samples=N))
    assert synth.state() == written


@pytest.mark.parametrize("granvae", ["max", "max scheduler", "max audio", "pd"], indirect=True)
def test_a_state_of_python_is_restored_from_any_thread(
    granvae: Driver, model: Path, tmp_path: Path
) -> None:
    synth = Synth(model)
    synth.path([LATENTS, OTHER, LATENTS], [0, 300, 256])
    synth.store("verse")
    synth.latent(OTHER)
    synth.save_state(tmp_path / "song.json")
    synth.recall("verse")
    # A name may lack its ending.
    played = granvae.play("", "readstate song", "recall verse")
    assert played.errors == []
    np.testing.assert_array_equal(played.outlets[0], synth.process(samples=N))


def test_a_walk_goes_on(granvae: Driver, tmp_path: Path) -> None:
    model = learned_model(tmp_path / "learned.ts")
    made = granvae.play(model, "stay low", "jump 20", "walk on 3", "writestate song.json")
    restored = granvae.play("", "readstate song.json")
    assert (made.errors, restored.errors) == ([], [])
    np.testing.assert_array_equal(restored.outlets, made.outlets)


def test_folders_have_names_of_any_language_and_move_with_the_model(
    granvae: Driver, model: Path, small_model: Path, tmp_path: Path
) -> None:
    here, there = tmp_path / "Klänge-東", tmp_path / "東-Klänge"
    here.mkdir()
    shutil.copy(small_model, here / "Modell-ü.ts")
    granvae.play(here / "Modell-ü.ts", "random 1", f"writestate {here}/Stück.json")
    written = json.loads((here / "Stück.json").read_text("utf-8"))
    assert written["model"] == str(here / "Modell-ü.ts")
    here.rename(there)
    played = granvae.play(model, f"readstate {there}/Stück.json")
    assert played.errors == []
    assert played.info["model"] == str(there / "Modell-ü.ts")


def test_a_state_without_its_model_is_one_sentence_and_keeps_the_rest(
    granvae: Driver, model: Path, tmp_path: Path
) -> None:
    gone = shutil.copy(model, tmp_path / "gone.ts")
    granvae.play(gone, "line 4 " + atoms(LATENTS), "transpose 5", "writestate song.json")
    Path(gone).unlink()
    played = granvae.play("", "readstate song.json", f"read {model}")
    (error,) = played.errors
    assert "gone.ts' cannot be opened" in error
    assert (played.info["transpose"], played.info["points"]) == (5, 4)


def check_no_click(granvae: Driver, model: Path) -> None:
    """The largest step while states are restored is that of the sounds themselves."""
    tones = ("random 1", "random 2")
    kept = [granvae.play(model, tone, f"writestate {k}.json") for k, tone in enumerate(tones)]
    own = max(float(np.abs(np.diff(played.outlets[0])).max()) for played in kept)
    later = [f"readstate {k % 2}.json" for k in range(10)]
    played = granvae.play(model, "random 1", later=later)
    assert played.errors == []
    assert len(played.of("restored")) == 10
    assert np.abs(np.diff(played.outlets[0])).max() <= 1.05 * own


def test_restoring_does_not_click(granvae: Driver, model: Path) -> None:
    check_no_click(granvae, model)


def test_restoring_does_not_click_in_pd_in_real_time(native_model: Path, tmp_path: Path) -> None:
    check_no_click(PdDriver(tmp_path, ("-nosleep",)), native_model)
