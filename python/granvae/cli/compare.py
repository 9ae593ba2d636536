"""``granvae compare``: runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from granvae.cli.arguments import file
from granvae.cli.console import console

if TYPE_CHECKING:
    from granvae.evaluation.compare_runs import ComparedRun


def compare(
    runs: Annotated[list[str], typer.Argument(metavar="RUN", help="Folders of runs, two or more.")],
    out: Annotated[
        Path | None, file("FILE", "HTML page for the tables and all learning curves.")
    ] = None,
) -> None:
    """Compare runs: their settings and their metrics.

    Shows the metrics of each run and the settings in which the runs differ. To score several
    models on the same grains, use `granvae evaluate --beside`.

    Example:
        granvae compare my-run another-run --out comparison.html
    """
    from granvae.evaluation.compare_runs import read_runs, write_comparison

    compared = read_runs(runs)
    _print_comparison(compared)
    if out is not None:
        console.out(f"wrote {write_comparison(out, compared)}")


def _print_comparison(compared: Sequence[ComparedRun]) -> None:
    """A column for each run: its metrics, and those settings in which the runs differ."""
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
