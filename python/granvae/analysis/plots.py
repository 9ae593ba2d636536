"""Plots of grains, of tables, and of the latent space: where grains lie, what each latent does."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from granvae.analysis import metrics
from granvae.analysis.plot_style import FAINT, REBUILT, RECORDED, panels, plain, save, style_axes

SWEEP_VALUES = (0.0, -2.0, -1.0, 1.0, 2.0)  # σ; spectra are relative to the first one's
_SWEEP_COLOURS = ("#8f8f8f", "#1f6fd0", "#74a9e0", "#f0a35e", "#d9541e")
_COLUMNS = 4
_FLOOR_DB = -80.0  # of the spectra shown, below the strongest bin of the recorded grain
_MOST_MAPS = 24  # of classes that get one of their own
_MAP_SIZES = (5.0, 2.3)  # inches: height of the large map, and of each small one
_RANGE = 99.0  # per cent of the points that a map shows on each side


def plot_grains(
    path: Path, grains: ArrayLike, sample_rate: int, titles: Sequence[str] = ()
) -> None:
    """A grid of waveforms, grains ``(count, grain)`` at ``sample_rate`` Hz, each at its own level.

    ``titles`` (``count`` or none) stand above the grains, the names of their files for example.
    """
    rows = np.asarray(grains, dtype=np.float64)
    columns = min(_COLUMNS, len(rows))
    figure, grid = panels(-(-len(rows) // columns), columns)
    time = _milliseconds(rows.shape[1], sample_rate)
    for index, axis in enumerate(grid.ravel()):
        if index >= len(rows):
            axis.set_axis_off()
            continue
        axis.plot(time, rows[index], color=REBUILT, linewidth=0.9)
        axis.axhline(0.0, color=FAINT, linewidth=0.6, zorder=0)
        axis.margins(x=0.0)
        title = plain(titles[index]) if titles else ""
        style_axes(axis, "time (ms)", "" if index % columns else "amplitude", title)
    save(figure, path)


def draw_reconstructions(
    recorded: ArrayLike, reconstructed: ArrayLike, sample_rate: int, titles: Sequence[str] = ()
) -> Figure:
    """Recorded grains ``(count, grain)`` with their reconstructions over them, and their spectra.

    Each grain has its waveforms above and its magnitude spectra below; the title gives the SI-SDR
    and the log-spectral distance.
    """
    x = np.asarray(recorded, dtype=np.float64)
    y = np.asarray(reconstructed, dtype=np.float64)
    lines = [
        f"SI-SDR {ratio:.1f} dB, LSD {distance:.1f} dB"
        for ratio, distance in zip(metrics.si_sdr_db(x, y), metrics.lsd_db(x, y), strict=True)
    ]
    if titles:
        lines = [f"{plain(name)}\n{line}" for name, line in zip(titles, lines, strict=True)]
    styles = (("recorded", RECORDED, 2.0), ("reconstructed", REBUILT, 0.9))
    return draw_grains_and_spectra(np.stack([x, y], axis=1), styles, sample_rate, lines)


def draw_grains_and_spectra(
    grains: NDArray[np.float64],
    styles: Sequence[tuple[str, str, float]],
    sample_rate: int,
    titles: Sequence[str],
) -> Figure:
    """Panels of several grains each, waveforms above and magnitude spectra below.

    Of grains ``(panels, lines, grain)``, spectra are relative to the strongest bin of line 0.
    ``styles`` are the name, colour and width of each line.
    """
    count, _, grain = grains.shape
    columns = min(_COLUMNS, count)
    bands = -(-count // columns)
    figure, axes = panels(2 * bands, columns, title_lines=2, legend=0.2)
    time = _milliseconds(grain, sample_rate)
    hertz = np.fft.rfftfreq(grain, 1.0 / sample_rate) / 1000.0
    for index in range(bands * columns):
        band, column = divmod(index, columns)
        wave, spectrum = axes[2 * band, column], axes[2 * band + 1, column]
        if index >= count:
            wave.set_axis_off()
            spectrum.set_axis_off()
            continue
        for samples, (name, colour, width) in zip(grains[index], styles, strict=True):
            style = {"color": colour, "linewidth": width, "rasterized": True}
            wave.plot(time, samples, label=name, **style)
            spectrum.plot(hertz, _spectrum_db(samples, grains[index, 0]), **style)
        wave.margins(x=0.0)
        spectrum.margins(x=0.0)
        spectrum.set_ylim(_FLOOR_DB, 10.0)
        style_axes(wave, "time (ms)", "" if column else "amplitude", titles[index])
        style_axes(spectrum, "frequency (kHz)", "" if column else "level (dB)")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="upper center", ncols=len(names), frameon=False, fontsize=8)
    return figure


def plot_table(path: Path, table: ArrayLike, grain: int, join: int, sample_rate: int) -> None:
    """A table ``(n,)`` of grains of ``grain`` samples, neighbours overlapping by ``join``."""
    samples = np.asarray(table, dtype=np.float64)
    figure, [[axis]] = panels(1, 1, cell=(11.0, 3.2))
    time = _milliseconds(len(samples), sample_rate)
    axis.plot(time, samples, color=REBUILT, linewidth=0.8)
    for begin in range(grain - join, len(samples) - join, grain - join):
        axis.axvspan(time[begin], time[begin + join - 1], color=FAINT, linewidth=0.0, zorder=0)
    axis.margins(x=0.0)
    title = "grains of a line through the latent space; shaded: where neighbours overlap"
    style_axes(axis, "time in the table (ms)", "amplitude", title, title_size=10)
    save(figure, path)


def draw_map(points: ArrayLike, classes: Sequence[str], labels: Sequence[str]) -> Figure:
    """Points ``(n, 2)`` coloured by class, all together and, of few classes, each by itself.

    Points are the first two latents of grains, in σ; ``labels`` are those of the two latents.
    """
    where, of = np.asarray(points, dtype=np.float64), np.asarray(classes)
    names = sorted(set(classes))
    colours = class_colours(len(names))
    x, y = where.T
    own = names if 1 < len(names) <= _MOST_MAPS else []
    rows = -(-len(own) // _COLUMNS)
    large, small = _MAP_SIZES
    height = large + small * rows
    figure = Figure(figsize=(small * _COLUMNS, height))
    inside = {"left": 0.07, "right": 0.99, "bottom": 0.5 / height, "top": 1.0 - 0.1 / height}
    layout = {"height_ratios": [large] + [small] * rows, "hspace": 0.25, "wspace": 0.2}
    grid = figure.add_gridspec(1 + rows, _COLUMNS, **inside, **layout)
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

    ``changes`` are the log-spectral distances in dB that the latents make.
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
    figure, [[axis]] = panels(1, 1, cell=(6.0, 2.4))
    axis.bar(range(len(changes)), changes, color=_SWEEP_COLOURS[-1])
    axis.axhline(metrics.AUDIBLE_DB, color=RECORDED, linewidth=1.0, zorder=0)
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


def _milliseconds(count: int, sample_rate: int) -> NDArray[np.float64]:
    return np.arange(count, dtype=np.float64) * (1000.0 / sample_rate)


def _spectrum_db(grain: NDArray[np.float64], reference: NDArray[np.float64]) -> NDArray[np.float64]:
    window = np.hanning(len(grain) + 1)[:-1]
    strongest = max(float(np.abs(np.fft.rfft(reference * window)).max()), 1e-12)
    level = np.abs(np.fft.rfft(grain * window)) / strongest
    return np.asarray(20.0 * np.log10(np.maximum(level, 10.0 ** (_FLOOR_DB / 20.0))))
