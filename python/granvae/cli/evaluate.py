"""``granvae evaluate``: measure a model on recordings."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands, whole_number


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "evaluate",
        help="measure how well a model reproduces recordings",
        description="Measure how well a run or a model reproduces recordings, beside PCA with as "
        "many numbers and the nearest training grain, and write a report to read and hear. Without "
        "SOUNDS, a run is judged on the sounds it was given; with others, say of an instrument "
        "that it never heard, on these, beside the files of its own that it heard and did not "
        "hear.",
    )
    parser.add_argument("target", metavar="RUN|model.ts", help="a run's folder or a model file")
    parser.add_argument("sounds", nargs="*", metavar="SOUNDS", help="sound files and folders")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="report.html, pictures and sounds go here (default: RUN/evaluation, or beside the "
        "model; nowhere with --json alone)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures go here")
    parser.add_argument(
        "--beside",
        action="append",
        default=[],
        metavar="RUN",
        help="another run or model, judged on the same grains; may be repeated",
    )
    parser.add_argument(
        "--split",
        choices=("all", "train", "validation"),
        default="all",
        help="of a run's own sounds, judge only those of one side (default: all)",
    )
    parser.add_argument(
        "--seed",
        type=whole_number(0),
        default=0,
        metavar="S",
        help="of the choice of grains, where there are very many (default: 0)",
    )
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.cli.console import make_console, print_evaluation, reading_progress
    from granvae.evaluation.evaluate import evaluate

    with reading_progress() as on_progress:
        result = evaluate(
            options.target,
            options.sounds,
            out=_report_folder(options),
            json_file=options.json,
            seed=options.seed,
            split=options.split,
            on_progress=on_progress,
            beside=options.beside,
        )
    print_evaluation(result, make_console())


def _report_folder(options: argparse.Namespace) -> Path | None:
    """Where the report goes: programs that ask for the figures alone do not wait for it."""
    if options.out is not None or options.json is not None:
        out: Path | None = options.out
        return out
    target = Path(options.target)
    if target.is_dir():
        return target / "evaluation"
    return target.with_name(f"{target.stem}-evaluation")
