"""The windows of a cloud's grains, as the engine plays them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from granvae import Player
from tools.pictures import style

RATE = 44100  # Hz
LENGTH = 2048  # samples of a grain
_PANELS = {  # title → law, window, and crossfades as shares of the grain
    "law cosine": ("cosine", "fade", (0.125, 0.25, 0.5)),
    "law linear": ("linear", "fade", (0.125, 0.25, 0.5)),
    "law equal-power": ("equal-power", "fade", (0.125, 0.25, 0.5)),
    "window expodec": ("cosine", "expodec", (0.0, 0.0625, 0.25)),
    "window rexpodec": ("cosine", "rexpodec", (0.0, 0.0625, 0.25)),
}
_SHADES = ("#9dbbe0", "#4a7ab5", style.PARTIAL)


def grain(law: str, window: str, crossfade: float) -> NDArray[np.float32]:
    """A grain of a constant table, ``(LENGTH,)``, faded over ``crossfade`` samples.

    The third: a player begins with a loop, which fades out when it becomes a cloud.
    """
    player = Player(np.ones(2 * LENGTH), RATE, RATE, crossfade_law=law, length=LENGTH)
    player.set("mode", "cloud")
    player.set("window", window)
    player.process(RATE / (2.0 * LENGTH), 0.0, crossfade, samples=4 * LENGTH)
    return player.process(samples=LENGTH)


def draw_windows(file: Path) -> None:
    """Draw a panel for each law or window, a curve for each crossfade."""
    titles = list(_PANELS)
    figure, axes = style.panels((11.0, 2.5), len(titles), titles, "time (ms)", "gain")
    milliseconds = np.arange(LENGTH) * 1000.0 / RATE
    for axis, (law, window, shares) in zip(axes, _PANELS.values(), strict=True):
        for share, colour in zip(shares, _SHADES, strict=True):
            played = grain(law, window, share * LENGTH)
            label = f"{share * LENGTH:.0f}"
            axis.plot(milliseconds, played, color=colour, linewidth=1.4, label=label)
        axis.set_ylim(0.0, 1.05)
        axis.margins(x=0.02)
        axis.legend(title="crossfade", title_fontsize=7, fontsize=7, frameon=False)
    style.save(figure, file)
