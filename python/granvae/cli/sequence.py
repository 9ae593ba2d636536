"""``granvae sequence``: a pattern as a sound file."""

from pathlib import Path
from typing import Annotated

import typer

from granvae.cli.arguments import ModelFile, OutSound, number, whole
from granvae.cli.console import console

_BLOCK = 4096  # samples rendered at once


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
