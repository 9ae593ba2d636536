"""``granvae trajectory``: a path through the latent space as a sound file with cues."""

import math
from pathlib import Path
from typing import Annotated

import typer

from granvae.cli.arguments import (
    ModelFile,
    Numbers,
    OutSound,
    file,
    number,
    only_one,
    option,
    point,
    whole,
)
from granvae.cli.console import console
from granvae.errors import FileError

_PATH = "The path (one of these)"


def trajectory(
    context: typer.Context,
    model: ModelFile,
    out: OutSound,
    line: Annotated[
        Numbers | None,
        point("Straight line from the origin to a point.", panel=_PATH),
    ] = None,
    walk: Annotated[
        int | None,
        whole("N", "Grains along what the model learned from", 1, 65536, panel=_PATH),
    ] = None,
    drift: Annotated[
        float | None,
        number("STEP", "At random, in steps of so many standard deviations", above=0, panel=_PATH),
    ] = None,
    circle: Annotated[
        float | None,
        number("RADIUS", "Circle round the origin, in standard deviations", above=0, panel=_PATH),
    ] = None,
    points: Annotated[
        Path | None,
        file(
            "FILE", "Lines through the points of a text file, a row of numbers each.", panel=_PATH
        ),
    ] = None,
    spline: Annotated[bool, option("", "Join --points by a smooth curve.", "--spline")] = False,
    axes: Annotated[str, option('"A B"', "The two latents of --circle, from 0.")] = "0 1",
    count: Annotated[
        int | None, whole("N", "Grains", 1, 65536, default="32; of --points, one for each")
    ] = None,
    seed: Annotated[int, whole("N", "Seed of --walk and --drift", 0)] = 0,
    join: Annotated[
        int | None,
        whole(
            "SAMPLES",
            "Overlap of neighbouring grains, or about so much",
            0,
            default="a quarter of a grain",
        ),
    ] = None,
) -> None:
    """Write a path through the latent space as a sound file with cues.

    Each point becomes a grain, laid where it fits the one before, and neighbours are joined by a
    crossfade. The WAV file has a cue at each grain, so that any other instrument can play it.

    Example:
        granvae trajectory my-model.ts --out walk.wav --walk 600 --seed 2
    """
    import numpy as np

    from granvae.engine import trajectory as paths
    from granvae.engine.synth import Synth
    from granvae.engine.wav_cues import write_cued

    only_one(context, "line", "walk", "drift", "circle", "points", required=True)
    synth = Synth(model)
    origin = np.zeros(synth.latents)
    if join is not None:
        synth.set("join", join)
    grains = count or 32
    if drift is not None:
        path = paths.drift(origin, grains, drift, seed)
    elif circle is not None:
        path = paths.circle(origin, grains, circle, _axes(context, axes))
    elif line is not None:
        if len(line) != synth.latents:
            context.fail(f"--line has {len(line)} numbers and the model {synth.latents} latents")
        path = paths.line(line, grains)
    elif points is not None:
        path = np.array(_read(points, synth.latents))
        if spline:
            path = paths.spline(path, count or len(path))
        elif count:
            path = paths.polyline(path, count)
    if walk is not None:
        path = synth.walk(walk, seed).astype(np.float64)
    else:
        synth.path(path)
    table = synth.table
    labels = [" ".join(f"{z:.3g}" for z in point) for point in path]
    write_cued(out, table, synth.table_rate, synth.starts.tolist(), labels)
    console.out(
        f"Wrote {out}: {len(path)} grains of {synth.grain} samples, "
        f"{len(table) / synth.table_rate:.2f} s, a cue where each begins."
    )


def _axes(context: typer.Context, text: str) -> tuple[int, int]:
    try:
        first, second = (int(each) for each in text.replace(",", " ").split())
    except ValueError:
        context.fail(f"--axes {text} is not two numbers of latents")
    return first, second


def _read(path: Path, latents: int) -> list[Numbers]:
    """The points of a text file: rows of numbers, parted by spaces or commas."""
    advice = f"give a text file with a row of {latents} finite numbers for each point"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{path} cannot be read ({error}); {advice}.") from error
    rows: list[Numbers] = []
    for index, line in enumerate(lines, 1):
        try:
            row = Numbers.parse(line)
        except ValueError as error:
            raise FileError(f"{path}, line {index}: {error}; {advice}.") from error
        if row and (len(row) != latents or not all(map(math.isfinite, row))):
            raise FileError(f"{path}, line {index} has {len(row)} numbers; {advice}.")
        rows += [row] if row else []
    if not rows:
        raise FileError(f"{path} has no points; {advice}.")
    return rows
