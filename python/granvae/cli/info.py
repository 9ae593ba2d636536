"""``granvae info``: tell what a patcher needs to know of a model file."""

from __future__ import annotations

import argparse

from granvae.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "info",
        help="tell what a patcher needs to know of a model",
        description="Tell the sample rate, the grain and the reach of every latent of a model.",
    )
    parser.add_argument("model", metavar="model.ts", help="a model file")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    import json

    from granvae.cli.console import make_console
    from granvae.cli.model_card import describe_model, print_model
    from granvae.export.model_file import load_model

    model = load_model(options.model)
    if options.json:
        print(json.dumps(describe_model(model), indent=2))
    else:
        print_model(model, make_console())
