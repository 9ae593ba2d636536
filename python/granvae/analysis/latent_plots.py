"""Plots of a latent space: where grains lie in it, and what each latent does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from granvae.analysis.grain_plots import draw_grains_and_spectra
from granvae.analysis.metrics import AUDIBLE_DB
from granvae.analysis.plot_style import FAINT, RECORDED, panels, plain, style_axes

SWEEP_VALUES = (0.0, -2.0, -1.0, 1.0, 2.0)  # σ; spectra are relative to the first one's
_SWEEP_COLOURS = ("#8f8f8f", "#1f6fd0", "#74a9e0", "#f0a35e", "#d9541e")
_MOST_PANELS = 24  # classes that get a map of their own
_COLUMNS = 4
_SIZES = (5.0, 2.3)  # inches: height of the large map, and of each small one
_RANGE = 99.0  # per cent of the points that a map shows on each side


def draw_map(points: ArrayLike, classes: Sequence[str], labels: Sequence[str]) -> Figure:
    """Points ``(n, 2)`` coloured by class, all together and, of few classes, each by itself.

    Args:
        points: the first two latents of grains, in σ.
        classes: of each grain.
        labels: of the two latents.
    """
    where, of = np.asarray(points, dtype=np.float64), np.asarray(classes)
    names = sorted(set(classes))
    colours = class_colours(len(names))
    x, y = where.T
    own = names if 1 < len(names) <= _MOST_PANELS else []
    rows = -(-len(own) // _COLUMNS)
    large, small = _SIZES
    height = large + small * rows
    figure = Figure(figsize=(small * _COLUMNS, height))
    grid = figure.add_gridspec(
        1 + rows,
        _COLUMNS,
        height_ratios=[large] + [small] * rows,
        left=0.07,
        right=0.99,
        bottom=0.5 / height,
        top=1.0 - 0.1 / height,
        hspace=0.25,
        wspace=0.2,
    )
    limits = 1.15 * np.percentile(where, [100.0 - _RANGE, _RANGE], axis=0).T
    whole = figure.add_subplot(grid[0, : _COLUMNS - 1] if own else grid[0, :])
    _style_map(whole, limits)
    style_axes(whole, f"{labels[0]} (σ)", f"{labels[1]} (σ)")
    order = np.random.default_rng(0).permutation(len(where))  # no class lies above the others
    chosen = [colours[names.index(name)] for name in of[order]]
    dots: dict[str, Any] = {"linewidths": 0, "rasterized": True}
    whole.scatter(x[order], y[order], c=chosen, s=7, alpha=0.75, **dots)
    for index, (name, colour) in enumerate(zip(own, colours, strict=False)):
        whole.scatter([], [], color=colour, s=24, label=plain(name))
        axis = figure.add_subplot(grid[1 + index // _COLUMNS, index % _COLUMNS])
        _style_map(axis, limits)
        style_axes(axis, title=plain(name), title_size=8)
        axis.scatter(x, y, color="#80808040", s=2, **dots)
        axis.scatter(x[of == name], y[of == name], color=colour, s=6, **dots)
    if own:
        whole.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), frameon=False, fontsize=9)
    return figure


def draw_latents(
    grains: NDArray[np.float64], sample_rate: int, labels: Sequence[str], changes: Sequence[float]
) -> Figure:
    """Grains ``(latents, values, grain)`` decoded with each latent at every one of `SWEEP_VALUES`.

    Args:
        grains: amplitudes.
        sample_rate: Hz.
        labels: of the latents.
        changes: log-spectral distance in dB that each makes.
    """
    styles = [
        (f"{value:+g} σ" if value else "0", colour, 0.9 if value else 1.6)
        for value, colour in zip(SWEEP_VALUES, _SWEEP_COLOURS, strict=True)
    ]
    of_each = zip(labels, changes, strict=True)
    titles = [f"{plain(label)}: {change:.1f} dB" for label, change in of_each]
    return draw_grains_and_spectra(grains, styles, sample_rate, titles)


def draw_changes(changes: Sequence[float]) -> Figure:
    """A bar for each latent: the log-spectral distance in dB that it makes."""
    figure, grid = panels(1, 1, cell=(6.0, 2.4))
    axis = grid[0, 0]
    axis.bar(range(len(changes)), changes, color=_SWEEP_COLOURS[-1])
    axis.axhline(AUDIBLE_DB, color=RECORDED, linewidth=1.0, zorder=0)
    style_axes(axis, "latent", "change (dB)")
    return figure


def class_colours(count: int) -> list[str]:
    """Colours that differ, none of them near white, black or grey."""
    wheel = colormaps["hsv"](np.linspace(0.0, 1.0, count, endpoint=False))[:, :3]
    shade = np.where(np.arange(count) % 2, 0.62, 0.88)[:, None]  # neighbours differ in lightness
    return [to_hex(colour) for colour in 0.08 + wheel * shade * 0.9]


def _style_map(axis: Axes, limits: NDArray[np.float64]) -> None:
    """Limits ``(2, 2)`` of both axes, and lines through the middle of the space."""
    axis.set(xlim=limits[0], ylim=limits[1])
    axis.axhline(0.0, color=FAINT, linewidth=0.6, zorder=0)
    axis.axvline(0.0, color=FAINT, linewidth=0.6, zorder=0)
