"""A walk through the latent space of the demo model, as an animation for the README."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image
from scipy.interpolate import CubicSpline

from granvae import Synth
from granvae.engine.grain_map import GrainMap, read_map
from tools.pictures import style

MODEL = Path(__file__).resolve().parents[2] / "max-package" / "media" / "granvae-consort.ts"
FRAMES = 72
_MILLISECONDS = 110  # each frame is shown
_COLOURS = 96
_STOPS = 7  # recorded grains that the walk passes
_RADIUS = 1.8  # standard deviations: how far out they lie
_GAIN = 1.4  # latent 0, so that the whole walk is loud
_QUIETEST_DB = -70.0
_HIGHEST = 12000.0  # Hz


def walk(stops: NDArray[np.float32]) -> NDArray[np.float32]:
    """`FRAMES` points ``(FRAMES, latents)`` of a closed smooth curve through ``(n, latents)``."""
    knots = np.concatenate([stops, stops[:1]])
    curve = CubicSpline(np.arange(len(knots)), knots, bc_type="periodic")
    return np.asarray(curve(np.arange(FRAMES) * len(stops) / FRAMES), dtype=np.float32)


def draw_walk(file: Path, model: Path = MODEL) -> None:
    """The map with the point that plays; the grain there, and the spectra of the grains so far."""
    grains = read_map(model)
    assert grains is not None  # the demo model has a map
    points = walk(_stops(grains))
    synth = Synth(model, sample_rate=None)
    waves = np.array([_grain(synth, point) for point in points])
    spectra = np.abs(np.fft.rfft(waves * np.hanning(waves.shape[1]))) + 1e-9
    decibels = 20.0 * np.log10(spectra / spectra.max())

    figure = Figure(figsize=(9.0, 4.0), dpi=100, layout="constrained")
    axes = figure.subplot_mosaic([["map", "wave"], ["map", "spectra"]], width_ratios=[1.0, 1.25])
    first, second = grains.latents[:, 1], grains.latents[:, 2]
    axes["map"].scatter(
        first,
        second,
        c=np.log(grains.descriptors["centroid"]),
        cmap="viridis",
        s=1.5,
        alpha=0.5,
        linewidths=0,
    )
    axes["map"].plot(*points[[*range(FRAMES), 0], 1:3].T, color="white", linewidth=3.0)
    axes["map"].plot(*points[[*range(FRAMES), 0], 1:3].T, color="black", linewidth=1.0)
    axes["map"].set(xlim=(-2.7, 2.7), ylim=(-2.9, 2.9))
    title = f"{len(first):,} recorded grains, by brightness"
    style.dress(axes["map"], "latent 1 (σ)", "latent 2 (σ)", title)
    time = np.arange(waves.shape[1]) * 1000.0 / synth.sample_rate
    (dot,) = axes["map"].plot([], [], "o", color=style.PRODUCT, markersize=11, mec="black")
    (wave,) = axes["wave"].plot([], [], color=style.PARTIAL, linewidth=1.2)
    peak = np.abs(waves).max()
    axes["wave"].set(xlim=(0.0, time[-1]), ylim=(-peak, peak), yticks=[0])
    style.dress(axes["wave"], "time (ms)", "", "the grain decoded at the dot")
    image = axes["spectra"].imshow(
        np.full_like(decibels.T, np.nan),
        aspect="auto",
        origin="lower",
        cmap="magma",
        norm=Normalize(_QUIETEST_DB, 0.0),
        extent=(0.0, FRAMES, 0.0, synth.sample_rate / 2000.0),
    )
    axes["spectra"].set(ylim=(0.0, _HIGHEST / 1000.0), xticks=[])
    style.dress(axes["spectra"], "along the walk", "kHz", "its spectrum, after those before")
    axes["spectra"].grid(visible=False)

    frames = []
    for index, point in enumerate(points):
        dot.set_data([point[1]], [point[2]])
        wave.set_data(time, waves[index])
        image.set_data(np.where(np.arange(FRAMES) <= index, decibels.T, np.nan))
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png")
        frames.append(Image.open(buffer).convert("RGB"))
    palette = frames[-1].quantize(_COLOURS)
    small = [f.quantize(palette=palette, dither=Image.Dither.NONE) for f in frames]
    file.parent.mkdir(parents=True, exist_ok=True)
    small[0].save(file, save_all=True, append_images=small[1:], duration=_MILLISECONDS, loop=0)


def _stops(grains: GrainMap) -> NDArray[np.float32]:
    """Recorded grains on a ring of latents 1 and 2, ``(_STOPS, latents)``."""
    angle = np.arange(_STOPS) * 2.0 * np.pi / _STOPS
    ring = _RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    distance = np.linalg.norm(grains.latents[None, :, 1:3] - ring[:, None], axis=2)
    distance[:, grains.latents[:, 0] < 0.0] = np.inf  # quiet ones are mostly noise
    stops: NDArray[np.float32] = grains.latents[distance.argmin(axis=1)].copy()
    stops[:, 0] = _GAIN
    return stops


def _grain(synth: Synth, point: NDArray[np.float32]) -> NDArray[np.float32]:
    synth.latent(point)
    return synth.table
