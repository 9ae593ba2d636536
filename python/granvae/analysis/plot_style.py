"""How all plots look: colours, panels of fixed margins, small labels and no frame.

Figures are made without pyplot: it keeps a global list of them and may open windows.
"""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

RECORDED, REBUILT = "#9aa5b1", "#d9541e"  # legible on white and on black
FAINT = "#80808050"
_CELL = (3.0, 1.7)  # inches a panel
_MARGINS = (0.55, 0.36)  # inches left and below a panel, for its labels
_DPI = 130


def panels(
    rows: int,
    columns: int,
    title_lines: int = 1,
    legend: float = 0.0,
    cell: tuple[float, float] = _CELL,
) -> tuple[Figure, NDArray[np.object_]]:
    """A figure of ``(rows, columns)`` axes with margins in inches, ``legend`` of it above all.

    Matplotlib's own layout engines measure every text; for fifty panels that takes ten seconds.
    """
    width, height = cell[0] * columns, cell[1] * rows + legend
    left, below = _MARGINS
    above = 0.12 + 0.12 * title_lines
    figure = Figure(figsize=(width, height))
    axes = figure.subplots(rows, columns, squeeze=False)
    figure.subplots_adjust(
        left=left / width,
        right=1.0 - 0.1 / width,
        bottom=below / height,
        top=1.0 - (legend + above) / height,
        wspace=left / (cell[0] - left),
        hspace=(below + above) / (cell[1] - below - above),
    )
    return figure, axes


def style_axes(
    axis: Axes, x_label: str = "", y_label: str = "", title: str = "", title_size: float = 7.0
) -> None:
    """Small labels, few ticks, and no frame at the top and the right."""
    if title:
        axis.set_title(title, fontsize=title_size)
    axis.set_xlabel(x_label, fontsize=7, labelpad=1)
    axis.set_ylabel(y_label, fontsize=7, labelpad=1)
    axis.tick_params(labelsize=6, length=2)
    axis.xaxis.set_major_locator(MaxNLocator(6))
    axis.yaxis.set_major_locator(MaxNLocator(4))
    axis.spines[["top", "right"]].set_visible(False)


def plain(text: str) -> str:
    r"""Text without formulas: matplotlib reads what stands between dollars as one.

    >>> plain("a $x$.wav")
    'a \\$x\\$.wav'
    """
    return text.replace("$", r"\$")


def save(figure: Figure, path: Path) -> None:
    """Write a PNG file, and its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=_DPI)
