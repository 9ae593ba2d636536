"""``granvae play``: a model on stage, controlled by OSC, MIDI and patterns."""

from pathlib import Path
from typing import Annotated

import typer

from granvae.cli.arguments import ModelFile, file, from_options, number, option, whole

_CONTROL = "How it is controlled"


def play(
    context: typer.Context,
    model: ModelFile,
    audio: Annotated[
        str, option("NAME", "Sound card, by a part of its name; none plays on a clock instead.")
    ] = "default",
    record: Annotated[
        Path | None, file("SOUND.wav", "Sound file to record everything into.")
    ] = None,
    channels: Annotated[int, whole("N", "Output channels", 1, 64)] = 2,
    rate: Annotated[int, whole("HZ", "Sample rate", 8000, 384000)] = 48000,
    block: Annotated[int, whole("SAMPLES", "Samples at once", 1, 8192)] = 256,
    seconds: Annotated[
        float | None, number("SECONDS", "Time to play", above=0, default="until Ctrl-C")
    ] = None,
    pattern: Annotated[
        Path | None, file("PATTERN", "Pattern for the latent sequencer to play.", panel=_CONTROL)
    ] = None,
    osc_port: Annotated[int, whole("PORT", "UDP port for OSC", 0, 65535, panel=_CONTROL)] = 9001,
    http_port: Annotated[
        int | None,
        whole(
            "PORT",
            "TCP port of the explorer page",
            0,
            65535,
            default="8000, or any free one where that is taken",
            panel=_CONTROL,
        ),
    ] = None,
    bind: Annotated[
        str,
        option(
            "ADDRESS",
            "Where OSC and the page are reached from: 127.0.0.1, this machine alone; 0.0.0.0, "
            "every machine that can reach it.",
            panel=_CONTROL,
        ),
    ] = "127.0.0.1",
    midi: Annotated[
        str | None,
        option(
            "NAME",
            "MIDI input for notes and clock; all for every one.",
            default="none",
            panel=_CONTROL,
        ),
    ] = None,
    mpe: Annotated[
        bool,
        option("", "The MIDI input is MPE: bends reach 48 semitones.", "--mpe", panel=_CONTROL),
    ] = False,
) -> None:
    """Play a model through the sound card, with an explorer page in the browser.

    OSC controls everything, for example from Pure Data, Max or TouchOSC: see docs/osc.md, or send
    /help. Ctrl-C ends it.

    Example:
        granvae play my-model.ts
        granvae play my-model.ts --midi all --record concert.wav
    """
    from granvae.play import app

    app.play(from_options(app.PlayOptions, context), announce=typer.echo)
