"""The tables of the report: every system on all files, on seen and unseen ones, and by class."""

from __future__ import annotations

from granvae.evaluation import Evaluation
from granvae.report import html, words
from granvae.scores import HEADINGS, Figures, Scores

_COMPARED = ("si_sdr_db", "lsd_db")


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
        [words.title_of(system, result.latent), *_cells(scores.mean_of_files)]
        for system, scores in result.scores.items()
    ]
    return html.table(
        ["", *HEADINGS.values()],
        rows,
        f"All {len(result.scores['model'].files)} judged files, mean over files",
        own=words.title_of("model", result.latent),
    )


def _seen_and_unseen(result: Evaluation) -> str:
    if not result.training.get("model") or not result.unseen.get("model"):
        return html.paragraph(words.gap(result)[0])
    seen, unseen = result.training["model"], result.unseen["model"]
    headings = ["", *(["seen", "unseen", "gap"] * len(_COMPARED))]
    rows = []
    for system, scores in result.training.items():
        row = [words.title_of(system, result.latent)]
        for metric in _COMPARED:
            a, b = scores.mean_of_files[metric], result.unseen[system].mean_of_files[metric]
            row += [f"{a:.2f}", f"{b:.2f}", f"{b - a:+.2f}"]
        rows.append(row)
    caption = (
        f"Seen ({len(seen.files)} files of the training) beside unseen ({len(unseen.files)} files "
        "that it did not hear), mean over files"
    )
    groups = [("", 1), *((HEADINGS[metric], 3) for metric in _COMPARED)]
    own = words.title_of("model", result.latent)
    return html.table(headings, rows, caption, own, groups) + "".join(
        map(html.paragraph, words.gap(result))
    )


def _names(result: Evaluation) -> list[str]:
    return [words.short_title(system) for _ in _COMPARED for system in result.scores]


def _groups(result: Evaluation) -> list[tuple[str, int]]:
    return [("", 2), *((HEADINGS[metric], len(result.scores)) for metric in _COMPARED)]


def _compared(part: dict[str, Scores]) -> list[str]:
    return [
        f"{scores.mean_of_files[metric]:.2f}" for metric in _COMPARED for scores in part.values()
    ]


def _file_rows(result: Evaluation) -> list[list[str]]:
    return [
        [
            name,
            "seen" if name in result.seen else "unseen" if result.seen or result.training else "",
            *_compared({system: one.of((name,)) for system, one in result.scores.items()}),
        ]
        for name in result.scores["model"].files
    ]


def _cells(figures: Figures) -> list[str]:
    return [f"{figures[metric]:.2f}" for metric in HEADINGS]
