"""Paths in one pass through models with memory, against the models' own pass in torch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from granvae import Synth
from support import foreign_models, tiny_models

POINTS = np.random.default_rng(0).normal(size=(37, 2)).astype(np.float32)
RATE = 22050


def opened(model: torch.nn.Module, folder: Path, **settings: str) -> Synth:
    synth = Synth(tiny_models.save(model.eval(), folder / "model.ts"))
    synth.set("stream", "on")
    for name, value in settings.items():
        synth.set(name, value)
    return synth


def one_pass(model: torch.nn.Module, points: np.ndarray, frames: int = 1) -> np.ndarray:
    """What the model itself makes of all points, each for so many frames, ``(n,)``."""
    latents = torch.from_numpy(points).T[None].repeat_interleave(frames, 2)
    return model.eval().decode(latents)[0, 0].numpy()


@pytest.mark.parametrize("reach", [300, 1000])  # one and a half grains, and many
@pytest.mark.parametrize("batches", [1, 8])
def test_a_path_is_the_models_own_pass_sample_by_sample(
    reach: int, batches: int, tmp_path: Path
) -> None:
    synth = opened(foreign_models.Remembers(reach, batches), tmp_path)
    synth.path(POINTS)
    expected = one_pass(foreign_models.Remembers(reach, batches), POINTS)
    np.testing.assert_allclose(synth.table, expected, atol=1e-5)
    np.testing.assert_array_equal(synth.starts, np.arange(len(POINTS)) * 128)


def test_grain_by_grain_it_is_another_sound(tmp_path: Path) -> None:
    model = foreign_models.Codec()
    expected = one_pass(model, POINTS)
    synth = opened(foreign_models.Codec(), tmp_path)
    synth.path(POINTS)
    assert np.corrcoef(synth.table, expected)[0, 1] ** 2 > 0.9999
    for name, value in {"stream": "off", "fit": "off", "join": 0}.items():
        synth.set(name, value)
    assert np.corrcoef(synth.table, expected)[0, 1] ** 2 < 0.6


def test_frames_shorter_than_a_grain_hold_their_point(tmp_path: Path) -> None:
    synth = opened(foreign_models.Codec(ratio=32), tmp_path)
    synth.path(POINTS)
    expected = one_pass(foreign_models.Codec(ratio=32), POINTS, frames=512 // 32)
    np.testing.assert_allclose(synth.table, expected, atol=1e-5)


def test_a_recording_is_encoded_and_decoded_as_the_model_itself_does(tmp_path: Path) -> None:
    sound = np.random.default_rng(1).uniform(-0.5, 0.5, 50 * 128 - 40).astype(np.float32)
    synth = opened(foreign_models.Codec(), tmp_path)
    points = synth.encode(sound, RATE)
    model = foreign_models.Codec().eval()
    whole = torch.from_numpy(np.pad(sound, (0, 40)))[None, None]
    latents = model.encode(whole)
    np.testing.assert_allclose(points, latents[0].T.numpy(), atol=1e-5)
    np.testing.assert_allclose(synth.table, model.decode(latents)[0, 0].numpy(), atol=1e-5)


def test_what_others_decode_meanwhile_leaves_no_trace(tmp_path: Path) -> None:
    """Both play one model, which has one memory."""
    file = tiny_models.save(foreign_models.Codec().eval(), tmp_path / "model.ts")
    points = np.random.default_rng(2).normal(size=(4000, 2)).astype(np.float32)
    streaming, other = Synth(file), Synth(file)
    streaming.set("stream", "on")
    with ThreadPoolExecutor() as pool:
        done = pool.submit(streaming.path, points)
        turns = 0
        while not done.done():
            other.latent(POINTS[turns % len(POINTS)])
            turns += 1
        done.result()
    assert turns > 1
    np.testing.assert_allclose(streaming.table, one_pass(foreign_models.Codec(), points), atol=1e-5)


def test_a_model_without_memory_is_played_as_ever(tmp_path: Path) -> None:
    synth = opened(foreign_models.Foreign(), tmp_path)
    synth.path(POINTS)
    streamed = synth.table
    synth.set("stream", "off")
    np.testing.assert_array_equal(synth.table, streamed)


def test_an_edit_is_streamed_too_and_the_switch_changes_the_table(tmp_path: Path) -> None:
    synth = opened(foreign_models.Codec(), tmp_path)
    synth.path(POINTS)
    synth.reverse()
    expected = one_pass(foreign_models.Codec(), POINTS[::-1].copy())
    np.testing.assert_allclose(synth.table, expected, atol=1e-5)
