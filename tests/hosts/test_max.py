"""What granvae~ takes and reports in Max."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import GranvaeError, Synth, parameters
from hosts.max_host import SCHEDULER, Host
from hosts.max_values import LATENTS, atoms, written_table


def test_the_box_has_four_inlets_and_sound_phase_onset_and_info_outlets(host: Host) -> None:
    assert host.new("granvae~").ports() == (["signal"] * 3 + [""], 4)


def test_a_number_after_the_model_or_alone_makes_as_many_channels(host: Host, model: Path) -> None:
    for arguments, channels in [("2", 2), (f'"{model}" 5 @mode cloud', 5), ("64 @law linear", 64)]:
        box = host.new(f"granvae~ {arguments}")
        assert box.ports() == (["signal"] * (channels + 2) + [""], 4)
        assert not any(name == "error" for name, _ in box.finish())
        assert f"channel {channels} " in box.assist(2, channels - 1)
        assert "phase" in box.assist(2, channels)


def test_every_inlet_and_outlet_explains_itself(host: Host) -> None:
    box = host.new("granvae~")
    kinds = [("frequency", "(signal/float)"), ("start", "(signal/float)")]
    kinds += [("crossfade", "(signal/int)"), ("rate", "(signal/float)")]
    documentation = {parameter.name: parameter.documentation for parameter in parameters()}
    for index, (name, kind) in enumerate(kinds):
        text = box.assist(1, index)
        assert text.startswith(kind)
        assert documentation[name] in text
    assert "latents" in host.new("granvae~ @latents 2").assist(1, 5)
    outlets = [box.assist(2, index) for index in range(4)]
    assert "sound" in outlets[0]
    assert "phase" in outlets[1]
    assert "begins" in outlets[2]
    for message in ["loaded", "latents", "late", "written", "error", "info"]:
        assert message in outlets[3]


def test_the_argument_and_read_load_a_model_and_report_it(
    host: Host, model: Path, small_model: Path
) -> None:
    box = host.new(f'granvae~ "{model}"')
    assert box.finish() == [("loaded", (str(model), 16, 512, 44100.0))]
    box.send(f'read "{small_model}"')
    assert box.finish() == [("loaded", (str(small_model), 2, 512, 44100.0))]


def test_a_bare_name_is_found_beside_the_patch_and_on_the_search_path(
    host: Host, model: Path, small_model: Path, tmp_path: Path
) -> None:
    shutil.copy(small_model, tmp_path / "beside.ts")
    host.search_path(model.parent)
    box = host.new("granvae~ beside.ts")
    assert box.finish()[0][1][0] == str(tmp_path / "beside.ts")
    box.send(f"read {model.name}")
    assert box.finish()[0][1][0] == str(model)


def test_read_and_write_without_a_name_open_a_dialog(
    host: Host, model: Path, tmp_path: Path
) -> None:
    box = host.new("granvae~")
    host.answer_dialog(model)
    box.send("read")
    assert box.wait_for("loaded")[0][1][0] == str(model)
    host.answer_dialog(tmp_path / "saved.wav")
    box.send("write")
    assert box.wait_for("written") == [("written", (str(tmp_path / "saved.wav"),))]
    assert (tmp_path / "saved.wav").exists()


def test_a_cancelled_dialog_changes_nothing(host: Host, model: Path) -> None:
    box = host.new(f'granvae~ "{model}"')
    box.finish()
    box.send("read")
    box.send("write")
    assert box.finish() == []
    assert box.info()["model"] == str(model)


def test_latent_line_path_and_random_make_the_tables_that_python_makes(
    host: Host, model: Path, tmp_path: Path
) -> None:
    box, synth = host.new(f'granvae~ "{model}"'), Synth(model)
    points = np.round(np.random.default_rng(1).normal(size=(5, 16)), 3)
    synth.latent(LATENTS)
    box.send(f"latent {atoms(LATENTS)}")
    np.testing.assert_array_equal(written_table(box, tmp_path / "latent.wav"), synth.table)
    synth.line(LATENTS, 7)
    box.send(f"line 7 {atoms(LATENTS)}")
    np.testing.assert_array_equal(written_table(box, tmp_path / "line.wav"), synth.table)
    synth.path(points)
    box.send(f"path {atoms(points.ravel())}")
    np.testing.assert_array_equal(written_table(box, tmp_path / "path.wav"), synth.table)
    drawn = synth.random(42)
    box.send("random 42")
    (latents,) = [values for name, values in box.finish() if name == "latents"]
    np.testing.assert_array_equal(np.float32(latents), drawn)
    np.testing.assert_array_equal(written_table(box, tmp_path / "random.wav"), synth.table)
    box.send("random")
    ((_, again),) = box.finish()
    assert again != latents


def test_each_file_holds_the_table_asked_for_just_before_it(
    host: Host, model: Path, tmp_path: Path
) -> None:
    box, synth = host.new(f'granvae~ "{model}"'), Synth(model)
    for seed in range(20):
        box.send(f"random {seed}")
        box.send(f"write {seed}.wav")
    box.finish()
    for seed in range(20):
        synth.random(seed)
        samples, _ = soundfile.read(tmp_path / f"{seed}.wav", dtype="float32")
        np.testing.assert_array_equal(samples, synth.table)


def test_bang_and_info_report_the_same_of_everything(host: Host, model: Path) -> None:
    box = host.new(f'granvae~ "{model}" @law linear @swap 20')
    box.send(f"line 3 {atoms(LATENTS)}")
    known = box.info()
    defaults = {}
    for parameter in parameters():
        choices, initial = parameter.choices, parameter.initial
        defaults[parameter.name] = choices[int(initial)] if choices else initial
    for signal in ("frequency", "start", "crossfade", "rate"):
        del defaults[signal]
    assert known == {
        **defaults,
        "law": "linear",
        "swap": 20.0,
        "nonfinite": 0,
        "delay": 0,
        "late": 0,
        "stolen": 0,
        "model": str(model),
        "decoder": "libtorch",
        "channels": 1,
        "points": 3,
        "table": 2 * 384 + 512,
        "grain": 512,
        "rate": 44100.0,
    }
    box.send("info")
    assert {values[0]: values[1] for _, values in box.wait_for("info")} == known


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("read 5", "read takes the name of a model"),
        ("read a b", "read takes the name of a model"),
        ("read nowhere.ts", "cannot find 'nowhere.ts' beside the patch or on Max's search path"),
        ("write 5", "write takes the name of a WAV file"),
        ("write nowhere/table.wav", "'nowhere/table.wav' cannot be written"),
        ("line", "line takes a number of grains"),
        ("line 1e9 0", "line: a path has 1 to 65536 grains, not 1e+09"),
        ("line 3 1", "line: the model has 16 latents and 1 value came"),
        ("latent", "latent: the model has 16 latents and 0 values came"),
        ("latent 1 2 3", "latent: the model has 16 latents and 3 values came"),
        (f"latent one {atoms(LATENTS[1:])}", "latent: value 1 is not a finite number"),
        ("path 1 2", "path: the model has 16 latents"),
        ("law round", "law takes cosine, linear or equal-power, not 'round'."),
        ("law", "law takes one value."),
        ("length -1", "length takes a number from 0"),
        ("swap 0", "swap takes a number from 1"),
        ("latch maybe", "latch takes off or on, not 'maybe'."),
        ("mode crowd", "mode takes loop or cloud, not 'crowd'."),
        ("grains 2.5", "grains takes a whole number from 1 to 8192, not 2.5."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_the_sound_goes_on(
    host: Host, model: Path, message: str, sentence: str
) -> None:
    box = host.new(f'granvae~ "{model}"')
    box.send(f"latent {atoms(LATENTS)}")
    box.finish()
    synth = Synth(model)
    synth.latent(LATENTS)
    box.send(message)
    ((name, (error,)),) = box.finish()
    assert name == "error"
    assert str(error).startswith(sentence)
    assert host.console == [error]
    np.testing.assert_array_equal(box.play(2048)[0], synth.process(samples=2048))


def test_a_write_before_any_model_says_that_there_is_no_table(host: Host) -> None:
    box = host.new("granvae~")
    box.send("write table.wav")
    ((name, (error,)),) = box.finish()
    assert name == "error"
    assert "there is no table yet" in str(error)


def test_wrong_arguments_still_make_a_box_that_says_what_was_wrong(host: Host) -> None:
    for arguments, sentence in [
        ("440", "granvae~ has 1 to 64 channels, not 440"),
        ("0", "granvae~ has 1 to 64 channels, not 0"),
        ("a.ts b.ts", "granvae~ takes a model and a number of channels"),
        ("2.5", "granvae~ takes a model and a number of channels"),
        ("missing.ts", "cannot find 'missing.ts'"),
        ("@law round", "law takes"),
    ]:
        box = host.new(f"granvae~ {arguments}")
        assert str(box.finish()[0][1][0]).startswith(sentence)


def test_a_file_that_is_no_model_is_refused_and_the_model_before_plays_on(
    host: Host, model: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.ts").write_text("not a model")
    box = host.new(f'granvae~ "{model}"')
    box.finish()
    box.send("read text.ts")
    assert [name for name, _ in box.finish()] == ["error"]
    assert "is not a TorchScript model" in host.console[0]
    assert box.info()["model"] == str(model)


def test_messages_from_the_scheduler_keep_their_order_across_a_read(
    host: Host, model: Path, small_model: Path
) -> None:
    box = host.new(f'granvae~ "{model}"')
    box.finish()
    # The file is looked for on the main thread; what follows must wait for the model it is for.
    box.send(f'read "{small_model}"', thread=SCHEDULER)
    box.send("latent 0.5 -0.5", thread=SCHEDULER)
    box.send(f'read "{model}"', thread=SCHEDULER)
    box.send(f"latent {atoms(LATENTS)}", thread=SCHEDULER)
    reports = box.wait_for("loaded") + box.finish()
    assert not any(name == "error" for name, _ in reports)
    synth = Synth(model)
    synth.latent(LATENTS)
    np.testing.assert_array_equal(box.play(1024)[0], synth.process(samples=1024))


def test_a_standalone_or_frozen_device_takes_the_model_along(host: Host, model: Path) -> None:
    box = host.new("granvae~")
    assert box.file_usage() == []
    box.send(f'read "{model}"')
    assert box.file_usage() == [str(model)]


@pytest.mark.parametrize("locked", [True, False])
def test_a_model_dropped_onto_the_box_is_read(host: Host, model: Path, locked: bool) -> None:
    box = host.new("granvae~")
    assert box.drop(model, locked)
    assert box.finish() == [("loaded", (str(model), 16, 512, 44100.0))]


def test_python_writes_the_same_file_and_names_one_that_cannot_be_written(
    host: Host, model: Path, tmp_path: Path
) -> None:
    box, synth = host.new(f'granvae~ "{model}"'), Synth(model)
    written_table(box, tmp_path / "max.wav")
    synth.write(tmp_path / "python.wav")
    assert (tmp_path / "max.wav").read_bytes() == (tmp_path / "python.wav").read_bytes()
    with pytest.raises(GranvaeError, match=r"'.*none/table.wav' cannot be written"):
        synth.write(tmp_path / "none" / "table.wav")


def test_every_message_of_a_burst_has_its_dialog(host: Host, model: Path, tmp_path: Path) -> None:
    box = host.new(f'granvae~ "{model}"')
    box.finish()
    host.answer_dialog(tmp_path / "both.json")
    box.send("write")
    box.send("writepath")
    reports = box.wait_for("written") + box.finish()
    assert reports == [("written", (str(tmp_path / "both.json"),))] * 2
