"""Pictures of grains.

Figures are made without pyplot: it keeps a global list of them and may open windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from granvae.analysis import metrics

RECORDED, REBUILT = "#9aa5b1", "#d9541e"  # told apart on white and on black
FAINT = "#80808050"
_COLUMNS = 4
_CELL = (3.0, 1.7)  # inches a panel
_MARGINS = (0.55, 0.36)  # inches left and below a panel, for its labels
_DPI = 130
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
    axes = list(grid.ravel())
    time = _milliseconds(rows.shape[1], sample_rate)
    for index, (axis, grain) in enumerate(zip(axes, rows, strict=False)):
        axis.plot(time, grain, color=REBUILT, linewidth=0.9)
        axis.axhline(0.0, color=FAINT, linewidth=0.6, zorder=0)
        axis.margins(x=0.0)
        if titles:
            axis.set_title(plain(titles[index]), fontsize=7)
        name_axes(axis, "time (ms)", "amplitude" if index % columns == 0 else "")
    for axis in axes[len(rows) :]:
        axis.set_axis_off()
    save(figure, path)


def plot_reconstructions(
    path: Path,
    recorded: ArrayLike,
    reconstructed: ArrayLike,
    sample_rate: int,
    titles: Sequence[str] = (),
) -> None:
    """`draw_reconstructions` as a PNG file."""
    save(draw_reconstructions(recorded, reconstructed, sample_rate, titles), path)


def draw_reconstructions(
    recorded: ArrayLike,
    reconstructed: ArrayLike,
    sample_rate: int,
    titles: Sequence[str] = (),
) -> Figure:
    """Recorded grains ``(count, grain)`` with their reconstructions over them, and their spectra.

    Each grain has its waveforms above and its magnitude spectra below; the title tells the SI-SDR
    and the log-spectral distance.
    """
    x = np.asarray(recorded, dtype=np.float64)
    y = np.asarray(reconstructed, dtype=np.float64)
    count = len(x)
    ratio, distance = metrics.si_sdr_db(x, y), metrics.lsd_db(x, y)
    lines = [
        name_title(titles[index] if titles else "")
        + f"SI-SDR {ratio[index]:.1f} dB, LSD {distance[index]:.1f} dB"
        for index in range(count)
    ]
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
        wave.set_title(titles[index], fontsize=7)
        wave.margins(x=0.0)
        spectrum.margins(x=0.0)
        spectrum.set_ylim(_FLOOR_DB, 10.0)
        name_axes(wave, "time (ms)", "" if column else "amplitude")
        name_axes(spectrum, "frequency (kHz)", "" if column else "level (dB)")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="upper center", ncols=len(names), frameon=False, fontsize=8)
    return figure


def plot_table(path: Path, table: ArrayLike, grain: int, join: int, sample_rate: int) -> None:
    """A table ``(n,)`` of grains of ``grain`` samples, neighbours overlapping by ``join``."""
    samples = np.asarray(table, dtype=np.float64)
    figure = Figure(figsize=(11.0, 3.2), dpi=_DPI, layout="constrained")
    axis = figure.subplots()
    time = _milliseconds(len(samples), sample_rate)
    axis.plot(time, samples, color=REBUILT, linewidth=0.8)
    for begin in range(grain - join, len(samples) - join, grain - join):
        axis.axvspan(time[begin], time[begin + join - 1], color=FAINT, linewidth=0.0, zorder=0)
    axis.margins(x=0.0)
    name_axes(axis, "time in the table (ms)", "amplitude")
    axis.set_title("grains of a line through the latent space; shaded: where neighbours overlap")
    save(figure, path)


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


def name_axes(axis: Axes, x_label: str, y_label: str) -> None:
    """Small labels, few ticks, and no frame at the top and the right."""
    axis.set_xlabel(x_label, fontsize=7, labelpad=1)
    axis.set_ylabel(y_label, fontsize=7, labelpad=1)
    axis.tick_params(labelsize=6, length=2)
    axis.xaxis.set_major_locator(MaxNLocator(6))
    axis.yaxis.set_major_locator(MaxNLocator(4))
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)


def name_title(name: str) -> str:
    """A line of a title that names a file; nothing for no name."""
    return f"{plain(name)}\n" if name else ""


def plain(text: str) -> str:
    """A file's name without formulas: matplotlib reads what stands between dollars as one."""
    return text.replace("$", r"\$")


def _milliseconds(count: int, sample_rate: int) -> NDArray[np.float64]:
    return np.arange(count, dtype=np.float64) * (1000.0 / sample_rate)


def _spectrum_db(grain: NDArray[np.float64], reference: NDArray[np.float64]) -> NDArray[np.float64]:
    window = np.hanning(len(grain) + 1)[:-1]
    strongest = max(float(np.abs(np.fft.rfft(reference * window)).max()), 1e-12)
    level = np.abs(np.fft.rfft(grain * window)) / strongest
    return np.asarray(20.0 * np.log10(np.maximum(level, 10.0 ** (_FLOOR_DB / 20.0))))


def save(figure: Figure, path: Path) -> None:
    """Write a PNG file, and its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=_DPI)
