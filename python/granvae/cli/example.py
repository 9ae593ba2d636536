"""``granvae example``: the experiments that the instrument comes from."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands, whole_number


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "example",
        help="repeat the 2020 paper's first experiment",
        description="Train the 2020 paper's first auto-encoder, on handwritten digits.",
    )
    parser.add_argument("name", choices=("mnist",), metavar="mnist", help="the data set")
    parser.add_argument(
        "--data",
        required=True,
        type=Path,
        metavar="DIR",
        help="folder of MNIST's IDX files (train-images-idx3-ubyte, t10k-…), gzipped or not",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("mnist"),
        metavar="DIR",
        help="folder for the losses and pictures (default: mnist)",
    )
    parser.add_argument(
        "--epochs", type=whole_number(1, 1000), default=10, metavar="N", help="default: 10"
    )
    parser.add_argument(
        "--latent",
        type=whole_number(2, 400),
        default=20,
        metavar="D",
        help="latent dimensions (default: 20); 2 to see the whole latent plane",
    )
    parser.add_argument("--seed", type=whole_number(0), default=0, metavar="S", help="default: 0")
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.cli.mnist import train_mnist

    example = train_mnist(options.data, options.out, options.epochs, options.seed, options.latent)
    last = example.epochs[-1]
    print(
        f"After {last.epoch} epochs the test loss is {last.test_loss:.2f} nats an image "
        f"(cross-entropy {last.test_cross_entropy:.2f} + divergence {last.test_divergence:.2f})."
    )
    for path in example.files:
        print(f"wrote {path}")
