"""``granvae compare``: runs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rich import box
from rich.markup import escape
from rich.table import Table

from granvae.cli.arguments import argument, file
from granvae.cli.console import console


def compare(
    runs: Annotated[list[str], argument("RUN", "Folders of runs, two or more.")],
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
    from granvae.evaluation import compare_runs

    compared = compare_runs.read_runs(runs)
    table = Table("", box=box.SIMPLE_HEAD)
    for run in compared:
        table.add_column(escape(run.name), justify="right", overflow="fold")
    for title, row in compare_runs.metric_rows(compared).items():
        table.add_row(title, *row)
    table.add_section()
    for name, row in compare_runs.differences(compared).items():
        table.add_row(escape(name), *map(escape, row))
    console.print(table)
    if out is not None:
        console.out(f"wrote {compare_runs.write_comparison(out, compared)}")
