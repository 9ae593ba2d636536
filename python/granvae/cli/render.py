"""``granvae render``: a model played into a sound file."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from granvae.cli.arguments import (
    ModelFile,
    Numbers,
    OutSound,
    file,
    from_options,
    number,
    only_one,
    option,
    point,
    whole,
)
from granvae.cli.console import console

_POINTS, _PLAYER = "What the table holds (one of these)", "How it is played"


def _value(text: str) -> float | str:
    """A number where it is one, else a name that the engine may know."""
    try:
        return float(text)
    except ValueError:
        return text


def _setting(text: str) -> tuple[str, float | str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise ValueError(f"{text} is not a name and a value, as spray=200")
    return name, _value(value)


_played = partial(number, panel=_PLAYER)
_parameter = partial(option, parser=_value, panel=_PLAYER)  # whose values the engine checks


def render(
    context: typer.Context,
    model: ModelFile,
    out: OutSound,
    seconds: Annotated[
        float | None,
        number("SECONDS", "Length of the file", above=0, default="4, or the path's or sound's"),
    ] = None,
    sample_rate: Annotated[
        int | None, whole("HZ", "Sample rate of the file", 1000, 768000, default="the model's")
    ] = None,
    channels: Annotated[
        int, whole("N", "Channels of the file, over which a cloud spreads", 1, 2)
    ] = 1,
    latent: Annotated[
        Numbers | None,
        point("Point to decode, in standard deviations.", default="the origin", panel=_POINTS),
    ] = None,
    line: Annotated[
        Numbers | None, point("End of a straight line from the origin.", panel=_POINTS)
    ] = None,
    count: Annotated[int, whole("N", "Grains of --line", 1, panel=_POINTS)] = 16,
    random: Annotated[
        int | None,
        whole("SEED", "Seed of a point near a learned grain, as in Max and Pd", 0, panel=_POINTS),
    ] = None,
    walk: Annotated[
        int | None,
        whole("SEED", "Seed of a walk along what the model learned from", 0, panel=_POINTS),
    ] = None,
    path: Annotated[
        Path | None,
        file("FILE", "Path file, JSON or CSV, as granvae~ and Synth write it.", panel=_POINTS),
    ] = None,
    encode: Annotated[
        Path | None, file("SOUND", "Sound file, which the table follows.", panel=_POINTS)
    ] = None,
    edit: Annotated[
        list[str] | None,
        option(
            "MESSAGE",
            "Bend the path, as 'scale 0.7', 'stretch 2', 'snap 1', 'offset 0.5', 'smooth 4' or "
            "'reverse'. May be repeated.",
            "--edit",
            panel=_POINTS,
        ),
    ] = None,
    mode: Annotated[
        str | None,
        _parameter("NAME", "loop, one grain after the other; cloud, many at once.", default="loop"),
    ] = None,
    frequency: Annotated[
        float | None,
        _played("HZ", "Loop cycles, negative backwards, or cloud onsets", default="as recorded"),
    ] = None,
    start: Annotated[float, _played("SAMPLES", "Where grains begin in the table")] = 0,
    crossfade: Annotated[
        float | None,
        _played(
            "SAMPLES",
            "Overlap of a grain with the next",
            default="a quarter of a grain, or 0 where a path or sound is played once",
        ),
    ] = None,
    rate: Annotated[
        float | None,
        _played("RATIO", "Reading rate of a cloud, negative backwards", default="1, as recorded"),
    ] = None,
    interpolation: Annotated[
        str | None,
        _parameter("NAME", "Interpolation: none, linear, cubic or sinc.", default="sinc"),
    ] = None,
    seed: Annotated[
        str | None, _parameter("N", "Seed of a cloud's random choices.", default="0")
    ] = None,
    settings: Annotated[
        list[str] | None,
        option(
            "NAME=VALUE",
            "Any other parameter, as spray=200. May be repeated.",
            "--set",
            parser=_setting,
            panel=_PLAYER,
        ),
    ] = None,
) -> None:
    """Play a model into a sound file.

    The sound is that of granvae~ in Max or Pure Data with the same numbers.

    Example:
        granvae render my-model.ts --out note.wav --random 3 --frequency 110
        granvae render my-model.ts --out cloud.wav --mode cloud --set spray=200
        granvae render my-model.ts --out bent.wav --encode voice.wav --edit "stretch 2"
        granvae render my-model.ts --out walk.wav --walk 1 --seconds 60 --set jump=2
    """
    from granvae.engine import render as engine

    only_one(context, "latent", "line", "random", "walk", "path", "encode")
    if walk is not None and edit:
        context.fail("--walk and --edit exclude each other")
    named = {"mode": mode, "interpolation": interpolation, "seed": seed}
    chosen = [(name, value) for name, value in named.items() if value is not None]
    parameters = (*chosen, *(settings or ()))
    edits = tuple(edit or ())
    rendering = from_options(engine.Rendering, context, settings=parameters, edits=edits)
    length, peak = engine.render(model, out, rendering)
    console.out(f"Wrote {out}: {length:g} s, peak {peak:.3f} of full scale.")
