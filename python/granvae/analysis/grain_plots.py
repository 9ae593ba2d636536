"""Plots of grains: waveforms, spectra, reconstructions, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from granvae.analysis import metrics
from granvae.analysis.plot_style import FAINT, REBUILT, RECORDED, panels, plain, save, style_axes

_COLUMNS = 4
_FLOOR_DB = -80.0  # of the spectra shown, below the strongest bin of the recorded grain


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

    Args:
        grains: ``(panels, lines, grain)``; spectra are relative to the strongest bin of line 0.
        styles: name, colour and width of each line.
        sample_rate: Hz.
        titles: of each panel.
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
    figure, grid = panels(1, 1, cell=(11.0, 3.2))
    axis = grid[0, 0]
    time = _milliseconds(len(samples), sample_rate)
    axis.plot(time, samples, color=REBUILT, linewidth=0.8)
    for begin in range(grain - join, len(samples) - join, grain - join):
        axis.axvspan(time[begin], time[begin + join - 1], color=FAINT, linewidth=0.0, zorder=0)
    axis.margins(x=0.0)
    title = "grains of a line through the latent space; shaded: where neighbours overlap"
    style_axes(axis, "time in the table (ms)", "amplitude", title, title_size=10)
    save(figure, path)


def _milliseconds(count: int, sample_rate: int) -> NDArray[np.float64]:
    return np.arange(count, dtype=np.float64) * (1000.0 / sample_rate)


def _spectrum_db(grain: NDArray[np.float64], reference: NDArray[np.float64]) -> NDArray[np.float64]:
    window = np.hanning(len(grain) + 1)[:-1]
    strongest = max(float(np.abs(np.fft.rfft(reference * window)).max()), 1e-12)
    level = np.abs(np.fft.rfft(grain * window)) / strongest
    return np.asarray(20.0 * np.log10(np.maximum(level, 10.0 ** (_FLOOR_DB / 20.0))))
