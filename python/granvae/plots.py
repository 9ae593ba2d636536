"""Pictures of grains and of trainings, as PNG files.

Figures are made without pyplot: it keeps a global list of them and may open windows.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from granvae import metrics

RECORDED, REBUILT = "#9aa5b1", "#c2410c"
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
    figure, grid = _panels(-(-len(rows) // columns), columns)
    axes = list(grid.ravel())
    time = _milliseconds(rows.shape[1], sample_rate)
    for index, (axis, grain) in enumerate(zip(axes, rows, strict=False)):
        axis.plot(time, grain, color=REBUILT, linewidth=0.9)
        axis.axhline(0.0, color="0.85", linewidth=0.6, zorder=0)
        axis.margins(x=0.0)
        if titles:
            axis.set_title(_plain(titles[index]), fontsize=7)
        _name_axes(axis, "time (ms)", "amplitude" if index % columns == 0 else "")
    for axis in axes[len(rows) :]:
        axis.set_axis_off()
    _save(figure, path)


def plot_reconstructions(
    path: Path,
    recorded: ArrayLike,
    reconstructed: ArrayLike,
    sample_rate: int,
    titles: Sequence[str] = (),
) -> None:
    """Recorded grains ``(count, grain)`` with their reconstructions over them, and their spectra.

    Each grain has its waveforms above and its magnitude spectra below; the title tells the SI-SDR
    and the log-spectral distance.
    """
    x = np.asarray(recorded, dtype=np.float64)
    y = np.asarray(reconstructed, dtype=np.float64)
    count, grain = x.shape
    ratio, distance = metrics.si_sdr_db(x, y), metrics.lsd_db(x, y)
    columns = min(_COLUMNS, count)
    bands = -(-count // columns)
    figure, axes = _panels(2 * bands, columns, title_lines=2, legend=0.2)
    time = _milliseconds(grain, sample_rate)
    hertz = np.fft.rfftfreq(grain, 1.0 / sample_rate) / 1000.0
    for index in range(bands * columns):
        band, column = divmod(index, columns)
        wave, spectrum = axes[2 * band, column], axes[2 * band + 1, column]
        if index >= count:
            wave.set_axis_off()
            spectrum.set_axis_off()
            continue
        for samples, colour, name, width in (
            (x[index], RECORDED, "recorded", 2.0),
            (y[index], REBUILT, "reconstructed", 0.9),
        ):
            wave.plot(time, samples, color=colour, linewidth=width, label=name)
            level = _spectrum_db(samples, x[index])
            spectrum.plot(hertz, level, color=colour, linewidth=width)
        figures = f"SI-SDR {ratio[index]:.1f} dB, LSD {distance[index]:.1f} dB"
        name = f"{_plain(titles[index])}\n" if titles else ""
        wave.set_title(name + figures, fontsize=7)
        wave.margins(x=0.0)
        spectrum.margins(x=0.0)
        spectrum.set_ylim(_FLOOR_DB, 10.0)
        _name_axes(wave, "time (ms)", "" if column else "amplitude")
        _name_axes(spectrum, "frequency (kHz)", "" if column else "level (dB)")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="upper center", ncols=2, frameon=False, fontsize=8)
    _save(figure, path)


def plot_table(path: Path, table: ArrayLike, grain: int, join: int, sample_rate: int) -> None:
    """A table ``(n,)`` of grains of ``grain`` samples, neighbours overlapping by ``join``."""
    samples = np.asarray(table, dtype=np.float64)
    figure = Figure(figsize=(11.0, 3.2), dpi=_DPI, layout="constrained")
    axis = figure.subplots()
    time = _milliseconds(len(samples), sample_rate)
    axis.plot(time, samples, color=REBUILT, linewidth=0.8)
    for begin in range(grain - join, len(samples) - join, grain - join):
        axis.axvspan(time[begin], time[begin + join - 1], color="0.9", zorder=0)
    axis.margins(x=0.0)
    _name_axes(axis, "time in the table (ms)", "amplitude")
    axis.set_title("grains of a line through the latent space; shaded: where neighbours overlap")
    _save(figure, path)


def plot_training(path: Path, metrics_csv: Path) -> None:
    """Curves of a training, one panel a quantity, from the ``metrics.csv`` of its run.

    Columns that end alike after ``train_`` or ``val_`` share a panel, so that over-fitting shows as
    two curves that part. Nothing is written where the file has no figures yet.
    """
    panels = _curves(metrics_csv)
    if not panels:
        return
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    figure, grid = _panels(rows, columns, cell=(4.2, 2.7))
    axes = grid.ravel()
    for axis in axes[len(panels) :]:
        axis.set_axis_off()
    for axis, (quantity, curves) in zip(axes, panels.items(), strict=False):
        for part, (steps, values) in curves.items():
            training = part == "train"
            axis.plot(
                steps,
                values,
                color=RECORDED if training else REBUILT,
                linewidth=1.6 if training else 1.2,
                marker="." if len(values) < 40 else "",
                label={"train": "training", "val": "validation"}.get(part, quantity),
            )
        name, unit = _QUANTITIES.get(quantity, (quantity.replace("_", " "), ""))
        axis.set_title(name, fontsize=9)
        axis.grid(color="0.92", linewidth=0.6)
        _name_axes(axis, "step", unit)
        if len(curves) > 1:
            axis.legend(frameon=False, fontsize=7)
    _save(figure, path)


_QUANTITIES = {  # column → title and unit, where its name does not tell
    "si_sdr_db": ("SI-SDR", "dB"),
    "divergence": ("divergence from the prior", "nats"),
    "spectral": ("spectral distance", "nepers"),
    "waveform": ("waveform error", "share of the energy"),
    "rate": ("learning rate", ""),
}

Curve = tuple[list[float], list[float]]


def _curves(metrics_csv: Path) -> dict[str, dict[str, Curve]]:
    """Quantity → ``train``, ``val`` or nothing → steps and values, from a sparse table."""
    panels: dict[str, dict[str, Curve]] = {}
    with metrics_csv.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            step = row.get("step") or ""
            for name, text in row.items():
                if name in ("step", "epoch", "minutes") or not text or not step:
                    continue
                part, _, rest = name.replace("/", "_").partition("_")
                part, quantity = (part, rest) if part in ("train", "val") and rest else ("", name)
                steps, values = panels.setdefault(quantity, {}).setdefault(part, ([], []))
                steps.append(float(step))
                values.append(float(text))
    return panels


def _panels(
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


def _name_axes(axis: Axes, x_label: str, y_label: str) -> None:
    axis.set_xlabel(x_label, fontsize=7, labelpad=1)
    axis.set_ylabel(y_label, fontsize=7, labelpad=1)
    axis.tick_params(labelsize=6, length=2)
    axis.xaxis.set_major_locator(MaxNLocator(6))
    axis.yaxis.set_major_locator(MaxNLocator(4))
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)


def _plain(text: str) -> str:
    """A file's name without formulas: matplotlib reads what stands between dollars as one."""
    return text.replace("$", r"\$")


def _milliseconds(count: int, sample_rate: int) -> NDArray[np.float64]:
    return np.arange(count, dtype=np.float64) * (1000.0 / sample_rate)


def _spectrum_db(grain: NDArray[np.float64], reference: NDArray[np.float64]) -> NDArray[np.float64]:
    window = np.hanning(len(grain) + 1)[:-1]
    strongest = max(float(np.abs(np.fft.rfft(reference * window)).max()), 1e-12)
    level = np.abs(np.fft.rfft(grain * window)) / strongest
    return np.asarray(20.0 * np.log10(np.maximum(level, 10.0 ** (_FLOOR_DB / 20.0))))


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=_DPI)
