"""The tables of the report: every system on all files, on both sides of the split, by class."""

from __future__ import annotations

from dataclasses import dataclass

from granvae.evaluation.report import text
from granvae.evaluation.report.page import Table
from granvae.evaluation.result import Evaluation
from granvae.evaluation.scores import HEADINGS, Scores

_COMPARED = ("si_sdr_db", "lsd_db")
_SIDES = {
    "training": "files of the training",
    "held-out": "held-out files of the run's own",
    "elsewhere": "from elsewhere",
}


@dataclass(frozen=True)
class MetricTables:
    """The tables; ``sides`` is absent where the training files are unknown."""

    systems: Table
    sides: Table | None
    classes: Table
    files: Table


def metric_tables(result: Evaluation) -> MetricTables:
    """All tables of an evaluation."""
    groups = [("", 2), *((HEADINGS[metric], len(result.scores)) for metric in _COMPARED)]
    names = [text.short_name(system) for _ in _COMPARED for system in result.scores]
    classes = [
        [label, str(len(part["model"].files)), *_compared(part)]
        for label, part in result.classes.items()
    ]
    files = [
        [
            name,
            _side_of(result, name),
            *_compared({system: one.of((name,)) for system, one in result.scores.items()}),
        ]
        for name in result.files
    ]
    return MetricTables(
        systems=_systems(result),
        sides=_sides(result),
        classes=Table(
            ["class", "files", *names], classes, "Each class, mean over its files", groups=groups
        ),
        files=Table(["file", "side", *names], files, groups=groups),
    )


def _systems(result: Evaluation) -> Table:
    rows = [
        [text.scored_name(result, system), *(_mean(scores, metric) for metric in HEADINGS)]
        for system, scores in result.scores.items()
        if scores
    ]
    caption = f"All {len(result.files)} files, mean over files"
    highlight = text.system_name("model", result.latent)
    return Table(["", *HEADINGS.values()], rows, caption, highlight)


def _sides(result: Evaluation) -> Table | None:
    if not text.knows_both_sides(result):
        return None
    sides = dict(zip(_SIDES, (result.training, result.held_out, result.elsewhere), strict=True))
    sides = {title: side for title, side in sides.items() if side.get("model")}
    rows = [
        [
            text.system_name(system, result.latent),
            *(_mean(side[system], metric) for metric in _COMPARED for side in sides.values()),
        ]
        for system in result.training
    ]
    caption = "Mean over files: " + ", ".join(
        f"{len(side['model'].files)} {_SIDES[title]}" for title, side in sides.items()
    )
    groups = [("", 1), *((HEADINGS[metric], len(sides)) for metric in _COMPARED)]
    headings = ["", *(list(sides) * len(_COMPARED))]
    return Table(headings, rows, caption, text.system_name("model", result.latent), groups)


def _side_of(result: Evaluation, name: str) -> str:
    if name in result.training_files:
        return "training"
    elsewhere = result.elsewhere.get("model")
    if elsewhere and name in elsewhere.files:
        return "elsewhere"
    return "held-out" if result.held_out.get("model") else ""


def _compared(part: dict[str, Scores]) -> list[str]:
    return [_mean(scores, metric) for metric in _COMPARED for scores in part.values()]


def _mean(scores: Scores, metric: str) -> str:
    return f"{getattr(scores.mean_of_files, metric):.2f}" if scores else ""
