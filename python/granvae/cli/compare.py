"""``granvae compare``: runs side by side."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "compare",
        help="put training runs side by side",
        description="Put training runs side by side: what was configured differently, and what "
        "came of it. To judge several on the same grains, use evaluate --beside.",
    )
    parser.add_argument("runs", nargs="+", metavar="RUN", help="folders of runs, two or more")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="an HTML page with the tables and the curves of all goes here",
    )
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.cli.console import make_console, print_comparison
    from granvae.evaluation.compare_runs import read_runs, write_comparison

    compared = read_runs(options.runs)
    console = make_console()
    print_comparison(compared, console)
    if options.out is not None:
        path = write_comparison(options.out, compared)
        console.print(f"wrote {path}", markup=False, soft_wrap=True)
