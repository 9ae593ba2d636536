"""Training runs side by side: what they were asked to do differently, and what came of it."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from granvae.analysis.training_curves import Curves, draw_curves, read_curves
from granvae.errors import GranvaeError
from granvae.evaluation.report import html
from granvae.training import run_folder as runs
from granvae.training.checkpoints import BEST, LAST, read_either
from granvae.training.config import TrainConfig

# Of a run's last column of metrics.csv and of its best epoch, what tells how good it is.
FIGURES = {
    "epochs": "epochs",
    "steps": "steps",
    "minutes": "minutes",
    "parameters": "weights",
    "val_loss": "validation loss, lowest ↓",
    "val_si_sdr_db": "validation SI-SDR dB there ↑",
    "gap": "validation loss minus training loss there",
}


@dataclass(frozen=True)
class Compared:
    """One run of a comparison.

    Attributes:
        name: the last parts of its path, as many as tell it from the others.
        settings: its configuration, as text.
        figures: by the names of `FIGURES`; absent where a run does not tell.
        curves: of its training.
    """

    name: str
    settings: dict[str, str]
    figures: dict[str, float]
    curves: Curves


def read_runs(folders: Sequence[Path | str]) -> list[Compared]:
    """The runs in these folders.

    Raises:
        GranvaeError: fewer than two, one twice, or one that is no run or was not trained yet.
    """
    paths = [Path(folder) for folder in folders]
    if len({path.resolve() for path in paths}) < len(paths) or len(paths) < 2:
        raise GranvaeError("A comparison needs two different runs or more; give their folders.")
    names = _names(paths)
    return [_read(path, name) for path, name in zip(paths, names, strict=True)]


def differences(compared: Sequence[Compared]) -> dict[str, list[str]]:
    """Setting → its value in each run, of those that are not equal in all."""
    settings = dict.fromkeys(name for run in compared for name in run.settings)
    rows = {name: [run.settings.get(name, "") for run in compared] for name in settings}
    return {name: row for name, row in rows.items() if len(set(row)) > 1}


def figure_rows(compared: Sequence[Compared]) -> dict[str, list[str]]:
    """Figure → its value in each run, as text; those that no run tells are left out."""
    rows = {
        title: [_number(run.figures.get(name)) for run in compared]
        for name, title in FIGURES.items()
    }
    return {title: row for title, row in rows.items() if any(row)}


def write_comparison(path: Path, compared: Sequence[Compared]) -> Path:
    """Write the comparison as one HTML file that needs no other, and return its path."""
    names = [run.name for run in compared]
    title = f"{len(names)} runs side by side"
    best = max(compared, key=lambda run: run.figures.get("val_si_sdr_db", -math.inf))
    body = (
        f"<header>\n<h1>{title}</h1>\n"
        + html.paragraph(
            f"{best.name} reaches the highest validation SI-SDR. Figures of runs compare where "
            "they were validated on the same sounds, losses only where the preset is the same too."
        )
        + "</header>\n<main>\n"
        + html.section("figures", "Figures", _table(names, figure_rows(compared)))
        + html.section("configuration", "What differs", _differences(names, compared))
        + html.section("curves", "Curves", _picture(compared))
        + "</main>\n"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html.page(title, body), encoding="utf-8")
    return path


def _read(folder: Path, name: str) -> Compared:
    if not runs.holds_run(folder):
        raise GranvaeError(
            f"{folder} holds no training run; give a folder that `granvae train --out` made."
        )
    config = dataclasses.asdict(TrainConfig.load(folder / runs.CONFIG))
    settings = {key.replace("_", " "): _text(value) for key, value in config.items()}
    split = runs.read_split(folder)
    for half, sounds in split.items():
        settings[f"{half} files"] = str(len(sounds))
    versions = folder / runs.VERSIONS
    if versions.is_file():
        settings |= json.loads(versions.read_text(encoding="utf-8"))
    state = read_either(folder, BEST, LAST)[1].get(runs.STATE, {})
    state |= _lengths(folder)
    curves = read_curves(folder / runs.METRICS)
    figures = {key: float(state[key]) for key in FIGURES if _finite(state.get(key))}
    figures |= _at_best(curves)
    return Compared(name, settings, figures, curves)


def _lengths(folder: Path) -> dict[str, Any]:
    """How long the whole training was: the best checkpoint only knows its own time."""
    try:
        state = read_either(folder, LAST, BEST)[1].get(runs.STATE, {})
    except GranvaeError:
        return {}
    return {key: state[key] for key in ("epochs", "steps", "minutes") if key in state}


def _at_best(curves: Curves) -> dict[str, float]:
    losses = curves.get("loss", {})
    if "train" not in losses or "val" not in losses:
        return {}
    at = dict(zip(*losses["train"], strict=True))
    step, value = min(zip(*losses["val"], strict=True), key=lambda point: point[1])
    figures = {"val_loss": value}
    if step in at:
        figures["gap"] = value - at[step]
    return figures


def _names(paths: Sequence[Path]) -> list[str]:
    parts = 1
    longest = max(len(path.resolve().parts) for path in paths)
    while parts < longest:
        names = ["/".join(path.resolve().parts[-parts:]) for path in paths]
        if len(set(names)) == len(names):
            return names
        parts += 1
    return [str(path) for path in paths]


def _differences(names: list[str], compared: Sequence[Compared]) -> str:
    rows = differences(compared)
    return _table(names, rows) if rows else html.paragraph("The runs were configured alike.")


def _table(names: list[str], rows: dict[str, list[str]]) -> str:
    return html.table(["", *names], [[title, *row] for title, row in rows.items()])


def _picture(compared: Sequence[Compared]) -> str:
    curves = {run.name: run.curves for run in compared}
    if not any(curves.values()):
        return html.paragraph("None of the runs has finished an epoch.")
    return html.picture(
        html.drawn(lambda: draw_curves(curves)),
        "curves",
        "Solid lines: validation, and figures that have no side; dotted: training.",
    )


def _finite(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) and abs(value) >= 1.0 else f"{value:.4g}"


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "not set" if value is None else str(value)
