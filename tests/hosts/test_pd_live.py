"""Live grains in a real Pure Data: as in Python, sample by sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from hosts.controls import Settings, synth_with
from hosts.pd import Patch, assert_equal_up_to_the_end, play
from support.clouds import CLOUD

RATE = 44100
BLOCK = 64  # samples that Pd plays at once: the latency where none is given
LATENTS = 3


def live_patch(
    model: Path, folder: Path, signals: np.ndarray, settings: Settings
) -> tuple[Patch, int]:
    """A patch whose object has a signal for frequency and for each of some latents."""
    soundfile.write(folder / "signals.wav", signals.T, RATE, subtype="FLOAT")
    latents = len(signals) - 1
    patch = Patch()
    granvae = patch.add(f"granvae~ {model} 1 -latents {latents}")
    patch.connect(granvae, 1, patch.add("print info"))
    reader = patch.add(f"readsf~ {len(signals)}")
    patch.send(0, f"open {folder / 'signals.wav'}, 1", reader)
    patch.connect(reader, 0, granvae, 0)
    for k in range(latents):
        patch.connect(reader, 1 + k, granvae, 4 + k)
    patch.send(0, "live 1", granvae)
    for name, value in settings.items():
        patch.send(0, f"{name} {value}", granvae)
    return patch, granvae


def in_python(model: Path, signals: np.ndarray, settings: Settings) -> np.ndarray:
    synth = synth_with(model, {"live": "on", **settings})
    sound = synth.process(signals[0], latents=signals[1:])
    assert synth.late == 0
    return sound


@pytest.mark.parametrize("settings", [{}, {"latency": 500}, CLOUD], ids=["loop", "slow", "cloud"])
def test_each_onset_has_the_grain_of_its_latents(
    model: Path, tmp_path: Path, settings: Settings
) -> None:
    rng = np.random.default_rng(0)
    moving = np.cumsum(rng.normal(size=(1 + LATENTS, 2 * RATE)), axis=1) * 0.01
    moving[0] = 200 + 30 * moving[0]
    signals = moving.astype(np.float32)
    patch, granvae = live_patch(model, tmp_path, signals, settings)
    patch.send(1900, "info", granvae)
    result = play(patch, granvae, tmp_path)
    assert_equal_up_to_the_end(result.audio, in_python(model, signals, settings))
    assert np.abs(result.audio).max() > 0.05
    assert f"info delay {settings.get('latency', BLOCK)}" in result.console
    assert "info late 0" in result.console


def test_a_latent_that_steps_is_heard_at_the_onset_that_the_latency_promises(
    model: Path, tmp_path: Path
) -> None:
    period, step = 441, 30011
    still = np.zeros((1 + LATENTS, 2 * RATE), np.float32)
    still[0] = RATE / period
    moved = still.copy()
    moved[1, step:] = 2.0
    patch, granvae = live_patch(model, tmp_path, moved, {"latency": 256})
    heard = play(patch, granvae, tmp_path).audio
    expected = in_python(model, still, {"latency": 256})[: len(heard)]
    onset = -(-step // period) * period + 256
    first = int(np.flatnonzero(heard != expected)[0])
    # The crossfade begins with nothing of the new grain: one sample later is the first of it.
    assert onset <= first <= onset + 1


def test_more_signals_than_the_model_has_latents_are_reported_in_one_sentence(
    small_model: Path, tmp_path: Path
) -> None:
    signals = np.zeros((1 + 5, 2 * RATE), np.float32)
    signals[0] = 100
    patch, granvae = live_patch(small_model, tmp_path, signals, {})
    result = play(patch, granvae, tmp_path)
    assert any("5 latents come as signals" in line and "has 2" in line for line in result.errors)
    assert np.abs(result.audio).max() > 0.01


@pytest.mark.parametrize("typed", ["-latents", "-latents 0", "-latents 2.5", "-latents 9999"])
def test_a_wrong_number_of_latents_is_reported_and_the_object_plays(
    model: Path, tmp_path: Path, typed: str
) -> None:
    patch = Patch()
    granvae = patch.add(f"granvae~ {model} 1 {typed}")
    result = play(patch, granvae, tmp_path)
    assert "granvae~: " in result.console
    assert "latents" in result.console
    assert np.abs(result.audio).max() > 0.01


def test_in_real_time_live_grains_come_in_time_or_are_counted(model: Path, tmp_path: Path) -> None:
    signals = np.random.default_rng(1).normal(size=(1 + LATENTS, 2 * RATE)).astype(np.float32)
    signals[0] = 86
    patch, granvae = live_patch(model, tmp_path, signals, {"latency": 4096})
    patch.send(1900, "info", granvae)
    result = play(patch, granvae, tmp_path, "-nosleep")
    assert result.status == 0
    assert np.abs(result.audio).max() > 0.05
    assert "info late" in result.console
