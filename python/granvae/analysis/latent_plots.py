"""Pictures of a latent space: where the recordings lie in it, and what its dimensions do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from granvae.analysis.grain_plots import (
    FAINT,
    RECORDED,
    draw_grains_and_spectra,
    name_axes,
    panels,
    plain,
)
from granvae.analysis.metrics import AUDIBLE_DB

TURNS = (0.0, -2.0, -1.0, 1.0, 2.0)  # deviations; spectra are relative to the first one's
_TURN_COLOURS = ("#8f8f8f", "#1f6fd0", "#74a9e0", "#f0a35e", "#d9541e")
_MOST_PANELS = 24  # classes that get a map of their own
_RANGE = 99.0  # per cent of the points that a map shows on each side


def draw_map(points: ArrayLike, classes: Sequence[str], labels: Sequence[str]) -> Figure:
    """Points ``(n, 2)`` coloured by class, all together and, of few classes, each by itself.

    Args:
        points: the first two latents of grains, in deviations.
        classes: of each grain.
        labels: of the two dimensions.
    """
    where = np.asarray(points, dtype=np.float64)
    of = np.asarray(classes)
    names = list(dict.fromkeys(sorted(classes)))
    colours = class_colours(len(names))
    own = names if 1 < len(names) <= _MOST_PANELS else []
    columns = 4
    rows = -(-len(own) // columns)
    size = 2.3
    figure = Figure(figsize=(size * columns, 5.0 + size * rows))
    grid = figure.add_gridspec(
        1 + rows,
        columns,
        height_ratios=[5.0] + [size] * rows,
        left=0.07,
        right=0.99,
        bottom=0.5 / (5.0 + size * rows),
        top=1.0 - 0.1 / (5.0 + size * rows),
        hspace=0.25,
        wspace=0.2,
    )
    low, high = np.percentile(where, [100.0 - _RANGE, _RANGE], axis=0) * 1.15
    whole = figure.add_subplot(grid[0, : columns - 1] if own else grid[0, :])
    _frame(whole, low, high, labels)
    order = np.random.default_rng(0).permutation(len(where))  # no class lies above the others
    whole.scatter(
        where[order, 0],
        where[order, 1],
        c=[colours[names.index(name)] for name in of[order]],
        s=7,
        linewidths=0,
        alpha=0.75,
        rasterized=True,
    )
    if own:
        handles = [
            whole.scatter([], [], color=colour, s=24, label=plain(name))
            for name, colour in zip(names, colours, strict=True)
        ]
        whole.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(1.02, 1.0), frameon=False, fontsize=9
        )
    for index, (name, colour) in enumerate(zip(own, colours, strict=False)):
        axis = figure.add_subplot(grid[1 + index // columns, index % columns])
        _frame(axis, low, high, ("", ""))
        axis.set_title(plain(name), fontsize=8)
        x, y = where.T
        axis.scatter(x, y, color="#80808040", s=2, linewidths=0, rasterized=True)
        mine = of == name
        axis.scatter(x[mine], y[mine], color=colour, s=6, linewidths=0, rasterized=True)
    return figure


def draw_dimensions(
    grains: NDArray[np.float64], sample_rate: int, labels: Sequence[str], changes: Sequence[float]
) -> Figure:
    """Grains ``(dimensions, turns, grain)`` decoded with each dimension at every one of `TURNS`.

    Args:
        labels: of the dimensions.
        changes: log-spectral distance in dB that each makes.
    """
    styles = [
        (f"{turn:+g}" if turn else "0", colour, 1.6 if turn == 0.0 else 0.9)
        for turn, colour in zip(TURNS, _TURN_COLOURS, strict=True)
    ]
    titles = [
        f"{plain(label)}: {change:.1f} dB" for label, change in zip(labels, changes, strict=True)
    ]
    return draw_grains_and_spectra(grains, styles, sample_rate, titles)


def draw_changes(changes: Sequence[float]) -> Figure:
    """A bar for each latent: the log-spectral distance in dB that turning it makes."""
    figure, grid = panels(1, 1, cell=(6.0, 2.4))
    axis = grid[0, 0]
    axis.bar(range(len(changes)), changes, color=_TURN_COLOURS[-1])
    axis.axhline(AUDIBLE_DB, color=RECORDED, linewidth=1.0, zorder=0)
    name_axes(axis, "latent", "change (dB)")
    return figure


def class_colours(count: int) -> list[str]:
    """Colours that differ, none of them near white, black or grey."""
    wheel = colormaps["hsv"](np.linspace(0.0, 1.0, count, endpoint=False))[:, :3]
    shade = np.where(np.arange(count) % 2, 0.62, 0.88)[:, None]  # neighbours differ in lightness
    return [to_hex(colour) for colour in 0.08 + wheel * shade * 0.9]


def _frame(
    axis: Axes, low: NDArray[np.float64], high: NDArray[np.float64], labels: Sequence[str]
) -> None:
    axis.set_xlim(low[0], high[0])
    axis.set_ylim(low[1], high[1])
    axis.axhline(0.0, color=FAINT, linewidth=0.6, zorder=0)
    axis.axvline(0.0, color=FAINT, linewidth=0.6, zorder=0)
    name_axes(axis, *(f"{label} (deviations)" if label else "" for label in labels))
