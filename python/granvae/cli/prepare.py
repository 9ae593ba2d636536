"""``granvae prepare``: decode a large collection once, for any number of trainings."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands, whole_number


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "prepare",
        help="decode a large collection once",
        description="Decode recordings once into a folder that `granvae train CORPUS` opens at "
        "once and reads from the disk, whatever its size. Stopped at any time, the same command "
        "goes on; files that were added or changed are decoded, the others are not.",
    )
    parser.add_argument(
        "sounds", nargs="+", metavar="SOUNDS", help="sound files, and folders of any depth"
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="CORPUS", help="folder of the corpus"
    )
    parser.add_argument(
        "--sample-rate",
        type=whole_number(1000, 768000),
        default=44100,
        metavar="HZ",
        help="of the corpus and of the models that learn from it (default: 44100)",
    )
    parser.add_argument(
        "--jobs",
        type=whole_number(1),
        metavar="N",
        help="files that are decoded at once (default: one on each processor)",
    )
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.cli.console import reading_progress
    from granvae.data.prepared.prepare import prepare_corpus

    with reading_progress() as on_progress:
        prepared = prepare_corpus(
            options.sounds, options.out, options.sample_rate, options.jobs, on_progress
        )
    for skipped in prepared.skipped:
        print(f"Skipped {skipped.path}: {skipped.reason}")
    print(
        f"Prepared {options.out}: {prepared.sounds} sounds, {prepared.seconds / 3600.0:.2f} hours "
        f"at {options.sample_rate} Hz; {prepared.decoded} files were decoded now."
    )
    if prepared.unused:
        print(
            f"{prepared.unused / 1e6:.0f} MB in it belong to files that are gone or were changed; "
            "to be rid of them, prepare into a new folder."
        )
