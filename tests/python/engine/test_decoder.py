"""Decoders without an engine: any model of the convention, and ours by each back end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from granvae.engine import _native
from support import foreign_models, tiny_models

ORIGIN = np.zeros((1, 2), np.float32)
POINT = np.array([[0.5, -0.25]], np.float32)


def opened(model: nn.Module, folder: Path) -> _native.Decoder:
    return _native.Decoder(str(tiny_models.save(model.eval(), folder / "model.ts")))


@pytest.mark.parametrize("ratio", [1, 3, 441, 2048])
def test_a_grain_is_made_of_as_many_frames_as_it_needs(ratio: int, tmp_path: Path):
    decoder = opened(foreign_models.Foreign(ratio), tmp_path)
    grain = decoder.info["grain"]
    assert grain % ratio == 0
    assert 441 <= grain <= 2048
    wave = np.tile(np.sin(2 * np.pi * np.arange(ratio) / max(ratio, 2)), grain // ratio)
    np.testing.assert_allclose(decoder.decode(POINT)[0], 0.25 * wave - 0.025, atol=1e-6)


def test_a_channel_is_chosen_or_all_are_mixed(tmp_path: Path):
    decoder = opened(foreign_models.Foreign(channels=2), tmp_path)
    assert decoder.info["channels"] == 2
    first = decoder.decode(POINT)
    decoder.select_channel(2)
    np.testing.assert_allclose(decoder.decode(POINT), first / 2, atol=1e-6)
    decoder.select_channel(0)
    np.testing.assert_allclose(decoder.decode(POINT), first * 0.75, atol=1e-6)
    with pytest.raises(_native.DecodeError, match=r"has 2 channels and no channel 3; give 1 to 2"):
        decoder.select_channel(3)


@pytest.mark.parametrize("batches", [1, 8])
def test_a_model_with_memory_makes_the_same_grain_whatever_it_made_before(
    batches: int, tmp_path: Path
):
    decoder = opened(foreign_models.Remembers(batches=batches), tmp_path)
    fresh = decoder.decode(POINT)
    others = np.random.default_rng(0).normal(size=(9, 2)).astype(np.float32)
    decoder.decode(others)
    np.testing.assert_array_equal(decoder.decode(POINT), fresh)
    # In a batch too, which a model with a single memory is not given.
    np.testing.assert_allclose(
        decoder.decode(np.concatenate([others, POINT]))[-1:], fresh, atol=1e-5
    )
    assert decoder.info["largest_batch"] == batches


def test_a_model_with_memory_is_heard_once_it_has_settled(tmp_path: Path):
    decoder = opened(foreign_models.Remembers(), tmp_path)
    # The mean over 301 samples of 0.5 z (1 + sine of 128 samples): no start from silence in it.
    grain = decoder.decode(np.array([[1.0, 0.0]], np.float32))[0]
    assert np.min(grain) > 0.4
    np.testing.assert_allclose(np.mean(grain), 0.5, atol=0.02)


def test_chance_repeats_after_a_seed_and_leaves_torch_as_it_was(tmp_path: Path):
    decoder = opened(foreign_models.Chance(), tmp_path)
    assert decoder.info["stochastic"]
    decoder.seed(7)
    first = [decoder.decode(ORIGIN) for _ in range(3)]
    assert np.abs(first[0] - first[1]).max() > 0.01
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    decoder.seed(7)
    again = [decoder.decode(ORIGIN) for _ in range(3)]
    np.testing.assert_array_equal(first, again)
    assert torch.equal(torch.rand(4), expected)


def test_memory_and_chance_together_repeat_after_a_seed(tmp_path: Path):
    decoder = opened(foreign_models.Streams(), tmp_path)
    assert decoder.info["stochastic"]
    decoder.seed(1)
    first = decoder.decode(POINT)
    decoder.decode(np.ones((8, 2), np.float32))
    decoder.seed(1)
    np.testing.assert_array_equal(decoder.decode(POINT), first)


def test_what_is_encoded_decodes_again(tmp_path: Path):
    decoder = opened(foreign_models.Foreign(), tmp_path)
    assert decoder.info["encodes"]
    points = np.array([[0.5, -0.25], [1.0, 0.5]], np.float32)
    latents = decoder.encode(decoder.decode(points))
    np.testing.assert_allclose(latents, points * [0.5, 0.1], atol=1e-4)


def test_attributes_are_reported_and_set_by_name(tmp_path: Path):
    decoder = opened(foreign_models.Settable(), tmp_path)
    assert decoder.info["attributes"] == {
        "gain": ["real"],
        "shape": ["integer", "boolean"],
        "word": ["text"],
    }
    before = decoder.decode(POINT)
    decoder.set("gain", [0.5])
    assert decoder.get("gain") == [0.5]
    np.testing.assert_allclose(decoder.decode(POINT), before / 2, atol=1e-6)
    decoder.set("shape", [5.0, 0.0])
    assert decoder.get("shape") == [5.0, 0.0]
    decoder.set("word", ["loud"])
    assert decoder.get("word") == ["loud"]


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("none", [1.0], "has no attribute 'none'; there are gain, shape, word"),
        ("gain", [-1.0], "does not take these values for 'gain'"),
        ("gain", ["loud"], "takes a finite number for 'gain', not 'loud'"),
        ("gain", [float("nan")], "takes a finite number for 'gain'"),
        ("shape", [1.0], "takes 2 values for 'shape', not 1"),
        ("word", [1.0], "takes a text for 'word'"),
    ],
)
def test_wrong_attributes_are_refused_in_a_sentence(
    name: str, values: list[float | str], says: str, tmp_path: Path
):
    decoder = opened(foreign_models.Settable(), tmp_path)
    with pytest.raises(_native.DecodeError, match=says):
        decoder.set(name, values)
    assert decoder.get("gain") == [1.0]


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (foreign_models.ThrowsLater(), "fails to decode"),
        (foreign_models.NotFiniteLater(), "decodes to values that are not finite"),
        (foreign_models.Foreign(), "more than 24 dB above full scale"),
    ],
)
def test_a_latent_that_cannot_be_decoded_is_refused_and_the_next_is_decoded(
    model: nn.Module, says: str, tmp_path: Path
):
    decoder = opened(model, tmp_path)
    with pytest.raises(_native.DecodeError, match=says):
        decoder.decode(np.full((1, 2), 1000.0, np.float32))
    assert np.isfinite(decoder.decode(ORIGIN)).all()


def test_a_slow_model_is_asked_for_one_grain_at_a_time(tmp_path: Path):
    decoder = opened(foreign_models.Slow(), tmp_path)
    assert decoder.info["largest_batch"] == 1
    assert decoder.decode(np.zeros((2, 2), np.float32)).shape == (2, 441)
