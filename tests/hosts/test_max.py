"""What granvae~ takes and reports in Max alone: boxes, dialogs, threads, buffers, files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import GranvaeError, Synth, parameters
from hosts.drivers import LATENTS, atoms
from hosts.max_host import AUDIO, SCHEDULER, Box, Host
from support.encoding_models import RATE, sayable


@pytest.fixture
def box(host: Host, encoder: Path) -> Box:
    box = host.new(f'granvae~ "{encoder}"')
    box.finish()
    return box


def test_every_inlet_and_outlet_explains_itself(host: Host) -> None:
    box = host.new("granvae~ 2")
    kinds = {"frequency": "float", "start": "float", "crossfade": "int", "rate": "float"}
    documentation = {parameter.name: parameter.documentation for parameter in parameters()}
    for index, (name, kind) in enumerate(kinds.items()):
        text = box.assist(1, index)
        assert text.startswith(f"(signal/{kind})")
        assert documentation[name] in text
    assert "latents" in host.new("granvae~ @latents 2").assist(1, 5)
    outlets = [box.assist(2, index) for index in range(5)]
    for text, word in zip(outlets, ("channel 1 ", "channel 2 ", "phase", "begins"), strict=False):
        assert word in text
    assert "sound" in host.new("granvae~").assist(2, 0)
    for message in ["loaded", "latents", "late", "written", "error", "info"]:
        assert message in outlets[-1]


def test_a_bang_reports_what_info_reports(host: Host, model: Path) -> None:
    box = host.new(f'granvae~ "{model}" @law linear')
    reported = box.info()
    assert reported["law"] == "linear"
    box.send("info")
    assert {values[0]: values[1] for _, values in box.wait_for("info")} == reported


def test_without_a_name_a_dialog_asks_for_it(host: Host, encoder: Path, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "voice.wav", sayable(0.1), RATE, "FLOAT")
    box = host.new("granvae~")
    for message, report, file in [
        ("read", "loaded", encoder),
        ("write", "written", tmp_path / "saved.wav"),
        ("encode", "path", tmp_path / "voice.wav"),
        ("writepath", "written", tmp_path / "path.json"),
        ("readpath", "path", tmp_path / "path.json"),
        ("writestate", "written", tmp_path / "song.json"),
        ("readstate", "restored", tmp_path / "song.json"),
    ]:
        host.answer_dialog(file)
        box.send(message)
        assert box.wait_for(report)[-1][1][0] == str(file)
        assert file.exists()


def test_a_cancelled_dialog_changes_nothing(box: Box, encoder: Path) -> None:
    box.send("read")
    box.send("write")
    assert box.finish() == []
    assert box.info()["model"] == str(encoder)


def test_every_message_of_a_burst_has_its_dialog(host: Host, box: Box, tmp_path: Path) -> None:
    host.answer_dialog(tmp_path / "both")
    box.send("write")
    box.send("writepath")
    reports = box.wait_for("written") + box.finish()
    assert reports == [
        ("written", (str(tmp_path / "both.wav"),)),
        ("written", (str(tmp_path / "both.json"),)),
    ]


def test_a_file_that_cannot_be_written_is_named_in_python_too(model: Path, tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match=r"'.*none/table.wav' cannot be written"):
        Synth(model).write(tmp_path / "none" / "table.wav")


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


def test_it_takes_what_opens_libtorch_along_where_that_plays(
    host: Host, model: Path, native_model: Path
) -> None:
    by_libtorch, native = (host.new(f'granvae~ "{file}"') for file in (model, native_model))
    by_libtorch.finish()
    native.finish()
    assert by_libtorch.file_usage() == [str(model), "granvae/externals"]
    assert native.file_usage() == [str(native_model)]


@pytest.mark.parametrize("name", ["model.ts", "model"])
def test_files_lie_beside_the_patcher_that_the_box_is_in(
    host: Host, encoder: Path, tmp_path: Path, name: str
) -> None:
    here, opened_last = tmp_path / "here", tmp_path / "opened last"
    for folder in (here, opened_last):
        folder.mkdir()
        (folder / "model.ts").write_bytes(encoder.read_bytes())
    host.patcher(here / "my.maxpat")
    box = host.new(f"granvae~ {name}")
    host.search_path(opened_last, patch=True)
    box.send("write table.wav")
    box.send("writepath path.json")
    assert box.finish()[-2:] == [
        ("written", (str(here / "table.wav"),)),
        ("written", (str(here / "path.json"),)),
    ]
    assert box.info()["model"] == str(here / "model.ts")
    box.send(f"read {name}")
    assert box.finish()[0][1][0] == str(here / "model.ts")
    assert not any(path.suffix in (".wav", ".json") for path in opened_last.iterdir())


@pytest.mark.parametrize(
    ("message", "typed", "written"),
    [
        ("write", "take one", "take one.wav"),
        ("write", "take.WAV", "take.WAV"),
        ("writepath", "walk", "walk.json"),
        ("writepath", "walk.csv", "walk.csv"),
        ("writepath", "walk 1.5", "walk 1.5.json"),
        ("writestate", "song", "song.json"),
        ("writestate", "song.csv", "song.csv.json"),
    ],
)
def test_a_name_typed_into_a_save_dialog_gets_its_ending(
    host: Host, box: Box, tmp_path: Path, message: str, typed: str, written: str
) -> None:
    host.answer_dialog(tmp_path / typed)
    box.send(message)
    assert box.wait_for("written")[-1] == ("written", (str(tmp_path / written),))
    assert (tmp_path / written).exists()


@pytest.mark.parametrize("locked", [True, False])
def test_a_model_dropped_onto_the_box_is_read(host: Host, model: Path, locked: bool) -> None:
    box = host.new("granvae~")
    assert box.drop(model, locked)
    assert box.finish() == [("loaded", (str(model), 16, 512, 44100.0))]


def test_a_buffer_of_any_rate_and_channels_becomes_the_path_of_python(
    host: Host, box: Box, encoder: Path, tmp_path: Path
) -> None:
    synth = Synth(encoder)
    for rate, channels in [(44100.0, 1), (48000.0, 2), (96000.0, 6)]:
        frames = np.stack([sayable(0.2, int(rate), seed) for seed in range(channels)], axis=1)
        host.buffer("voice", frames, rate)
        for thread in (SCHEDULER, AUDIO):
            box.send("encode voice", thread=thread)
            assert [values[0] for name, values in box.finish() if name == "path"] == ["voice"]
        points = synth.encode(frames.T, rate)
        assert len(points) > 20
        box.send("write table.wav")
        box.finish()
        table, _ = soundfile.read(tmp_path / "table.wav", dtype="float32")
        np.testing.assert_allclose(table, synth.table, atol=1e-6)


def test_an_empty_buffer_is_reported(host: Host, box: Box) -> None:
    host.buffer("empty", np.zeros(0), RATE)
    box.send("encode empty")
    assert box.finish() == [("error", ("'empty' holds no samples; record it again.",))]


def test_a_channel_that_the_model_lacks_is_reported_once_however_many_latents_come(
    box: Box,
) -> None:
    latents = [f"latent {atoms([value] * 16)}" for value in range(5)]
    reports = []
    for message in ("channel 2", *latents, "channel 1", "channel 2"):
        box.send(message)
        reports.append([name for name, _ in box.finish()])
    assert reports == [["error"], *[[]] * 6, ["error"]]
