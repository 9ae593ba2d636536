"""The tables of the report: every system on all files, on seen and unseen ones, and by class."""

from __future__ import annotations

from granvae.evaluation.report import html, text
from granvae.evaluation.result import Evaluation
from granvae.evaluation.scores import HEADINGS, Figures, Scores

_COMPARED = ("si_sdr_db", "lsd_db")
_SIDES = {
    "seen": "files of the training",
    "unseen": "of the run's folder that it did not hear",
    "elsewhere": "from elsewhere",
}


def figure_tables(result: Evaluation) -> str:
    """All tables, the longest folded."""
    return (
        _systems(result)
        + _seen_and_unseen(result)
        + html.table(
            ["class", "files", *_names(result)],
            [
                [label, str(len(part["model"].files)), *_compared(part)]
                for label, part in result.classes.items()
            ],
            "Each class, mean over its files",
            groups=_groups(result),
        )
        + html.folded(
            f"Each of the {len(result.scores['model'].files)} files",
            html.table(
                ["file", "heard", *_names(result)], _file_rows(result), groups=_groups(result)
            ),
        )
    )


def _systems(result: Evaluation) -> str:
    rows = [
        [text.judged_title(result, system), *_cells(scores.mean_of_files)]
        for system, scores in result.scores.items()
        if scores
    ]
    return html.table(
        ["", *HEADINGS.values()],
        rows,
        f"All {len(result.scores['model'].files)} judged files, mean over files",
        own=text.title_of("model", result.latent),
    )


def _seen_and_unseen(result: Evaluation) -> str:
    if not result.training.get("model") or not result.unseen.get("model"):
        return html.paragraph(text.gap(result)[0])
    sides = {"seen": result.training, "unseen": result.unseen, "elsewhere": result.elsewhere}
    sides = {title: side for title, side in sides.items() if side.get("model")}
    rows = [
        [
            text.title_of(system, result.latent),
            *(_mean(side[system], metric) for metric in _COMPARED for side in sides.values()),
        ]
        for system in result.training
    ]
    caption = "Mean over files: " + ", ".join(
        f"{len(side['model'].files)} {_SIDES[title]}" for title, side in sides.items()
    )
    groups = [("", 1), *((HEADINGS[metric], len(sides)) for metric in _COMPARED)]
    return html.table(
        ["", *(list(sides) * len(_COMPARED))],
        rows,
        caption,
        text.title_of("model", result.latent),
        groups,
    ) + "".join(map(html.paragraph, text.gap(result)))


def _names(result: Evaluation) -> list[str]:
    return [text.short_title(system) for _ in _COMPARED for system in result.scores]


def _groups(result: Evaluation) -> list[tuple[str, int]]:
    return [("", 2), *((HEADINGS[metric], len(result.scores)) for metric in _COMPARED)]


def _compared(part: dict[str, Scores]) -> list[str]:
    return [_mean(scores, metric) for metric in _COMPARED for scores in part.values()]


def _mean(scores: Scores, metric: str) -> str:
    return f"{scores.mean_of_files[metric]:.2f}" if scores else ""


def _file_rows(result: Evaluation) -> list[list[str]]:
    return [
        [
            name,
            _heard(result, name),
            *_compared({system: one.of((name,)) for system, one in result.scores.items()}),
        ]
        for name in result.scores["model"].files
    ]


def _heard(result: Evaluation, name: str) -> str:
    if name in result.seen:
        return "seen"
    elsewhere = result.elsewhere.get("model")
    if elsewhere and name in elsewhere.files:
        return "elsewhere"
    return "unseen" if result.unseen.get("model") else ""


def _cells(figures: Figures) -> list[str]:
    return [f"{figures[metric]:.2f}" for metric in HEADINGS]
