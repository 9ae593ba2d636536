"""Training runs side by side: what was configured differently, and what came of it."""

import dataclasses
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from granvae.analysis.training_curves import Curves, draw_curves, read_curves
from granvae.errors import GranvaeError
from granvae.evaluation.report import text
from granvae.evaluation.report.page import page_figure, write_template
from granvae.training import run_folder as runs
from granvae.training.checkpoints import BEST, LAST, read_either
from granvae.training.config import CONFIG, TrainConfig, holds_run

_TITLES = {  # of the metrics of a run, taken at its best epoch
    "epochs": "epochs",
    "steps": "steps",
    "minutes": "minutes",
    "parameters": "weights",
    "val_loss": "validation loss, lowest ↓",
    "val_si_sdr_db": "validation SI-SDR dB there ↑",
    "gap": "validation loss minus training loss there",
}


@dataclass(frozen=True)
class ComparedRun:
    """One run of a comparison."""

    name: str  # the last parts of its path, as many as distinguish it from the others
    settings: dict[str, str]  # its configuration, as text
    metrics: dict[str, float]  # by name; absent where a run does not know them
    curves: Curves


def read_runs(folders: Sequence[Path | str]) -> list[ComparedRun]:
    """The runs in these folders.

    Raises:
        GranvaeError: fewer than two, one twice, or one that is no run or was not trained yet.
    """
    paths = [Path(folder).resolve() for folder in folders]
    if len(set(paths)) < len(paths) or len(paths) < 2:
        raise GranvaeError("A comparison needs two different runs or more; give their folders.")
    return [
        _read_run(Path(folder), name) for folder, name in zip(folders, _names(paths), strict=True)
    ]


def differences(compared: Sequence[ComparedRun]) -> dict[str, list[str]]:
    """Setting → its value in each run, of those that are not equal in all."""
    settings = dict.fromkeys(name for run in compared for name in run.settings)
    rows = {name: [run.settings.get(name, "") for run in compared] for name in settings}
    return {name: row for name, row in rows.items() if len(set(row)) > 1}


def metric_rows(compared: Sequence[ComparedRun]) -> dict[str, list[str]]:
    """Title → the metric of each run, as text; those that no run knows are left out."""
    rows = {name: [_number(run.metrics.get(name)) for run in compared] for name in _TITLES}
    return {_TITLES[name]: row for name, row in rows.items() if any(row)}


def write_comparison(path: Path, compared: Sequence[ComparedRun]) -> Path:
    """Write the comparison as one HTML file that needs no other, and return its path."""
    curves = {run.name: run.curves for run in compared}
    caption = "Solid lines: validation, and metrics that have no side; dotted: training."
    best = max(compared, key=lambda run: run.metrics.get("val_si_sdr_db", -math.inf))
    drawn = any(curves.values())
    figure = page_figure("curves", caption, lambda: draw_curves(curves)) if drawn else None
    tables = {"metrics": metric_rows(compared), "settings": differences(compared)}
    return write_template(
        path, "compare.html", compared=compared, best=best, curves=figure, **tables
    )


def _read_run(folder: Path, name: str) -> ComparedRun:
    if not holds_run(folder):
        raise GranvaeError(
            f"{folder} holds no training run; give a folder that `granvae train --out` made."
        )
    config = dataclasses.asdict(TrainConfig.load(folder / CONFIG))
    settings = {key.replace("_", " "): text.setting(value) for key, value in config.items()}
    split = runs.read_split(folder)
    for half, sounds in (("train", split.train), ("validation", split.validation)):
        settings[f"{half} files"] = str(len(sounds))
    versions = folder / runs.VERSIONS
    if versions.is_file():
        settings |= json.loads(versions.read_text(encoding="utf-8"))
    orders = ((BEST, LAST), (LAST, BEST))
    best, last = (read_either(folder, *names)[1].get(runs.STATE, {}) for names in orders)
    # The best checkpoint only knows how long the training was until then.
    state = best | {key: last[key] for key in ("epochs", "steps", "minutes") if key in last}
    curves = read_curves(folder / runs.METRICS)
    known = {key: state[key] for key in _TITLES if isinstance(state.get(key), int | float)}
    metrics = {key: float(value) for key, value in known.items() if math.isfinite(value)}
    return ComparedRun(name, settings, metrics | _at_best(curves), curves)


def _at_best(curves: Curves) -> dict[str, float]:
    losses = curves.get("loss", {})
    if "train" not in losses or "val" not in losses:
        return {}
    training = dict(zip(*losses["train"], strict=True))
    step, value = min(zip(*losses["val"], strict=True), key=lambda point: point[1])
    gap = {"gap": value - training[step]} if step in training else {}
    return {"val_loss": value, **gap}


def _names(paths: Sequence[Path]) -> list[str]:
    """The shortest ends of these paths that differ."""
    for parts in range(1, max(len(path.parts) for path in paths)):
        names = ["/".join(path.parts[-parts:]) for path in paths]
        if len(set(names)) == len(names):
            return names
    return [str(path) for path in paths]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) and abs(value) >= 1.0 else f"{value:.4g}"
