"""``granvae render``: play a model into a sound file."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands, real_number, whole_number


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
    place.add_argument(
        "--random",
        type=whole_number(0),
        metavar="SEED",
        help="a point drawn as the model would; the same seed is the same point, in Max and Pure "
        "Data too",
    )
    place.add_argument(
        "--path",
        type=Path,
        metavar="FILE",
        help="the points of a JSON or CSV file, as granvae~ and granvae.Synth write it",
    )
    place.add_argument(
        "--encode",
        type=Path,
        metavar="SOUND",
        help="a sound file: the table follows it, grain by grain",
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
        help="how often the table is played a second, negative backwards (default: as fast as it "
        "was recorded); of a cloud, how often a grain begins",
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
        "--rate",
        type=_number,
        metavar="R",
        help="how fast a cloud's grains are read; negative backwards (default: 1, as recorded)",
    )
    parser.add_argument(
        "--channels",
        type=whole_number(1, 2),
        default=1,
        metavar="1|2",
        help="of the file; a cloud's grains have their place between two (default: 1)",
    )
    for name, choices, text in (
        ("mode", "loop|cloud", "one grain after the other, or many at once (default: loop)"),
        ("interpolation", "none|linear|cubic|sinc", "between the table's samples (default: sinc)"),
        ("seed", "N", "of a cloud's random deviations (default: 0)"),
    ):
        parser.add_argument(f"--{name}", type=_value, metavar=choices, help=text)
    parser.add_argument(
        "--set",
        type=_setting,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="any other parameter of the engine, as spray=200; may be repeated",
    )
    parser.add_argument(
        "--seconds",
        type=real_number(),
        metavar="T",
        help="default: 4; with --path and --encode as long as the table",
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
    from granvae.engine.render import Rendering, render

    named = [(name, getattr(options, name)) for name in ("mode", "interpolation", "seed")]
    settings = [(name, value) for name, value in named if value is not None]
    seconds, peak = render(
        options.model,
        options.out,
        Rendering(
            latent=options.latent,
            line=options.line,
            count=options.count,
            random=options.random,
            path=options.path,
            encode=options.encode,
            frequency=options.frequency,
            start=options.start,
            crossfade=options.crossfade,
            rate=options.rate,
            seconds=options.seconds,
            sample_rate=options.sample_rate,
            channels=options.channels,
            settings=(*settings, *options.set),
        ),
    )
    print(f"Wrote {options.out}: {seconds:g} s, peak {peak:.3f} of full scale.")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a number") from error


def _setting(text: str) -> tuple[str, float | str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text} is not a name and a value, as spray=200")
    return name, _value(value)


def _value(text: str) -> float | str:
    """A number where it is one, else a word that the engine may know."""
    try:
        return float(text)
    except ValueError:
        return text


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(_number(word) for word in text.replace(",", " ").split())
