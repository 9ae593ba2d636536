"""``granvae export``: write the model file of a run."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "export",
        help="write the file that the instruments load",
        description="Write a run's best model as TorchScript, for granvae~ and every host of nn~.",
    )
    parser.add_argument("run", type=Path, metavar="RUN", help="a run's folder")
    parser.add_argument("--out", required=True, type=Path, metavar="model.ts")
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.cli.model_card import remarks
    from granvae.export.export_run import export_run
    from granvae.training.run_folder import load_run

    metadata = export_run(load_run(options.run), options.out)
    error = metadata["export_error"]
    print(
        f"Wrote {options.out}: {metadata['latent']} latents to grains of {metadata['grain']} "
        f"samples, {error['in_memory']:.1e} from the trained model and {error['reloaded']:.1e} "
        "after reloading (full scale 1)."
    )
    for sentence in remarks(metadata):
        print(sentence)
