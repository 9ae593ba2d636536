"""How the pictures look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

PARTIAL, PRODUCT = "#16365f", "#f08c5a"
QUIET = "#8a929b"  # what only helps to read the rest
_DPI = 130
_SMALL, _LARGE = 8, 9  # points


def dress(axis: Axes, x_label: str, y_label: str, title: str = "") -> None:
    """Label the axes, and leave out the frame at the top and the right."""
    axis.set_xlabel(x_label, fontsize=_SMALL)
    axis.set_ylabel(y_label, fontsize=_SMALL)
    axis.set_title(title, fontsize=_LARGE, loc="left")
    axis.tick_params(labelsize=_SMALL, color=QUIET)
    axis.spines[["top", "right"]].set_visible(False)
    axis.spines[["left", "bottom"]].set_color(QUIET)
    axis.grid(color="0.92", linewidth=0.6)
    axis.set_axisbelow(True)


def panels(
    size: tuple[float, float], columns: int, titles: Sequence[str], x_label: str, y_label: str
) -> tuple[Figure, list[Axes]]:
    """A figure of so many panels, which share their axes: only the outer ones are labelled."""
    figure, count = Figure(figsize=size, layout="constrained"), len(titles)
    grid = figure.subplots(-(-count // columns), columns, sharex=True, sharey=True, squeeze=False)
    axes = grid.ravel()
    for index, (axis, title) in enumerate(zip(axes, titles, strict=False)):
        last, first = index >= count - columns, index % columns == 0
        dress(axis, x_label if last else "", y_label if first else "", title)
    for axis in axes[count:]:
        axis.set_axis_off()
    return figure, list(axes[:count])


def save(figure: Figure, file: Path) -> Path:
    """Write a PNG on white."""
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=_DPI, facecolor="white")
    return file


def decibels(level: float) -> str:
    """A level as text, with a true minus sign."""
    return f"{level:.0f} dB".replace("-0 ", "0 ").replace("-", "\N{MINUS SIGN}")
