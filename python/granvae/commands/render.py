"""``granvae render``: play a model into a sound file."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.arguments import Commands, real_number, whole_number


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "render",
        help="play a model into a sound file",
        description="Play a model into a sound file through the native engine: the sound is the "
        "one that granvae~ makes with the same numbers.",
    )
    parser.add_argument("model", type=Path, metavar="model.ts")
    parser.add_argument("--out", required=True, type=Path, metavar="out.wav")
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--latent",
        type=_numbers,
        metavar='"z1 … zD"',
        help="the point to decode, in deviations (default: the origin)",
    )
    place.add_argument(
        "--line",
        type=_numbers,
        metavar='"z1 … zD"',
        help="the end of a straight line from the origin",
    )
    parser.add_argument(
        "--count",
        type=whole_number(1),
        default=16,
        metavar="N",
        help="grains of the line (default: 16)",
    )
    parser.add_argument(
        "--frequency",
        type=_number,
        metavar="HZ",
        help="how often the table is played a second; negative plays it backwards "
        "(default: as fast as it was recorded)",
    )
    parser.add_argument(
        "--start", type=_number, default=0.0, metavar="S", help="in samples (default: 0)"
    )
    parser.add_argument(
        "--crossfade",
        type=_number,
        metavar="X",
        help="in samples (default: a quarter of a grain)",
    )
    parser.add_argument(
        "--seconds", type=real_number(), default=4.0, metavar="T", help="default: 4"
    )
    parser.add_argument(
        "--sample-rate",
        type=whole_number(1000, 768000),
        metavar="HZ",
        help="of the file (default: the model's)",
    )
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.render import Rendering, render

    seconds, peak = render(
        options.model,
        options.out,
        Rendering(
            latent=options.latent,
            line=options.line,
            count=options.count,
            frequency=options.frequency,
            start=options.start,
            crossfade=options.crossfade,
            seconds=options.seconds,
            sample_rate=options.sample_rate,
        ),
    )
    print(f"Wrote {options.out}: {seconds:g} s, peak {peak:.3f} of full scale.")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a number") from error


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(_number(word) for word in text.replace(",", " ").split())
