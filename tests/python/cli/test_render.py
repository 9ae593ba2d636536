"""``granvae render`` and ``granvae trajectory``: a model played, or its path, in a sound file."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth
from support import encoding_models
from support.learned_models import learned_model
from support.playing import configured

POINT = [0.5, -1.0] + [0.0] * 14
LATENT = " ".join(map(str, POINT))


def read(file: Path) -> np.ndarray:
    """``(n,)`` or ``(n, channels)``."""
    samples, rate = soundfile.read(file, dtype="float32")
    assert rate == 44100
    return samples


@pytest.fixture
def rendered(cli, model: Path, tmp_path: Path) -> Callable[..., np.ndarray]:
    """What `granvae render` writes with the options in half a second."""

    def render(*options: object) -> np.ndarray:
        cli("render", model, "--out", tmp_path / "out.wav", "--seconds", 0.5, *options)
        return read(tmp_path / "out.wav")

    return render


def test_a_loop_is_what_python_plays(rendered, model: Path) -> None:
    synth = configured(Synth(model), interpolation="cubic")
    synth.latent(POINT)
    controls = ("--frequency", 110, "--start", 20, "--crossfade", 64)
    samples = rendered("--latent", LATENT, *controls, "--interpolation", "cubic")
    np.testing.assert_array_equal(samples, synth.process(110, 20, 64, 22050))


def test_without_a_frequency_the_table_is_played_as_fast_as_recorded(rendered, model: Path) -> None:
    synth = Synth(model)
    synth.line([1.0] * 16, 5)
    expected = synth.process(44100 / (len(synth.table) - 128), 0, 128, 22050)
    heard = rendered("--line", "1 " * 16, "--count", 5)
    np.testing.assert_allclose(heard, expected, atol=1e-6)
    # Once the first cycle has faded in, sample by sample.
    cycle = slice(128, len(synth.table) - 128)
    np.testing.assert_allclose(heard[cycle], synth.table[cycle], atol=1e-5)


def test_a_path_is_bent_before_it_is_played(rendered, model: Path) -> None:
    synth = Synth(model)
    synth.line([1.0] * 16, 5)
    synth.scale(0.5)
    synth.reverse()
    expected = synth.process(None, 0, 128, 22050)
    line = ("--line", "1 " * 16, "--count", 5)
    heard = rendered(*line, "--edit", "scale 0.5", "--edit", "reverse")
    np.testing.assert_array_equal(heard, expected)


@pytest.mark.parametrize("edit", ["bend 2", "scale", "reverse 1", "stretch long", ""])
def test_what_is_no_edit_is_refused_with_those_that_there_are(
    cli, model: Path, tmp_path: Path, edit: str
) -> None:
    wrong = cli("render", model, "--out", tmp_path / "out.wav", "--edit", edit, status=1)
    assert edit in wrong
    assert "scale" in wrong


def test_a_cloud_in_stereo_is_what_python_plays(rendered, model: Path) -> None:
    settings = {"spray": 200, "async": 0.5, "spread": 1, "window": "expodec"}
    synth = configured(Synth(model, channels=2), mode="cloud", seed=7, **settings)
    synth.latent(POINT)
    options = ["--latent", LATENT, "--mode", "cloud", "--channels", 2, "--seed", 7]
    for name, value in settings.items():
        options += ["--set", f"{name}={value}"]
    samples = rendered(*options, "--frequency", 300, "--rate", -0.7)
    np.testing.assert_array_equal(samples.T, synth.process(300, 0, None, 22050, rate=-0.7))
    assert np.abs(samples[:, 0] - samples[:, 1]).max() > 0.01


def test_a_random_point_is_that_of_python(rendered, model: Path) -> None:
    synth = Synth(model)
    synth.random(7)
    samples = rendered("--random", 7, "--frequency", 110)
    np.testing.assert_array_equal(samples, synth.process(110, 0, None, 22050))


def test_a_walk_is_that_of_python(cli, tmp_path: Path) -> None:
    model, out = learned_model(tmp_path / "learned.ts"), tmp_path / "walk.wav"
    cli("render", model, "--out", out, "--walk", 5, "--seconds", 2.5, "--set", "jump=20")
    synth = configured(Synth(model), jump=20)
    synth.walk_on(5)
    np.testing.assert_array_equal(
        soundfile.read(out, dtype="float32")[0], synth.process(seconds=2.5, start=0.0)
    )


def test_a_path_file_and_a_sound_are_played_once_through(
    cli, encoder: Path, tmp_path: Path
) -> None:
    out, sound, path = (tmp_path / name for name in ("out.wav", "voice.flac", "voice.json"))
    soundfile.write(sound, encoding_models.sayable(0.4), 44100)
    synth = configured(Synth(encoder), join=64)
    synth.encode(sound)
    synth.save_path(path)
    for option, file in (("--encode", sound), ("--path", path)):
        cli("render", encoder, "--out", out, "--set", "join=64", option, file)
        np.testing.assert_allclose(read(out), synth.table, atol=1e-5)


@pytest.mark.parametrize(
    ("options", "sentence", "status"),
    [
        ("--set colour=1", "there is no parameter 'colour' to set; there are mode", 1),
        ("--set spray", "spray is not a name and a value", 2),
        ("--set pan=3", "pan takes a number from -1 to 1", 1),
        ("--mode crowd", "mode takes loop or cloud, not 'crowd'", 1),
        ("--seed 0.5", "seed takes a whole number", 1),
        ("--channels 3", "3 is not a whole number from 1 to 2", 2),
        ("--rate nan", "--rate nan is not a finite number", 2),
        ("--encode missing.wav", "'missing.wav' cannot be opened", 1),
        ("--encode missing.flac", "missing.flac cannot be opened", 1),
        ("--path missing.json", "'missing.json' cannot be opened", 1),
    ],
)
def test_what_cannot_be_rendered_is_one_sentence(
    cli, encoder: Path, tmp_path: Path, options: str, sentence: str, status: int
) -> None:
    out = tmp_path / "out.wav"
    assert sentence in cli("render", encoder, "--out", out, *options.split(), status=status)
    assert not out.exists()


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    while data:
        name, size = struct.unpack_from("<4sI", data)
        yield name, data[8 : 8 + size]
        data = data[8 + size + size % 2 :]


def cues_of(path: Path) -> tuple[dict[int, int], dict[int, str]]:
    """The cue points of a WAV file and their labels by number, read by the specification."""
    parts = dict(chunks(path.read_bytes()[12:]))
    cues = struct.iter_unpack("<II4sIII", parts[b"cue "][4:])
    labels = (label for _, label in chunks(parts[b"LIST"][4:]))
    return (
        {number: sample for number, *_, sample in cues},
        {int.from_bytes(label[:4], "little"): label[4:].rstrip(b"\0").decode() for label in labels},
    )


def test_a_trajectory_file_holds_the_table_and_a_cue_for_each_grain(
    cli, model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "table.wav"
    cli("trajectory", model, "--line", "2 " + "0 " * 15, "--count", 5, "--out", out)
    synth = Synth(model)
    synth.line([2.0] + [0.0] * 15, 5)
    np.testing.assert_array_equal(read(out), synth.table)
    cues, labels = cues_of(out)
    assert list(cues.items()) == list(enumerate(synth.starts, 1))
    assert list(labels) == list(cues)
    assert [label.split()[0] for label in labels.values()] == ["0", "0.5", "1", "1.5", "2"]


def test_points_come_from_a_text_file_and_a_bad_line_is_named(
    cli, model: Path, tmp_path: Path
) -> None:
    points = np.random.default_rng(3).normal(size=(4, 16)).astype(np.float32)
    text, out = tmp_path / "points.csv", tmp_path / "table.wav"
    np.savetxt(text, points, delimiter=",", fmt="%.9g")
    cli("trajectory", model, "--points", text, "--out", out)
    synth = Synth(model)
    synth.path(points)
    np.testing.assert_array_equal(read(out), synth.table)
    text.write_text("1 2 3\n")
    error = cli("trajectory", model, "--points", text, "--out", out, status=1)
    assert "line 1 has 3 numbers" in error


def test_a_walk_is_written_with_a_cue_at_each_grain(cli, tmp_path: Path) -> None:
    model, out = learned_model(tmp_path / "learned.ts"), tmp_path / "walk.wav"
    text = cli("trajectory", model, "--out", out, "--walk", 40, "--seed", 2)
    assert "40 grains of 128 samples" in text
    synth = Synth(model)
    synth.walk(40, 2)
    np.testing.assert_array_equal(read(out), synth.table)
    data = out.read_bytes()
    count = struct.unpack_from("<I", data, data.index(b"cue ") + 8)[0]
    assert count == 40
