"""``libtorch on``: a model of ours, played by the other back end."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from granvae import GranvaeError, Synth
from support.playing import configured
from support.preset_files import LATENTS, PRESETS, file_of, program_of

SOUND = np.random.default_rng(0).normal(0.0, 0.1, 3000).astype(np.float32)


def decoder_of(synth: Synth) -> str:
    return str(synth.info()["decoder"][0])


@pytest.mark.parametrize("preset", PRESETS)
def test_both_back_ends_play_and_encode_alike(preset: str, tmp_path: Path) -> None:
    synth = configured(Synth(file_of(preset, tmp_path, program_of(preset))), noise=0)
    synth.path(LATENTS)
    native = synth.table.copy()
    assert decoder_of(synth).startswith("native")
    synth.set("libtorch", "on")
    assert decoder_of(synth) == "libtorch"
    np.testing.assert_allclose(synth.points, LATENTS)
    np.testing.assert_allclose(synth.table, native, rtol=0, atol=1e-5)
    by_libtorch = synth.encode(SOUND)
    synth.set("libtorch", "off")
    assert decoder_of(synth).startswith("native")
    # In single grains, refinement makes more of how either rounds.
    error = np.abs(synth.encode(SOUND) - by_libtorch).max(axis=1)
    assert np.median(error) < 1e-3


def test_a_model_of_ours_plays_by_its_numbers_and_none_of_its_code_runs(tmp_path: Path) -> None:
    file, broken = file_of("grain", tmp_path, program_of("grain")), tmp_path / "broken.ts"
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(broken, "w") as made:
        for name in archive.namelist():
            code = "/code/" in name
            made.writestr(name, b"no TorchScript" if code else archive.read(name))
    whole, without = Synth(file), Synth(broken)
    for synth in (whole, without):
        synth.path(LATENTS)
    np.testing.assert_array_equal(without.table, whole.table)
    np.testing.assert_array_equal(without.encode(SOUND), whole.encode(SOUND))
    with pytest.raises(GranvaeError, match="damaged or not TorchScript"):
        without.set("libtorch", "on")


def test_two_synths_share_a_file_by_different_back_ends(tmp_path: Path) -> None:
    file = file_of("grain", tmp_path, program_of("grain"))
    one, other = Synth(file), configured(Synth(file), libtorch="on")
    assert decoder_of(one).startswith("native")
    assert decoder_of(other) == "libtorch"
    assert decoder_of(Synth(file)).startswith("native")


def test_a_model_that_is_read_afterwards_is_read_so_too(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    synth = configured(Synth(file_of("grain", tmp_path, program_of("grain"))), libtorch="on")
    synth.read(file_of("paper", tmp_path / "other", program_of("paper")))
    assert decoder_of(synth) == "libtorch"
