"""``granvae explorer``: the explorer page of a model as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "explorer",
        help="the explorer page of a model as one HTML file, for Max's jweb or to look at",
        description="Write the explorer page of a model as one HTML file. In a [jweb] of Max it "
        "plays [granvae~]; in a browser it shows the map. `granvae play` needs no such file.",
    )
    parser.add_argument("model", type=Path, metavar="model.ts")
    parser.add_argument("--out", required=True, type=Path, metavar="page.html")
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.play.explorer.page import write_page

    write_page(options.model, options.out)
    print(f"Wrote {options.out}.")
