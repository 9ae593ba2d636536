"""icon.png: a grain that is faded into the next, drawn with matplotlib."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

_SIDE = 500  # pixels, as Max's Package Manager shows it


def draw(file: Path) -> None:
    figure = Figure(figsize=(5.0, 5.0), dpi=_SIDE / 5, facecolor="#1c212b")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0.0, 1.0), ylim=(-1.0, 1.0))
    axes.axis("off")
    x = np.linspace(0.06, 0.94, 1600)
    for number, colour in enumerate(("#eb6b38", "#f2b84b", "#6fb7c9")):
        centre = 0.27 + 0.23 * number
        window = np.clip(1.0 - np.abs(x - centre) / 0.21, 0.0, 1.0)
        window = np.sin(0.5 * np.pi * window) ** 2
        wave = np.sin(2 * np.pi * (7.0 + 5.0 * number) * (x - centre))
        wave += 0.35 * np.sin(2 * np.pi * (23.0 - 4.0 * number) * (x - centre))
        axes.fill_between(x, -0.62 * window, 0.62 * window, color=colour, alpha=0.16, lw=0)
        inside, line = window > 0.0, 0.45 * window * wave
        axes.plot(x[inside], line[inside], color=colour, lw=5.0, solid_capstyle="round")
    figure.savefig(file, dpi=_SIDE / 5, metadata={"Software": None})
