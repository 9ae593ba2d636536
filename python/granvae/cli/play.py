"""``granvae play``: play a model on stage, controlled by OSC, MIDI and patterns."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands, real_number, whole_number


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "play",
        help="play a model through the sound card, controlled by OSC and MIDI",
        description="Play a model through the sound card. Everything is controlled by OSC (see "
        "docs/osc.md, or send /help), for example from Pure Data, Max or TouchOSC. Ctrl-C ends it.",
    )
    parser.add_argument("model", type=Path, metavar="model.ts")
    parser.add_argument(
        "--audio",
        default="default",
        metavar="default|none|NAME",
        help="the sound card, by its name or a part of it; none plays on a clock without one",
    )
    parser.add_argument(
        "--record", type=Path, metavar="out.wav", help="record all of it, sample by sample"
    )
    parser.add_argument(
        "--pattern", type=Path, metavar="FILE", help="play this pattern of the latent sequencer"
    )
    parser.add_argument(
        "--osc-port", type=whole_number(0, 65535), default=9001, metavar="N", help="default: 9001"
    )
    parser.add_argument(
        "--http-port",
        type=whole_number(0, 65535),
        metavar="N",
        help="of the explorer page (default: 8000, or any free one where that is taken)",
    )
    parser.add_argument(
        "--bind",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="where OSC and the page are reached from: this machine alone (127.0.0.1, the "
        "default), or 0.0.0.0 for every machine that can reach this one",
    )
    parser.add_argument(
        "--midi", metavar="NAME", help="play notes and clock of this MIDI input; all for every one"
    )
    parser.add_argument(
        "--mpe", action="store_true", help="the MIDI input is MPE: bends reach 48 semitones"
    )
    parser.add_argument(
        "--channels", type=whole_number(1, 64), default=2, metavar="N", help="default: 2"
    )
    parser.add_argument(
        "--rate",
        type=whole_number(8000, 384000),
        default=48000,
        metavar="HZ",
        help="of the sound (default: 48000)",
    )
    parser.add_argument(
        "--block",
        type=whole_number(1, 8192),
        default=256,
        metavar="N",
        help="samples at once (default: 256)",
    )
    parser.add_argument(
        "--seconds", type=real_number(), metavar="S", help="end after this; default: never"
    )
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from dataclasses import fields
    from functools import partial

    from granvae.play.app import PlayOptions, play

    given = {each.name: getattr(options, each.name) for each in fields(PlayOptions)}
    play(PlayOptions(**given), announce=partial(print, flush=True))
