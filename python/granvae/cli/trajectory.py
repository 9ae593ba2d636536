"""``granvae trajectory``: a path through the latent space as a sound file with cues."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from granvae.cli.arguments import Commands, real_number, whole_number

if TYPE_CHECKING:
    from granvae.engine.trajectory import Points


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "trajectory",
        help="write a path through the latent space as a sound file with a cue for each grain",
        description="Decode the points of a path, a grain each, neighbours joined by a crossfade, "
        "and write them as a WAV file with a cue point at each grain, for any other instrument.",
    )
    parser.add_argument("model", type=Path, metavar="model.ts")
    parser.add_argument("--out", required=True, type=Path, metavar="table.wav")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument(
        "--line", type=_numbers, metavar='"z1 … zD"', help="straight from the origin to a point"
    )
    way.add_argument(
        "--walk",
        type=real_number(),
        metavar="STEP",
        help="at random, in steps of so many deviations",
    )
    way.add_argument(
        "--circle", type=real_number(), metavar="RADIUS", help="round the origin, in deviations"
    )
    way.add_argument(
        "--points",
        type=Path,
        metavar="FILE",
        help="through the points of a text file, a row of numbers each",
    )
    parser.add_argument(
        "--spline", action="store_true", help="through the points of --points on a smooth curve"
    )
    parser.add_argument(
        "--axes",
        type=_axes,
        default=(0, 1),
        metavar='"A B"',
        help="the two latents of --circle, from 0 (default: 0 1)",
    )
    parser.add_argument(
        "--count",
        type=whole_number(1, 65536),
        metavar="N",
        help="grains (default: 32; of --points, one for each)",
    )
    parser.add_argument(
        "--seed", type=whole_number(0), default=0, metavar="N", help="of --walk (default: 0)"
    )
    parser.add_argument(
        "--join",
        type=whole_number(0),
        metavar="N",
        help="samples by which grains overlap (default: a quarter of a grain)",
    )
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.engine.synth import Synth
    from granvae.engine.wav_cues import write_cued

    synth = Synth(options.model)
    points = _points(options, synth.latents)
    if options.join is not None:
        synth.set("join", options.join)
    synth.path(points)
    table = synth.table
    hop = (len(table) - synth.grain) // max(len(points) - 1, 1)
    labels = [" ".join(f"{z:.3g}" for z in point) for point in points]
    write_cued(options.out, table, synth.table_rate, [k * hop for k in range(len(points))], labels)
    print(
        f"Wrote {options.out}: {len(points)} grains of {synth.grain} samples, "
        f"{len(table) / synth.table_rate:.2f} s, a cue every {hop} samples."
    )


def _points(options: argparse.Namespace, latents: int) -> Points:
    import numpy as np

    from granvae.engine import trajectory
    from granvae.errors import GranvaeError

    count = options.count or 32
    origin = np.zeros(latents)
    if options.walk is not None:
        return trajectory.walk(origin, count, options.walk, options.seed)
    if options.circle is not None:
        return trajectory.circle(origin, count, options.circle, options.axes)
    if options.line is not None:
        if len(options.line) != latents:
            raise GranvaeError(
                f"--line has {len(options.line)} numbers and the model {latents} latents; give "
                f"{latents} numbers."
            )
        return trajectory.line(options.line, count)
    points = _read(options.points, latents)
    if options.spline:
        return trajectory.spline(points, options.count or len(points))
    return trajectory.polyline(points, options.count) if options.count else points


def _read(path: Path, latents: int) -> Points:
    """The points of a text file: rows of numbers, parted by spaces or commas."""
    import numpy as np

    from granvae.errors import GranvaeError

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GranvaeError(f"{path} cannot be read ({error}); give a text file.") from error
    rows: list[list[float]] = []
    for number, text in enumerate(lines, 1):
        words = text.replace(",", " ").split()
        if not words:
            continue
        try:
            rows.append([float(word) for word in words])
        except ValueError as error:
            raise GranvaeError(f"{path}, line {number}: {error}; give numbers.") from error
        if len(words) != latents or not np.isfinite(rows[-1]).all():
            raise GranvaeError(
                f"{path}, line {number} has {len(words)} numbers and the model {latents} latents; "
                f"give {latents} finite numbers a line."
            )
    if not rows:
        raise GranvaeError(f"{path} has no points; give a row of {latents} numbers for each.")
    return np.array(rows)


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(word) for word in text.replace(",", " ").split())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a row of numbers") from error


def _axes(text: str) -> tuple[int, int]:
    try:
        first, second = (int(word) for word in text.replace(",", " ").split())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not two numbers of latents") from error
    return first, second
