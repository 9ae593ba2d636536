"""``granvae render``: a model played into a sound file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth
from granvae.cli.main import main
from support import encoding_models

LATENT = " ".join(["0.5", "-1"] + ["0"] * 14)


def rendered(model: Path, tmp_path: Path, *options: str) -> np.ndarray:
    """What the command writes: ``(n,)`` or ``(n, channels)``."""
    file = tmp_path / "out.wav"
    assert main(["render", str(model), "--out", str(file), "--seconds", "0.5", *options]) == 0
    samples, rate = soundfile.read(file, dtype="float32")
    assert rate == 44100
    return samples


def status(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(str(ended.code))


def refusal(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert status(["render", str(model), "--out", str(tmp_path / "out.wav"), *options]) != 0
    error = capsys.readouterr().err.strip()
    assert "\n" not in error
    assert not (tmp_path / "out.wav").exists()
    return error


def test_a_loop_is_what_python_plays(model: Path, tmp_path: Path) -> None:
    synth = Synth(model)
    synth.latent([0.5, -1] + [0] * 14)
    synth.set("interpolation", "cubic")
    samples = rendered(
        *(model, tmp_path, "--latent", LATENT, "--frequency", "110", "--start", "20"),
        *("--crossfade", "64", "--interpolation", "cubic"),
    )
    np.testing.assert_array_equal(samples, synth.process(110, 20, 64, 22050))


def test_without_a_frequency_the_table_is_played_as_fast_as_recorded(
    model: Path, tmp_path: Path
) -> None:
    synth = Synth(model)
    synth.line([1.0] * 16, 5)
    expected = synth.process(44100 / len(synth.table), 0, None, 22050)
    line = rendered(model, tmp_path, "--line", " ".join(["1"] * 16), "--count", "5")
    np.testing.assert_array_equal(line, expected)


def test_a_cloud_in_stereo_is_what_python_plays(model: Path, tmp_path: Path) -> None:
    settings = {"mode": "cloud", "seed": 7, "spray": 200, "async": 0.5, "spread": 1}
    synth = Synth(model, channels=2)
    for name, value in {**settings, "window": "expodec"}.items():
        synth.set(name, value)
    synth.latent([0.5, -1] + [0] * 14)
    samples = rendered(
        *(model, tmp_path, "--latent", LATENT, "--mode", "cloud", "--channels", "2"),
        *("--seed", "7", "--frequency", "300", "--rate", "-0.7", "--set", "spray=200"),
        *("--set", "async=0.5", "--set", "spread=1", "--set", "window=expodec"),
    )
    np.testing.assert_array_equal(samples.T, synth.process(300, 0, None, 22050, rate=-0.7))
    assert samples.shape == (22050, 2)
    assert np.abs(samples[:, 0] - samples[:, 1]).max() > 0.01


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--set", "colour=1"), "there is no parameter 'colour' to set; there are mode"),
        (("--set", "spray"), "spray is not a name and a value"),
        (("--set", "pan=3"), "pan takes a number from -1 to 1"),
        (("--mode", "crowd"), "mode takes loop or cloud, not 'crowd'"),
        (("--seed", "0.5"), "seed takes a whole number"),
        (("--channels", "3"), "3 is not a whole number from 1 to 2"),
        (("--rate", "nan"), "--rate nan is not a finite number"),
    ],
)
def test_what_cannot_be_rendered_is_one_sentence(
    model: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    sentence: str,
) -> None:
    assert sentence in refusal(model, tmp_path, capsys, *options)


def test_a_random_point_is_that_of_python(model: Path, tmp_path: Path) -> None:
    synth = Synth(model)
    synth.random(7)
    samples = rendered(model, tmp_path, "--random", "7", "--frequency", "110")
    np.testing.assert_array_equal(samples, synth.process(110, 0, None, 22050))


def test_a_path_file_and_a_sound_are_played_once_through(encoder: Path, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "voice.flac", encoding_models.sayable(0.4), encoding_models.RATE)
    synth = Synth(encoder)
    synth.set("join", 64)
    synth.encode(tmp_path / "voice.flac")
    synth.save_path(tmp_path / "voice.json")
    frequency = synth.table_rate / len(synth.table)
    expected = synth.process(frequency, 0, None, len(synth.table))
    out = tmp_path / "out.wav"
    for way in (("--encode", "voice.flac"), ("--path", "voice.json")):
        command = ["render", str(encoder), "--out", str(out), "--set", "join=64"]
        assert main([*command, way[0], str(tmp_path / way[1])]) == 0
        np.testing.assert_allclose(soundfile.read(out, dtype="float32")[0], expected, atol=1e-5)


@pytest.mark.parametrize(
    ("way", "file", "sentence"),
    [
        ("--encode", "missing.wav", "cannot be opened"),
        ("--encode", "missing.flac", "cannot be opened"),
        ("--path", "missing.json", "missing.json"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str, file: str,
    sentence: str,
) -> None:  # fmt: skip
    assert sentence in refusal(model, tmp_path, capsys, way, str(tmp_path / file))
