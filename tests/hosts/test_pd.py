"""What granvae~ takes and reports in a real Pure Data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth, parameters
from hosts.pd import EXTERNAL, Patch, Result, assert_equal_up_to_the_end, patch_with, play
from support import tiny_models

RATE = 44100


def test_write_saves_the_table_of_python_beside_the_patch(model: Path, tmp_path: Path) -> None:
    patch, granvae = patch_with(model)
    patch.send(0, "random 42, write table.wav, random 43", granvae)
    result = play(patch, granvae, tmp_path)
    synth = Synth(model)
    synth.random(42)
    samples, rate = soundfile.read(tmp_path / "table.wav", dtype="float32")
    np.testing.assert_array_equal(samples, synth.table)
    assert rate == RATE
    assert f"info: written {tmp_path / 'table.wav'}" in result.console


def test_info_reports_parameters_and_table(model: Path, tmp_path: Path) -> None:
    patch, granvae = patch_with(model)
    patch.send(10, "law equal-power, latch off, swap 20, join 64, mode cloud, info", granvae)
    console = play(patch, granvae, tmp_path).console
    for line in ("law equal-power", "latch off", "swap 20", "join 64", "mode cloud", "grain 512"):
        assert f"info: info {line}" in console
    for parameter in parameters():
        assert parameter.signal or f"info: info {parameter.name} " in console
    assert "info: info stolen 0" in console
    assert "error" not in console


@pytest.mark.parametrize(
    ("arguments", "channels"), [("", 1), ("3", 3), ("64", 64), ("MODEL", 1), ("MODEL 2", 2)]
)
def test_a_number_after_the_model_or_alone_makes_as_many_channels(
    model: Path, tmp_path: Path, arguments: str, channels: int
) -> None:
    patch = Patch()
    granvae = patch.add(f"granvae~ {arguments.replace('MODEL', str(model))}")
    patch.send(10, "info", granvae)
    patch.connect(granvae, channels, patch.add("print info"))
    result = play(patch, granvae, tmp_path, outlets=[0, channels + 1, channels + 2])
    assert "info: info mode loop" in result.console
    assert "connection failed" not in result.console
    assert "error" not in result.console


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("440", "the number of channels is a whole one from 1 to 64"),
        ("0", "the number of channels is a whole one from 1 to 64"),
        ("1.5", "the number of channels is a whole one from 1 to 64"),
        ("2 a.ts", "takes a model, a number of channels and of latents"),
        ("2 2", "takes a model, a number of channels and of latents"),
    ],
)
def test_wrong_arguments_still_make_an_object_that_says_what_was_wrong(
    tmp_path: Path, arguments: str, sentence: str
) -> None:
    patch = Patch()
    granvae = patch.add(f"granvae~ {arguments}")
    result = play(patch, granvae, tmp_path)
    (error,) = result.errors
    assert sentence in error
    assert len(result.audio) > 0


def test_a_model_is_found_on_pds_search_path(model: Path, tmp_path: Path) -> None:
    patch = Patch()
    granvae = patch.add("granvae~ model.ts")
    result = play(patch, granvae, tmp_path, "-batch", "-path", str(model.parent))
    assert np.abs(result.audio).max() > 0.01


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("latent 1 2 3", "the model has 16 latents and 3 values came; send 16 numbers."),
        ("latent " + "1 " * 15 + "x", "value 16 is not a finite number"),
        ("line", "line takes a number of grains"),
        ("line 0 " + "1 " * 16, "1 to 65536 grains, not 0"),
        ("path 1 2 3", "a multiple of 16 numbers"),
        ("law", "law takes one value."),
        ("law round", "law takes cosine, linear or equal-power, not 'round'."),
        ("mode crowd", "mode takes loop or cloud, not 'crowd'."),
        ("grains 2.5", "grains takes a whole number from 1 to 8192, not 2.5."),
        ("async 2", "async takes a number from 0 to 1, not 2."),
        ("length -5", "length takes a number from 0 to 1e+09 samples, not -5."),
        ("latch 2", "latch takes off or on, not 2."),
        ("read", "read takes the name of a model"),
        ("read nowhere.ts", "cannot find 'nowhere.ts'"),
    ],
)
def test_a_wrong_message_is_explained_and_the_sound_goes_on(
    model: Path, tmp_path: Path, message: str, sentence: str
) -> None:
    patch, granvae = patch_with(model)
    patch.send(50, message, granvae)
    result = play(patch, granvae, tmp_path)
    assert result.status == 0
    (error,) = result.errors
    assert sentence in error
    assert "info: error" in result.console
    assert_equal_up_to_the_end(result.audio, Synth(model).process(samples=2 * RATE))


def test_files_that_are_no_models_are_explained_and_the_sound_goes_on(
    model: Path, tmp_path: Path
) -> None:
    bad = {path: text for path, text in tiny_models.bad_models(tmp_path).items() if path.exists()}
    patch, granvae = patch_with(model)
    for k, path in enumerate(bad):
        patch.send(20 + 10 * k, f"read {path}", granvae)
    result = play(patch, granvae, tmp_path)
    for path, line in zip(bad, result.errors, strict=True):
        assert path.name in line
    assert_equal_up_to_the_end(result.audio, Synth(model).process(samples=2 * RATE))


def test_without_a_model_there_is_silence_and_a_hint(tmp_path: Path) -> None:
    patch = Patch()
    granvae = patch.add("granvae~ nowhere.ts")
    result = play(patch, granvae, tmp_path)
    assert "cannot find 'nowhere.ts'" in result.console
    assert len(result.audio) > 0
    assert not result.audio.any()


def test_quitting_while_the_worker_decodes_or_loads_never_crashes(
    model: Path, tmp_path: Path
) -> None:
    for attempt in range(4):
        patch, granvae = patch_with(model)
        patch.send(5 * attempt, "line 20000 " + "1 " * 16, granvae)
        patch.send(5 * attempt, f"read {model}", granvae)
        result = play(patch, granvae, tmp_path, "-nosleep", milliseconds=10 * attempt)
        assert result.status == 0
        assert "signal" not in result.console.lower()


def test_deleting_the_object_while_it_loads_never_crashes(model: Path, tmp_path: Path) -> None:
    """A patch that fills and clears another one, twenty times, while the first one sounds.

    Each time a second object with no model is made too: its complaint shows that they were made.
    """
    patch, granvae = patch_with(model)
    patch.add("pd inner")
    patch.lines[-1] = "#N canvas 0 0 300 300 inner 0;\n#X restore 10 300 pd inner;"
    rounds = 20
    for k in range(rounds):
        made = f"; pd-inner obj 10 10 granvae~ {model}; pd-inner obj 10 50 granvae~ nowhere.ts"
        patch.at(20 * k, patch.message(made))
        patch.at(20 * k + 3 + k % 7, patch.message("; pd-inner clear"))
    result = play(patch, granvae, tmp_path, "-nosleep")
    assert result.status == 0
    assert result.console.count("cannot find 'nowhere.ts'") == rounds
    assert np.abs(result.audio[-RATE // 2 :]).max() > 0.01


def helped(model: Path, folder: Path, density: float) -> Result:
    """What the help patch sends to the loudspeakers, caught on the way, with its cloud at work."""
    text = (EXTERNAL / "granvae~-help.pd").read_text()
    assert text.count("dac~ 1 2") == 1
    assert text.count("\\$0-density") == 1
    text = text.replace("dac~ 1 2", "throw~ caught").replace("\\$0-density", "density")
    (folder / "help.pd").write_text(text)
    (folder / "granvae-demo.ts").write_bytes(model.read_bytes())
    patch = Patch()
    patch.add("help")
    caught = patch.add("catch~ caught")
    patch.at(100, patch.message(f"; density {density}"))
    return play(patch, caught, folder)


def test_the_help_patch_opens_without_a_complaint_and_its_loop_and_cloud_sound(
    model: Path, tmp_path: Path
) -> None:
    loop, both = helped(model, tmp_path, 0), helped(model, tmp_path, 200)
    for result in (loop, both):
        assert result.status == 0
        assert "couldn't create" not in result.console
        assert "error" not in result.console
        assert "no such object" not in result.console
    assert np.abs(loop.audio).max() > 0.01
    assert np.abs(both.audio - loop.audio)[: RATE // 20].max() < 1e-6
    assert np.abs(both.audio - loop.audio)[RATE // 2 :].max() > 0.01


def test_the_help_patch_shows_every_parameter() -> None:
    text = (EXTERNAL / "granvae~-help.pd").read_text()
    for parameter in parameters():
        if not parameter.signal:
            assert f" {parameter.name} " in text
            for choice in parameter.choices:
                assert f" {parameter.name} {choice}" in text
