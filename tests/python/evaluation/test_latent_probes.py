"""What the latent space does to the sound, with a model whose latents are known."""

from __future__ import annotations

import numpy as np
import pytest

from granvae.analysis.metrics import lsd_db
from granvae.evaluation.latent_probes import (
    LatentSpace,
    clear_point,
    latent_changes,
    path_smoothness,
    with_latent,
)
from support.linear_run import GRAIN, LATENT, WEIGHTS


def test_the_change_of_a_latent_is_heard_in_the_decoded_grains(linear_space: LatentSpace):
    codec = linear_space.codec
    points = np.zeros((3, codec.latent), np.float32)
    points[:, 0] = (0.5, 1.0, -1.0)
    changes = latent_changes(linear_space, points)
    assert len(changes) == len(linear_space.labels) == codec.latent <= LATENT
    ends = [codec.decode(with_latent(points, 1, end)) for end in (-2.0, 2.0)]
    assert changes[1] == pytest.approx(np.mean([lsd_db(codec.decode(points), one) for one in ends]))
    assert np.count_nonzero(changes > 1.0) == np.count_nonzero(WEIGHTS)


def test_paths_of_a_linear_decoder_are_even_and_those_of_a_switch_jump(linear_space: LatentSpace):
    latent = linear_space.codec.latent
    points = np.random.default_rng(0).normal(size=(40, latent)).astype(np.float32)
    assert path_smoothness(linear_space, points, 0).waveform == pytest.approx(1.0, abs=1e-3)

    class Switch:
        def decode(self, latents: np.ndarray) -> np.ndarray:
            return np.where(latents[:, :1] < 0.0, 1.0, np.resize([1.0, -1.0], GRAIN))

    jumps = path_smoothness(LatentSpace(Switch(), linear_space.labels), points, 0)
    assert jumps.spectral == jumps.waveform == pytest.approx(16.0)


def test_latents_are_moved_at_a_grain_that_the_model_reproduces(linear_space: LatentSpace):
    rng = np.random.default_rng(0)
    latent = linear_space.codec.latent
    far, near = (scale * rng.normal(size=(5, latent)) for scale in (3.0, 1.0))
    grains = linear_space.codec.decode(np.concatenate([far, near]).astype(np.float32))
    noise = 1e-3 * rng.normal(size=(4, GRAIN)).astype(np.float32)  # nearest to the middle
    point, row = clear_point(linear_space, np.concatenate([grains, noise]))
    assert 5 <= row < 10
    np.testing.assert_allclose(point, near[row - 5], atol=1e-3)
