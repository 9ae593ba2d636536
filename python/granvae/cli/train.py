"""``granvae train``: learn grains from recordings."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands, real_number, whole_number


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "train",
        help="learn grains from recordings",
        description="Learn grains from recordings. Ctrl-C saves; --resume goes on.",
    )
    parser.add_argument(
        "sounds", nargs="+", metavar="SOUNDS", help="sound files, and folders of any depth"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="RUN", help="folder of the run")
    parser.add_argument(
        "--preset",
        choices=("grain", "paper", "paper-original", "spectral", "nsgt"),
        default="grain",
        help="the default; the 2020 paper's, made to learn; that one unchanged; or log-magnitudes "
        "of a spectrum or of a constant-Q transform",
    )
    parser.add_argument(
        "--grain",
        type=whole_number(16, 65536),
        default=512,
        metavar="N",
        help="samples a grain (default: 512)",
    )
    parser.add_argument(
        "--latent",
        type=whole_number(1, 1024),
        default=16,
        metavar="D",
        help="latent dimensions (default: 16)",
    )
    parser.add_argument(
        "--sample-rate",
        type=whole_number(1000, 768000),
        default=44100,
        metavar="HZ",
        help="of the model; sounds are converted to it (default: 44100)",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument(
        "--epochs", type=whole_number(1), metavar="N", help="how long to train, in epochs"
    )
    length.add_argument(
        "--minutes", type=real_number(), metavar="M", help="or in minutes (default: 10)"
    )
    parser.add_argument(
        "--beta",
        type=real_number(zero=True),
        metavar="B",
        help="weight of the KL term (default: the preset's own)",
    )
    parser.add_argument(
        "--align",
        choices=("peak", "none"),
        default="peak",
        help="move grains so that a positive peak is in their middle, or take them as drawn",
    )
    parser.add_argument(
        "--controls",
        type=_names,
        default=(),
        metavar="NAME,…",
        help="let the first latents follow these, each one: loudness, centroid, flatness, "
        "harmonicity, crossings",
    )
    parser.add_argument("--seed", type=whole_number(0), default=0, metavar="S", help="default: 0")
    parser.add_argument(
        "--stop-early", action="store_true", help="end when the validation loss no longer falls"
    )
    parser.add_argument(
        "--batch",
        type=whole_number(2, 1 << 20),
        metavar="N",
        help="grains a step, of all processes together (default: the preset's own)",
    )
    parser.add_argument(
        "--precision",
        choices=("auto", "32", "bf16"),
        default="auto",
        help="of the networks' numbers (default: bfloat16 where the hardware computes it)",
    )
    parser.add_argument(
        "--device",
        choices=("cuda", "mps", "cpu"),
        help="what computes (default: cuda where there is one, or else the processor)",
    )
    parser.add_argument(
        "--devices",
        type=whole_number(1),
        metavar="N",
        help="processes on each machine, that share the batches (default: 1, or as many as "
        "torchrun or Slurm started)",
    )
    parser.add_argument(
        "--nodes", type=whole_number(1), metavar="M", help="machines (default: likewise)"
    )
    parser.add_argument(
        "--strategy",
        choices=("auto", "ddp", "ddp_find_unused_parameters_true"),
        default="auto",
        help="how processes work together, by Lightning's name",
    )
    parser.add_argument("--resume", action="store_true", help="go on with the run in RUN")
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.training.config import TrainConfig
    from granvae.training.distributed import Machine
    from granvae.training.train import train

    config = TrainConfig(
        sounds=tuple(options.sounds),
        preset=options.preset,
        grain=options.grain,
        latent=options.latent,
        sample_rate=options.sample_rate,
        align=options.align,
        controls=options.controls,
        beta=options.beta,
        epochs=options.epochs,
        minutes=options.minutes,
        seed=options.seed,
        stop_early=options.stop_early,
        batch=options.batch,
        precision=options.precision,
    )
    machine = Machine(options.device, options.devices, options.nodes, options.strategy)
    train(config, options.out, resume=options.resume, progress=True, machine=machine)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
