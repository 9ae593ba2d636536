"""How granvae~ sounds in a real Pure Data: as in Python, sample by sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth
from hosts.controls import Settings, random_controls, synth_with
from hosts.pd import Patch, assert_equal_up_to_the_end, patch_with, play
from support import tiny_models
from support.clouds import CLOUD

RATE = 44100


def controls_of(folder: Path, patch: Patch, granvae: int) -> np.ndarray:
    """Random signals in all four inlets, ``(4, n)``, which Pd reads from a file."""
    controls = random_controls(2 * RATE).astype(np.float32)
    soundfile.write(folder / "controls.wav", controls.T, RATE, subtype="FLOAT")
    reader = patch.add("readsf~ 4")
    patch.send(0, f"open {folder / 'controls.wav'}, 1", reader)
    for inlet in range(4):
        patch.connect(reader, inlet, granvae, inlet)
    return controls


SETTINGS: dict[str, Settings] = {
    "loop": {"law": "linear", "length": 400},
    "loop as older samplers": {"interpolation": "linear", "latch": "off"},
    "cloud": CLOUD,
    "cloud with few grains": {**CLOUD, "grains": 5, "interpolation": "cubic"},
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("channels", [1, 2])
def test_the_signal_equals_python_sample_by_sample_under_audio_rate_controls(
    model: Path, tmp_path: Path, name: str, channels: int
) -> None:
    latents = np.random.default_rng(1).normal(size=16).round(3)
    patch, granvae = patch_with(model, channels)
    controls = controls_of(tmp_path, patch, granvae)
    patch.send(0, "latent " + " ".join(map(str, latents)), granvae)
    for parameter, setting in SETTINGS[name].items():
        patch.send(0, f"{parameter} {setting}", granvae)
    phase, onset = channels + 1, channels + 2
    result = play(patch, granvae, tmp_path, outlets=[*range(channels), phase, onset])

    synth = synth_with(model, SETTINGS[name], channels)
    synth.latent(latents)
    expected = synth.play(*controls[:3], rate=controls[3])
    assert result.status == 0
    sound = np.atleast_2d(expected.samples)
    for channel in range(channels):
        assert_equal_up_to_the_end(result.audio[:, channel], sound[channel])
        assert np.abs(sound[channel]).max() > 0.1
    assert_equal_up_to_the_end(result.audio[:, -2], expected.phase.astype(np.float32))
    assert_equal_up_to_the_end(result.audio[:, -1], expected.onset.astype(np.float32))
    assert (synth.stolen > 0) == ("few" in name)


def test_numbers_set_the_inlets_and_a_line_is_played_as_in_python(
    model: Path, tmp_path: Path
) -> None:
    end = [0.5, -1.0, 0.25] + [0.125] * 13
    patch, granvae = patch_with(model)
    patch.send(0, "line 8 " + " ".join(map(str, end)), granvae)
    for inlet, number in enumerate((27.5, 100.25, 77, -0.5)):
        patch.send(0, str(number), granvae, inlet)
    result = play(patch, granvae, tmp_path)
    synth = Synth(model)
    synth.line(end, 8)
    assert_equal_up_to_the_end(result.audio, synth.process(27.5, 100.25, 77, samples=2 * RATE))


def test_before_any_number_the_grain_sounds_as_python_plays_it(model: Path, tmp_path: Path) -> None:
    patch, granvae = patch_with(model)
    result = play(patch, granvae, tmp_path)
    assert_equal_up_to_the_end(result.audio, Synth(model).process(samples=2 * RATE))
    assert np.abs(result.audio).max() > 0.01


def test_a_random_latent_is_the_same_as_in_python_and_is_reported(
    model: Path, tmp_path: Path
) -> None:
    patch, granvae = patch_with(model)
    patch.send(0, "random 42", granvae)
    result = play(patch, granvae, tmp_path)
    synth = Synth(model)
    drawn = synth.random(42)
    assert_equal_up_to_the_end(result.audio, synth.process(samples=2 * RATE))
    line = next(line for line in result.console.splitlines() if "info: latents" in line)
    np.testing.assert_allclose([float(v) for v in line.split()[2:]], drawn, rtol=1e-4)


def test_a_model_read_while_another_sounds_takes_over_at_an_onset(
    model: Path, tmp_path: Path
) -> None:
    other = tiny_models.linear_model(tmp_path / "other.ts", latents=4, seed=9)
    patch, granvae = patch_with(model)
    patch.send(0, "100", granvae)
    patch.send(100, "read other.ts", granvae)
    result = play(patch, granvae, tmp_path)
    slope = np.abs(np.diff(Synth(model).process(100, 0, 128, samples=RATE))).max()
    steps = np.abs(np.diff(result.audio))
    assert steps.max() <= 1.5 * slope
    settled = Synth(other)
    last = settled.process(100, 0, 128, samples=2 * 441)[441:]
    assert np.abs(result.audio[-8 * 441 :]).max() == pytest.approx(np.abs(last).max(), rel=0.02)
    assert "loaded" in result.console


def test_in_real_time_loading_and_decoding_do_not_hold_up_the_audio(
    model: Path, tmp_path: Path
) -> None:
    patch, granvae = patch_with(model)
    patch.send(0, "220", granvae)
    for k in range(50):
        patch.send(200 + 10 * k, f"random {k}", granvae)
    for k in range(5):
        patch.send(300 + 70 * k, f"read {model}", granvae)
    result = play(patch, granvae, tmp_path, "-nosleep")
    assert result.status == 0
    assert "error" not in result.console
    assert "info: latents" in result.console
    assert np.abs(np.diff(result.audio)).max() < 0.5
    assert np.abs(result.audio[-RATE // 5 :]).max() > 0.01
