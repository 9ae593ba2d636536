"""Plots of any number of grains."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from granvae.analysis.grain_plots import draw_reconstructions, plot_grains


@pytest.mark.parametrize("count", [1, 3, 5])
def test_any_number_of_grains_is_drawn(tmp_path: Path, count: int):
    grains = np.random.default_rng(0).normal(size=(count, 64))
    plot_grains(tmp_path / "grains.png", grains, 8000, ["a [b] $x$"] * count)
    assert imread(tmp_path / "grains.png").shape[1] >= 300
    figure = draw_reconstructions(grains, 0 * grains, 8000)
    waves = [axis for axis in figure.axes if axis.get_title()]
    assert len(waves) == count
    assert all(len(axis.get_lines()) == 2 for axis in waves)
