"""Grains laid at their places, as the engine lays them."""

from pathlib import Path

import numpy as np

from granvae import Synth
from granvae.evaluation.grain_table import cut_grains, lay_grains
from granvae.export.model_file import open_model_file


def test_the_table_is_that_of_the_engine(encoder: Path):
    synth = Synth(encoder)
    rng = np.random.default_rng(0)
    points = rng.normal(size=(40, synth.latents)).astype(np.float32)
    places = [-100, *rng.integers(synth.grain // 2, synth.grain + 1, 39)]
    synth.path(points, places)
    grains = open_model_file(encoder).decode(points)
    np.testing.assert_allclose(lay_grains(grains, places), synth.table, atol=1e-5)


def test_grains_of_a_sound_make_the_sound_again_at_any_places():
    rng = np.random.default_rng(1)
    sound = rng.normal(size=5000).astype(np.float32)
    for first in (0, -32):
        places = [first, *rng.integers(32, 65, 200)]
        grains = cut_grains(sound, places, 64)
        laid = lay_grains(grains, places)
        covered = min(len(sound), len(laid))
        assert covered > 4000
        np.testing.assert_allclose(laid[:covered], sound[:covered], atol=1e-6)
        assert not laid[covered:].any()


def test_a_single_grain_is_the_table():
    np.testing.assert_array_equal(lay_grains([[1.0, 2.0, 3.0]], [0]), [1.0, 2.0, 3.0])
