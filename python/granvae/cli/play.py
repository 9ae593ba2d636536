"""``granvae play``, ``sequence`` and ``explorer``: a model on stage, and parts of that as files."""

from pathlib import Path
from typing import Annotated

import typer

from granvae.cli.arguments import ModelFile, OutSound, file, from_options, number, option, whole
from granvae.cli.console import console

_CONTROL = "How it is controlled"
_BLOCK = 4096  # samples that ``sequence`` renders at once


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


def sequence(
    model: ModelFile,
    pattern: Annotated[
        Path,
        typer.Argument(metavar="PATTERN", help="Pattern that /sequence/write saved.", parser=Path),
    ],
    out: OutSound,
    beats: Annotated[float, number("BEATS", "How long to play", above=0)] = 16,
    channels: Annotated[int, whole("N", "Channels of the file", 1, 64)] = 2,
    rate: Annotated[int, whole("HZ", "Sample rate of the file", 8000, 384000)] = 48000,
) -> None:
    """Play a pattern of the latent sequencer into a sound file.

    The sound is that of `granvae play --pattern`, and the same each time.

    Example:
        granvae sequence my-model.ts my-pattern.json --out loop.wav --beats 32
    """
    from granvae.play.performer import Performer
    from granvae.play.sequencer.pattern import load_pattern

    document = load_pattern(pattern)
    performer = Performer(model, rate, channels, offline=True)
    performer.main_fader.jump(0.0)
    performer.sequencer.set_pattern(document)
    performer.sequencer.start()
    performer.record(str(out))
    left = samples = round(beats * 60.0 / document.tempo * rate)
    peak = 0.0
    while left > 0:
        sound = performer.render(min(_BLOCK, left))
        left -= sound.shape[1]
        peak = max(peak, float(abs(sound).max()))
    performer.close()
    console.out(f"Wrote {out}: {samples / rate:g} s, peak {peak:.3f} of full scale.")


def explorer(
    model: ModelFile, out: Annotated[Path, file("PAGE.html", "HTML file to write.")]
) -> None:
    """Write the explorer page of a model as one HTML file.

    In Max's jweb object the page plays granvae~; in a browser it shows the map. `granvae play`
    serves the page without such a file.

    Example:
        granvae explorer my-model.ts --out my-model.html
    """
    from granvae.play.explorer.page import write_page

    write_page(model, out)
    console.out(f"Wrote {out}.")
