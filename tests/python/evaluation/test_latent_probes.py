"""What the latent space does to the sound, with a model whose latents are known."""

from pathlib import Path

import numpy as np
import pytest

from granvae.analysis.metrics import lsd_db
from granvae.evaluation.latent_probes import (
    clear_point,
    latent_changes,
    path_smoothness,
    with_latent,
)
from granvae.export.codec import Codec, open_codec
from support.linear_run import GRAIN, LATENT, WEIGHTS


@pytest.fixture
def linear(linear_file: Path) -> Codec:
    return open_codec(linear_file)


def test_the_change_of_a_latent_is_heard_in_the_decoded_grains(linear: Codec):
    points = np.zeros((3, linear.latent), np.float32)
    points[:, 0] = (0.5, 1.0, -1.0)
    changes = latent_changes(linear, points)
    assert len(changes) == len(linear.labels) == linear.latent <= LATENT
    ends = [linear.decode(with_latent(points, 1, end)) for end in (-2.0, 2.0)]
    assert changes[1] == pytest.approx(
        np.mean([lsd_db(linear.decode(points), one) for one in ends])
    )
    assert np.count_nonzero(changes > 1.0) == np.count_nonzero(WEIGHTS)


def test_paths_of_a_linear_decoder_are_even_and_those_of_a_switch_jump(linear: Codec):
    latent = linear.latent
    points = np.random.default_rng(0).normal(size=(40, latent)).astype(np.float32)
    assert path_smoothness(linear, points, 0).waveform == pytest.approx(1.0, abs=1e-3)

    class Switch:
        def decode(self, latents: np.ndarray) -> np.ndarray:
            return np.where(latents[:, :1] < 0.0, 1.0, np.resize([1.0, -1.0], GRAIN))

    jumps = path_smoothness(Switch(), points, 0)
    assert jumps.spectral == jumps.waveform == pytest.approx(16.0)


def test_latents_are_moved_at_a_grain_that_the_model_reproduces(linear: Codec):
    rng = np.random.default_rng(0)
    latent = linear.latent
    far, near = (scale * rng.normal(size=(5, latent)) for scale in (3.0, 1.0))
    grains = linear.decode(np.concatenate([far, near]).astype(np.float32))
    noise = 1e-3 * rng.normal(size=(4, GRAIN)).astype(np.float32)  # nearest to the middle
    point, row = clear_point(linear, np.concatenate([grains, noise]))
    assert 5 <= row < 10
    np.testing.assert_allclose(point, near[row - 5], atol=1e-3)
