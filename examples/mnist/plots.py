"""The pictures of the MNIST example."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float32]

_SIDE = 28  # pixels
_DPI = 130
_CELL = 0.55  # inches a digit
_PLANE = 16  # digits along a side of the plane
_GAP = 2  # pixels between digits


def plot_rows(path: Path, rows: Sequence[Floats], titles: Sequence[str], heading: str = "") -> None:
    """A row of digits ``(count, 784)`` for each title, below a heading."""
    size = (_CELL * len(rows[0]) + 0.9, _CELL * len(rows) + 0.4)
    figure = Figure(figsize=size, layout="constrained")
    grid = np.asarray(figure.subplots(len(rows), 1)).ravel()
    for axis, row, title in zip(grid, rows, titles, strict=True):
        _show(axis, _tiled(row, len(row)))
        axis.set_ylabel(title, rotation=0, ha="right", va="center", fontsize=8)
    figure.suptitle(heading, fontsize=9)
    figure.savefig(path, dpi=_DPI)


def plot_plane(
    path: Path, decode: Callable[[Floats], Floats], latent: int, first: int, second: int
) -> None:
    """Digits on a grid over two of ``latent`` latents, the others held at 0.

    The grid is even in probability under the prior, as in figure 4 of Kingma & Welling (2014).
    ``decode`` makes images ``(n, 784)`` of latents ``(n, latent)``; the ``first`` of the two goes
    from left to right, the ``second`` from bottom to top.
    """
    steps = norm.ppf((np.arange(_PLANE) + 0.5) / _PLANE).astype(np.float32)
    points = np.zeros((_PLANE, _PLANE, latent), np.float32)
    points[:, :, first] = steps
    points[:, :, second] = steps[::-1, None]
    images = decode(points.reshape(-1, latent))
    figure = Figure(figsize=(6.2, 6.6), layout="constrained")
    axis = figure.subplots()
    _show(axis, _tiled(images, _PLANE))
    cell = _SIDE + _GAP
    ticks = np.array([0, _PLANE // 4, _PLANE // 2, 3 * _PLANE // 4, _PLANE - 1])
    axis.set_xticks(ticks * cell + _SIDE / 2, [f"{steps[k]:+.1f}" for k in ticks], fontsize=8)
    axis.set_yticks(ticks * cell + _SIDE / 2, [f"{-steps[k]:+.1f}" for k in ticks], fontsize=8)
    axis.set_xlabel(f"latent {first}", fontsize=9)
    axis.set_ylabel(f"latent {second}", fontsize=9)
    others = ", the others at 0" if latent > 2 else ""
    axis.set_title(f"A walk through the latent plane{others}", fontsize=10)
    figure.savefig(path, dpi=_DPI)


def _tiled(images: Floats, columns: int) -> Floats:
    """Images ``(count, 784)`` in rows of ``columns``, a light gap between them."""
    cell = _SIDE + _GAP
    rows = -(-len(images) // columns)
    canvas = np.zeros((rows * cell - _GAP, columns * cell - _GAP), np.float32)
    for index, image in enumerate(images):
        top, left = divmod(index, columns)
        canvas[top * cell :, left * cell :][:_SIDE, :_SIDE] = image.reshape(_SIDE, _SIDE)
    return canvas


def _show(axis: Axes, picture: Floats) -> None:
    axis.imshow(picture, cmap="gray_r", vmin=0.0, vmax=1.0, interpolation="nearest")
    axis.set_xticks([])
    axis.set_yticks([])
    axis.spines[:].set_visible(False)
