"""What the command line prints about evaluations and comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from granvae.evaluation.scores import HEADINGS, Metrics, Scores

if TYPE_CHECKING:
    # `granvae info` prints here too, and should not wait for all that an evaluation needs.
    from granvae.evaluation.compare_runs import ComparedRun
    from granvae.evaluation.result import Evaluation


def make_console() -> Console:
    """Standard output; where that is a file or a pipe, as wide as the widest table."""
    console = Console()
    return console if console.is_terminal else Console(width=120)


@contextmanager
def reading_progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on standard error while files are worked on; silent where that is no terminal."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)

        def show(index: int, count: int, name: str) -> None:
            progress.update(task, completed=index, total=count, description=escape(name))

        yield show


def print_evaluation(result: Evaluation, console: Console) -> None:
    """A row for each file, the means, and the same of PCA beside every figure."""
    from granvae.evaluation.report import text

    title = f"{result.name}: {result.grains} grains, seed {result.seed}"
    table = Table(title=escape(title), box=box.SIMPLE_HEAD)
    table.add_column("file", overflow="fold")
    for heading in HEADINGS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    pca = result.scores.get("pca")
    for name, metrics in result.files.items():
        label = f"{name} (training)" if name in result.training_files else name
        table.add_row(escape(label), *_cells(metrics, pca.files[name] if pca else None))
    table.add_section()
    of_files, of_grains = (pca.mean_of_files, pca.mean) if pca else (None, None)
    table.add_row("mean over files", *_cells(result.mean_of_files, of_files), style="bold")
    table.add_row("mean over grains", *_cells(result.mean, of_grains), style="bold")
    for system, scores in result.scores.items():
        if system not in ("model", "pca") and scores:
            _add_means(table, text.scored_name(result, system), scores)
    console.print(table)
    if pca is None:
        console.print("The file carries no PCA of its training grains to compare with.")
    else:
        console.print(f"In brackets: PCA that keeps {result.latent} numbers a grain.")
    if result.training_files:
        console.print(f"{len(result.training_files)} files marked (training) trained the model.")
    for sentence in text.gap(result):
        console.print(sentence, highlight=False)
    console.print(f"{result.active_units} of {result.latent} latents are active.")
    console.print(text.audible(result), markup=False)
    console.print(text.smoothness(result.path_smoothness), highlight=False)
    for skipped in result.skipped:
        console.print(f"skipped {skipped.path}: {skipped.reason}", markup=False)
    for path in result.written:
        console.print(f"wrote {path}", markup=False, soft_wrap=True)


def print_comparison(compared: Sequence[ComparedRun], console: Console) -> None:
    """A column for each run: its figures, and those settings in which the runs differ."""
    from granvae.evaluation.compare_runs import differences, metric_rows

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("")
    for run in compared:
        table.add_column(escape(run.name), justify="right", overflow="fold")
    for title, row in metric_rows(compared).items():
        table.add_row(title, *row)
    table.add_section()
    for name, row in differences(compared).items():
        table.add_row(escape(name), *map(escape, row))
    console.print(table)


def _add_means(table: Table, title: str, scores: Scores) -> None:
    for what, mean in (("files", scores.mean_of_files), ("grains", scores.mean)):
        table.add_row(f"{escape(title)}, over {what}", *_cells(mean, None))


def _cells(metrics: Metrics, baseline: Metrics | None) -> list[str]:
    cells = [f"{getattr(metrics, name):.2f}" for name in HEADINGS]
    if baseline is None:
        return cells
    of_baseline = (getattr(baseline, name) for name in HEADINGS)
    return [f"{cell} ({value:.2f})" for cell, value in zip(cells, of_baseline, strict=True)]
