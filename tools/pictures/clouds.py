"""Onset, start, gain and pan of each grain of a cloud, found in the sound itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from granvae import Player
from tools.pictures import style

RATE = 44100  # Hz
TABLE = 8192  # samples
SECONDS = 1.0
ONSETS = 60.0  # Hz
_GRAIN = 8  # samples: so short that two hardly ever overlap
_PANELS: dict[str, dict[str, float]] = {
    "spray 0, async 0": {},
    "spray 1000": {"spray": 1000},
    "async 1": {"async": 1},
    "intermittency 0.5, level 24, spread 1": {"intermittency": 0.5, "level": 24, "spread": 1},
}


@dataclass(frozen=True)
class Grains:
    """What the sound reveals of each grain, ``(count,)``."""

    seconds: NDArray[np.float64]  # of its onset
    start: NDArray[np.float64]  # table samples
    gain: NDArray[np.float64]
    pan: NDArray[np.float64]  # -1 left … 1 right


def find_grains(settings: dict[str, float]) -> Grains:
    """The grains of a cloud whose start moves once through the table.

    The same seed plays the same cloud, so it is rendered twice. A table of ones gives each grain's
    gain and pan; one that rises from 1 to 2 then gives its start.
    """
    gains = _play(np.ones(TABLE), settings)
    sounding = np.hypot(*gains) > 0.0
    first = np.flatnonzero(sounding & ~np.concatenate([[False], sounding[:-1]]))
    left, right = gains[:, first].astype(np.float64)
    gain = np.hypot(left, right)
    risen = np.hypot(*_play(1.0 + np.arange(TABLE) / TABLE, settings)[:, first]) / gain
    return Grains(
        seconds=first / RATE,
        start=(risen - 1.0) * TABLE,
        gain=gain,
        pan=np.arctan2(right, left) * 4.0 / np.pi - 1.0,
    )


def _play(table: NDArray[np.float64], settings: dict[str, float]) -> NDArray[np.float32]:
    """Two channels, ``(2, n)``."""
    player = Player(table, RATE, RATE, length=_GRAIN, channels=2)
    player.set("mode", "cloud")
    player.set("interpolation", "none")
    for name, value in settings.items():
        player.set(name, value)
    samples = round(SECONDS * RATE)
    start = np.linspace(0.0, TABLE, samples, endpoint=False)
    player.process(0.0, 0.0, 0.0, samples=RATE // 10)  # the loop before fades out
    return player.process(ONSETS, start, samples=samples)


def draw_clouds(file: Path) -> None:
    """Draw a panel for each set of settings, a dot for each grain."""
    labels = ("time (ms)", "start (table samples)")
    figure, axes = style.panels((10.0, 5.0), 2, list(_PANELS), *labels)
    for axis, settings in zip(axes, _PANELS.values(), strict=True):
        grains = find_grains(settings)
        dots = axis.scatter(
            grains.seconds * 1000.0,
            grains.start,
            s=40.0 * grains.gain / grains.gain.max(),
            c=grains.pan,
            cmap="coolwarm",
            vmin=-1.0,
            vmax=1.0,
            edgecolors="0.3",
            linewidths=0.4,
            clip_on=False,
        )
        axis.set_ylim(0.0, TABLE)
        axis.set_yticks(range(0, TABLE + 1, TABLE // 4))
    bar = figure.colorbar(dots, ax=axes, fraction=0.03, pad=0.01, ticks=(-1, 0, 1))
    bar.set_ticklabels(["left", "middle", "right"], fontsize=8)
    bar.outline.set_visible(False)
    style.save(figure, file)
