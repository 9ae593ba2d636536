"""``granvae demo``: the whole way once, into one folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands, real_number


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "demo",
        help="the whole way once: sounds, training, model, sound files",
        description="Train on a folder, or on built-in sounds, export the model, measure it and "
        "play it; everything ends up in one folder. Repeated, it goes on from there.",
    )
    parser.add_argument("sounds", nargs="*", metavar="SOUNDS", help="default: built-in sounds")
    parser.add_argument("--out", type=Path, default=Path("demo"), metavar="DIR")
    parser.add_argument(
        "--minutes", type=real_number(), default=2.5, metavar="M", help="of training (default: 2.5)"
    )
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.cli.console import make_console
    from granvae.cli.demo import run_demo

    console = make_console()
    demo = run_demo(options.sounds, options.out, options.minutes, console)
    console.rule("Done")
    for title, files in (("Listen to", demo.sounds), ("Look at", demo.pictures)):
        names = ", ".join(str(file.relative_to(options.out)) for file in files)
        console.print(f"{title}: {names}", markup=False, soft_wrap=True)
    folder = options.out.resolve()
    console.print(f"Everything is in {folder}", soft_wrap=True)
    console.print(
        "Next: open Pure Data and make the object [granvae~ "
        f"{folder / demo.model.name}], or train on your own: make demo SOUNDS=a/folder",
        markup=False,
        soft_wrap=True,
    )
