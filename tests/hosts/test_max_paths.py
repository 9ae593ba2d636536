"""Sounds, paths and attributes of models in Max."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth
from hosts.max_host import AUDIO, SCHEDULER, Box, Host
from hosts.max_values import written_table
from support.encoding_models import sayable

RATE = 44100


@pytest.fixture
def box(host: Host, encoder: Path) -> Box:
    box = host.new(f'granvae~ "{encoder}"')
    box.finish()
    return box


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
        table = written_table(box, tmp_path / f"{channels}.wav")
        np.testing.assert_allclose(table, synth.table, atol=1e-6)


def test_an_empty_buffer_and_a_missing_one_are_reported(host: Host, box: Box) -> None:
    host.buffer("empty", np.zeros(0), RATE)
    for name, sentence in [
        ("empty", "'empty' holds no samples; record it again."),
        ("nothing", "cannot find 'nothing' among the buffers, beside the patch or on Max's "
         "search path; check the name."),
    ]:  # fmt: skip
        box.send(f"encode {name}")
        assert box.finish() == [("error", (sentence,))]


def test_without_a_name_dialogs_ask_for_sounds_and_paths(
    host: Host, box: Box, tmp_path: Path
) -> None:
    soundfile.write(tmp_path / "voice.wav", sayable(0.1), RATE, "FLOAT")
    host.answer_dialog(tmp_path / "voice.wav")
    box.send("encode")
    assert box.wait_for("path")[0][1][0] == str(tmp_path / "voice.wav")
    host.answer_dialog(tmp_path / "path.json")
    box.send("writepath")
    assert box.wait_for("written") == [("written", (str(tmp_path / "path.json"),))]
    box.send("readpath")
    assert box.wait_for("path")[0][1][0] == str(tmp_path / "path.json")


def test_edits_bend_the_path_as_in_python_from_any_thread(
    box: Box, encoder: Path, tmp_path: Path
) -> None:
    synth = Synth(encoder)
    synth.line(np.ones(16), 6)
    synth.save_path(tmp_path / "other.json")
    for thread in (1, SCHEDULER, AUDIO):
        for message in (
            "random 5", "store 1", "line 20 " + "0.5 " * 16, "offset 0.25", "scale -0.5",
            "reverse", "smooth 3", "mix 1 0.5", "mix other.json 0.25",
        ):  # fmt: skip
            box.send(message, thread=thread)
        assert [values for name, values in box.finish() if name == "error"] == []
        synth.random(5)
        synth.store("1")
        synth.line(np.full(16, 0.5), 20)
        synth.offset(0.25)
        synth.scale(-0.5)
        synth.reverse()
        synth.smooth(3)
        synth.mix("1", 0.5)
        synth.mix(tmp_path / "other.json", 0.25)
        table = written_table(box, tmp_path / f"{thread}.wav")
        np.testing.assert_array_equal(table, synth.table)


def test_attributes_of_a_model_are_set_and_reported(box: Box) -> None:
    for message in ("set gain 0.5", "set name soft", "get gain", "get name"):
        box.send(message)
    assert box.finish() == [("attribute", ("gain", 0.5)), ("attribute", ("name", "soft"))]
    assert box.info()["attributes"] == "gain"  # and the name
    box.send("set gain 1")  # the file is shared by all that play it
    box.finish()


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("encode 3", "encode takes the name of a sound, as in 'encode voice.wav'."),
        ("readpath nowhere.csv", "cannot find 'nowhere.csv' beside the patch"),
        ("writepath path.txt", "ends with .json or .csv"),
        ("recall verse", "no stored path 'verse'"),
        ("mix verse 0.5", "no stored path 'verse'"),
        ("smooth much", "smooth takes a number of grains"),
        ("reverse 1", "reverse takes nothing"),
        ("offset 1 2", "send 16 numbers, or one for all"),
        ("set depth 1", "no attribute 'depth'"),
        ("get", "get takes the name of an attribute"),
        ("channel 2", "1 channel and no channel 2"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_the_table_stays(
    box: Box, encoder: Path, tmp_path: Path, message: str, sentence: str
) -> None:
    box.send("random 1")
    box.finish()
    box.send(message)
    (error,) = [values for name, values in box.finish() if name == "error"]
    assert sentence in str(error[0])
    synth = Synth(encoder)
    synth.random(1)
    np.testing.assert_array_equal(written_table(box, tmp_path / "table.wav"), synth.table)


def test_a_channel_that_the_model_lacks_is_reported_once_however_many_latents_come(
    box: Box,
) -> None:
    box.send("channel 2")
    reports = box.finish()
    for value in range(5):
        box.send("latent " + " ".join([str(value)] * 16))
        reports += box.finish()
    assert [name for name, _ in reports] == ["error"]
    box.send("channel 1")
    box.finish()
    box.send("channel 2")
    assert [name for name, _ in box.finish()] == ["error"]
