"""Training curves, of one run or of several, from the ``metrics.csv`` of each."""

import csv
from collections.abc import Mapping
from pathlib import Path

from matplotlib.figure import Figure

from granvae.analysis.plot_style import FAINT, REBUILT, RECORDED, panels, plain, save, style_axes

Curve = tuple[list[float], list[float]]  # steps and values
Curves = dict[str, dict[str, Curve]]  # quantity → `train`, `val` or nothing → curve

COLOURS = (REBUILT, "#3d7fc4", "#4e9a4b", "#9a62b8", "#b58a1b", "#c65a86", "#3a9c9c", "#8c6d5a")
_PARTS = {"train": "training", "val": "validation"}
_QUANTITIES = {  # column → title and unit, where its name is not enough
    "si_sdr_db": ("SI-SDR", "dB"),
    "lsd_db": ("log-spectral distance", "dB"),
    "divergence": ("divergence from the prior", "nats"),
    "spectral": ("spectral distance", "nepers"),
    "path": ("unevenness of paths", ""),
    "waveform": ("waveform error", ""),  # its unit depends on the preset's loss
    "rate": ("learning rate", ""),
}
_FEW = 40  # points up to which each is marked


def read_curves(metrics_csv: Path) -> Curves:
    """The columns of a sparse table; empty where the file is missing or has no rows yet.

    Columns that end alike after ``train_`` or ``val_`` are one quantity.
    """
    curves: Curves = {}
    if not metrics_csv.is_file():
        return curves
    with metrics_csv.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            step = row.get("step") or ""
            for name, text in row.items():
                if name in ("step", "epoch", "minutes") or not text or not step:
                    continue
                part, _, rest = name.replace("/", "_").partition("_")
                part, quantity = (part, rest) if part in _PARTS and rest else ("", name)
                steps, values = curves.setdefault(quantity, {}).setdefault(part, ([], []))
                steps.append(float(step))
                values.append(float(text))
    return curves


def draw_curves(runs: Mapping[str, Curves]) -> Figure:
    """One panel a quantity; over-fitting shows as two curves of a panel that part.

    With a single run the training is grey and the validation coloured; of several, each has a
    colour, and the training is dotted. At least one of the runs has curves.
    """
    quantities = list(dict.fromkeys(name for curves in runs.values() for name in curves))
    columns = min(3, len(quantities))
    rows = -(-len(quantities) // columns)
    several = len(runs) > 1
    figure, grid = panels(rows, columns, cell=(4.2, 2.7), legend=0.3 if several else 0.0)
    axes = grid.ravel()
    for axis in axes[len(quantities) :]:
        axis.set_axis_off()
    for axis, quantity in zip(axes, quantities, strict=False):
        for index, (run, curves) in enumerate(runs.items()):
            for part, (steps, values) in curves.get(quantity, {}).items():
                grey, dotted = (part == "train" and one for one in (not several, several))
                marker = "." if len(values) < _FEW else ""
                (line,) = axis.plot(steps, values, marker=marker, linewidth=1.6 if grey else 1.2)
                line.set_linestyle(":" if dotted else "-")
                line.set_color(RECORDED if grey else COLOURS[index % len(COLOURS)])
                line.set_label(plain(run) if several else _PARTS.get(part, quantity))
        name, unit = _QUANTITIES.get(quantity, (quantity.replace("_", " "), ""))
        axis.grid(color=FAINT, linewidth=0.6)
        style_axes(axis, "step", unit, name, title_size=9)
        if not several and len(axis.get_lines()) > 1:
            axis.legend(frameon=False, fontsize=7)
    if several:
        # Solid lines stand for their run: every quantity of a validation has one.
        lines = [line for axis in axes for line in axis.get_lines() if line.get_linestyle() == "-"]
        by_label = {line.get_label(): line for line in reversed(lines)}
        names = [plain(run) for run in runs if plain(run) in by_label]
        style = {"ncols": min(4, len(names)), "frameon": False, "fontsize": 8}
        figure.legend([by_label[name] for name in names], names, loc="upper center", **style)
    return figure


def plot_training(path: Path, metrics_csv: Path) -> None:
    """`draw_curves` of one run as a PNG file; nothing is written where there are no curves yet."""
    curves = read_curves(metrics_csv)
    if curves:
        save(draw_curves({"": curves}), path)
