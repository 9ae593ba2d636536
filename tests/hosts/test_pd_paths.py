"""Sounds, paths and attributes of models in a real Pure Data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth, messages
from hosts.pd import EXTERNAL, assert_equal_up_to_the_end, patch_with, play
from support.encoding_models import sayable
from tools.pd_help import with_page

RATE = 44100


def test_an_array_and_a_file_become_the_path_of_python(encoder: Path, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "voice.wav", sayable(0.3), RATE, "FLOAT")
    patch, granvae = patch_with(encoder)
    patch.add("array define spoken")
    patch.send(0, f"read -resize {tmp_path / 'voice.wav'} spoken", patch.add("soundfiler"))
    patch.send(20, "encode spoken, write array.wav", granvae)
    patch.send(40, "encode voice.wav, write file.wav, writepath file.csv", granvae)
    console = play(patch, granvae, tmp_path).console
    synth = Synth(encoder)
    points = synth.encode(sayable(0.3))
    for name in ("array.wav", "file.wav"):
        table, _ = soundfile.read(tmp_path / name, dtype="float32")
        np.testing.assert_allclose(table, synth.table, atol=1e-6)
    assert f"info: path spoken {len(points)}" in console
    assert f"info: path {tmp_path / 'voice.wav'} {len(points)}" in console
    synth.load_path(tmp_path / "file.csv")
    np.testing.assert_allclose(synth.points, points, atol=1e-5)


def test_edits_bend_the_path_as_in_python(encoder: Path, tmp_path: Path) -> None:
    synth = Synth(encoder)
    synth.line(np.linspace(-1, 1, 16), 6)
    synth.save_path(tmp_path / "other.json")
    synth.encode(sayable(0.1))
    synth.save_path(tmp_path / "first.json")
    patch, granvae = patch_with(encoder)
    patch.send(0, "readpath first.json, store 1, offset 0.25, scale 0.5", granvae)
    patch.send(5, "reverse, smooth 2, mix 1 0.5, mix other.json 0.25", granvae)
    patch.send(10, "write table.wav, recall 1, write first.wav", granvae)
    result = play(patch, granvae, tmp_path)
    assert "error" not in result.console
    np.testing.assert_array_equal(
        soundfile.read(tmp_path / "first.wav", dtype="float32")[0], synth.table
    )
    synth.store("1")
    synth.offset(0.25)
    synth.scale(0.5)
    synth.reverse()
    synth.smooth(2)
    synth.mix("1", 0.5)
    synth.mix(tmp_path / "other.json", 0.25)
    np.testing.assert_array_equal(
        soundfile.read(tmp_path / "table.wav", dtype="float32")[0], synth.table
    )


def test_attributes_and_channels_of_a_model_are_set_and_reported(
    encoder: Path, tmp_path: Path
) -> None:
    patch, granvae = patch_with(encoder)
    patch.send(10, "set gain 0.5, set name soft, get gain, get name, info", granvae)
    console = play(patch, granvae, tmp_path).console
    assert "info: attribute gain 0.5" in console
    assert "info: attribute name soft" in console
    assert "info: info attributes gain name" in console
    assert "info: info channels 1" in console


def test_a_stepped_start_in_grains_is_a_sequencer_to_the_sample(
    encoder: Path, tmp_path: Path
) -> None:
    """The start steps once a grain, in a table of eight; Python is asked for the same."""
    steps = np.repeat(np.random.default_rng(0).integers(0, 8, 2 * RATE // 512 + 1), 512)
    steps = np.asarray(steps[: 2 * RATE], np.float32)
    soundfile.write(tmp_path / "steps.wav", steps / 8, RATE, "FLOAT")
    synth = Synth(encoder)
    synth.path(np.random.default_rng(1).normal(size=(8, 16)).round(3))
    synth.save_path(tmp_path / "pattern.json")
    patch, granvae = patch_with(encoder)
    reader, scale = patch.add("readsf~ 1"), patch.add("*~ 8")
    patch.send(0, f"open {tmp_path / 'steps.wav'}, 1", reader)
    patch.connect(reader, 0, scale)
    patch.connect(scale, 0, granvae, 1)
    patch.connect(patch.add(f"sig~ {RATE / 512}"), 0, granvae, 0)
    patch.connect(patch.add("sig~ 0"), 0, granvae, 2)
    patch.send(0, "unit grains, length 512, join 128, readpath pattern.json", granvae)
    result = play(patch, granvae, tmp_path)
    for name, value in {"unit": "grains", "length": 512, "join": 128}.items():
        synth.set(name, value)
    frequency = float(np.float32(RATE / 512))
    expected = synth.process(frequency, steps, 0)
    assert_equal_up_to_the_end(result.audio, expected)
    grains = np.stack([synth.table[k * 384 : k * 384 + 512] for k in range(8)])
    for k in range(100):
        heard = result.audio[k * 512 + 8 : (k + 1) * 512 - 8]
        np.testing.assert_allclose(heard, grains[int(steps[k * 512])][8:-8], atol=1e-3)


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("encode", "encode takes the name of a sound"),
        ("encode 3", "encode takes the name of a sound"),
        ("encode nowhere", "cannot find 'nowhere' among the arrays, beside the patch"),
        ("encode text.wav", "is no WAV or AIFF file"),
        ("readpath nowhere.csv", "cannot find 'nowhere.csv'"),
        ("readpath text.wav", "ends with .json or .csv"),
        ("writepath path.txt", "ends with .json or .csv"),
        ("recall", "recall takes the name of a stored path, as in 'recall verse'."),
        ("recall verse", "no stored path 'verse'"),
        ("mix verse", "mix takes a path and an amount, as in 'mix verse 0.5'."),
        ("mix verse 0.5", "no stored path 'verse'"),
        ("smooth much", "smooth takes a number of grains"),
        ("reverse 1", "reverse takes nothing, as in 'reverse'."),
        ("offset 1 2", "send 16 numbers, or one for all"),
        ("offset x", "value 1 is not a finite number"),
        ("set", "set takes the name of an attribute of the model and its values"),
        ("set depth 1", "no attribute 'depth'"),
        ("get depth", "no attribute 'depth'"),
        ("channel 2", "1 channel and no channel 2"),
        ("unit beats", "unit takes samples or grains, not 'beats'."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_the_sound_goes_on(
    encoder: Path, tmp_path: Path, message: str, sentence: str
) -> None:
    (tmp_path / "text.wav").write_text("no sound at all")
    patch, granvae = patch_with(encoder)
    patch.send(0, "random 1", granvae)
    patch.send(50, message, granvae)
    result = play(patch, granvae, tmp_path)
    (error,) = result.errors
    assert sentence in error
    synth = Synth(encoder)
    synth.random(1)
    assert_equal_up_to_the_end(result.audio, synth.process(samples=2 * RATE))


def test_edits_without_a_model_are_refused_and_a_path_waits_for_it(
    encoder: Path, tmp_path: Path
) -> None:
    patch, granvae = patch_with(Path("nowhere.ts"))
    patch.send(0, f"reverse, random 3, read {encoder}, write table.wav", granvae)
    console = play(patch, granvae, tmp_path).console
    assert "reverse has no path to change, since there is no model yet" in console
    synth = Synth(encoder)
    synth.random(3)
    table, _ = soundfile.read(tmp_path / "table.wav", dtype="float32")
    np.testing.assert_array_equal(table, synth.table)


def test_the_help_patch_has_every_message_of_the_engines_table() -> None:
    text = (EXTERNAL / "granvae~-help.pd").read_text()
    assert text == with_page(text)
    for message in messages():
        assert f" {message.example};" in text
