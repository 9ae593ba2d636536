"""granvae~ in Pure Data alone: arrays, real time, objects that come and go, and the help patch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth, messages, parameters
from hosts.drivers import N, PdDriver
from hosts.pd import EXTERNAL, patch_with, play
from support.encoding_models import RATE, sayable
from tools.pd import Patch, Result

HELP = EXTERNAL / "granvae~-help.pd"


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


@pytest.mark.parametrize("typed", ["-latents", "-latents 0", "-latents 2.5", "-latents 9999"])
def test_a_wrong_number_of_latents_is_reported_and_the_object_plays(
    model: Path, tmp_path: Path, typed: str
) -> None:
    played = PdDriver(tmp_path).play(f"{model} 1 {typed}")
    (error,) = played.errors
    assert "latents" in error
    assert np.abs(played.outlets[0]).max() > 0.01


def test_in_real_time_loading_and_decoding_do_not_hold_up_the_audio(
    native_model: Path, tmp_path: Path
) -> None:
    later = [f"random {k}" if k % 10 else f"read {native_model}" for k in range(50)]
    played = PdDriver(tmp_path, ("-nosleep",)).play(native_model, later=later, numbers=(220,))
    assert played.errors == []
    assert played.of("latents")
    synth = Synth(native_model)
    steps = []
    for k in range(50):
        synth.random(k)
        steps.append(np.abs(np.diff(synth.table)).max())
    assert np.abs(np.diff(played.outlets[0])).max() < 1.1 * max(steps)
    assert np.abs(played.outlets[0, -RATE // 5 :]).max() > 0.01


def test_in_real_time_live_grains_come_in_time_or_are_counted(
    native_model: Path, tmp_path: Path
) -> None:
    latents = np.random.default_rng(1).normal(size=(3, N))
    signals = {0: np.full(N, 86.0), **dict(enumerate(latents, start=4))}
    played = PdDriver(tmp_path, ("-nosleep",)).play(
        native_model, "live 1", "latency 4096", later=["info"], signals=signals, latents=3
    )
    assert np.abs(played.outlets[0]).max() > 0.05
    assert "late" in played.info


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


def test_deleting_the_object_while_it_loads_never_crashes(
    native_model: Path, tmp_path: Path
) -> None:
    """A patch that fills and clears another one, twenty times, while the first one sounds.

    Each time a second object with no model is made too: its complaint shows that they were made.
    """
    patch, granvae = patch_with(native_model)
    patch.add("pd inner")
    patch.lines[-1] = "#N canvas 0 0 300 300 inner 0;\n#X restore 10 300 pd inner;"
    rounds = 20
    for k in range(rounds):
        made = (
            f"; pd-inner obj 10 10 granvae~ {native_model}; pd-inner obj 10 50 granvae~ nowhere.ts"
        )
        patch.send(20 * k, made)
        patch.send(20 * k + 3 + k % 7, "; pd-inner clear")
    result = play(patch, granvae, tmp_path, "-nosleep")
    assert result.status == 0
    assert result.console.count("cannot find 'nowhere.ts'") == rounds
    assert np.abs(result.audio[-RATE // 2 :]).max() > 0.01


def helped(model: Path, folder: Path, density: float) -> Result:
    """What the help patch sends to the loudspeakers, caught on the way, with its cloud at work."""
    text = HELP.read_text()
    assert text.count("dac~ 1 2") == 1
    assert text.count("\\$0-density") == 1
    text = text.replace("dac~ 1 2", "throw~ caught").replace("\\$0-density", "density")
    (folder / "help.pd").write_text(text)
    (folder / "granvae-consort.ts").write_bytes(model.read_bytes())
    patch = Patch()
    patch.add("help")
    caught = patch.add("catch~ caught")
    patch.send(100, f"; density {density}")
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


def test_the_help_patch_shows_every_parameter_and_every_message() -> None:
    text = HELP.read_text()
    for message in messages():
        assert f" {message.example};" in text
    for parameter in parameters():
        if not parameter.signal:
            assert f" {parameter.name} " in text
            for choice in parameter.choices:
                assert f" {parameter.name} {choice}" in text


def test_a_long_array_is_copied_in_parts_and_what_was_sent_after_it_waits(
    encoder: Path, tmp_path: Path
) -> None:
    sound = sayable(0.1 + 3 * (1 << 16) / RATE)  # several parts
    soundfile.write(tmp_path / "voice.wav", sound, RATE, "FLOAT")
    patch, granvae = patch_with(encoder)
    patch.add("array define spoken")
    patch.send(0, f"read -resize {tmp_path / 'voice.wav'} spoken", patch.add("soundfiler"))
    patch.send(100, "encode spoken, write array.wav, encode voice.wav, write file.wav", granvae)
    # As long as the sound lasts, so that libtorch can be opened meanwhile.
    console = play(patch, granvae, tmp_path, "-noaudio", milliseconds=8000).console
    (from_array, rate), (from_file, _) = (
        soundfile.read(tmp_path / name, dtype="float32") for name in ("array.wav", "file.wav")
    )
    assert len(from_array) > len(sound) - rate / 10
    np.testing.assert_array_equal(from_array, from_file)
    assert console.index("info: path spoken") < console.index("info: path /")


def test_an_array_that_changes_its_size_while_it_is_copied_is_reported(
    encoder: Path, tmp_path: Path
) -> None:
    patch, granvae = patch_with(encoder)
    patch.add(f"array define spoken {1 << 18}")
    patch.send(100, "encode spoken", granvae)
    patch.send(101, "; spoken resize 1000")
    patch.send(300, "encode spoken", granvae)
    console = play(patch, granvae, tmp_path, "-noaudio", milliseconds=5000).console
    assert console.count("has changed its size since encode came; send it again.") >= 1
    assert "info: path spoken" in console  # the second time


def test_the_ending_of_a_model_may_be_left_out(model: Path, tmp_path: Path) -> None:
    named = PdDriver(tmp_path).play(model.stem, search=model.parent)
    sent = PdDriver(tmp_path).play("", f"read {model.stem}", search=model.parent)
    whole = PdDriver(tmp_path).play(model.name, search=model.parent)
    for played in (named, sent, whole):
        assert played.errors == []
        assert played.info["model"] == str(model)
    np.testing.assert_array_equal(named.outlets, whole.outlets)
