"""``granvae sequence``: a pattern of the latent sequencer as a sound file."""

from __future__ import annotations

import argparse
from pathlib import Path

from granvae.cli.arguments import Commands, real_number, whole_number


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "sequence",
        help="play a pattern of the latent sequencer into a sound file",
        description="Play a pattern that /sequence/write saved into a sound file: the same as "
        "`granvae play --pattern`, and the same each time.",
    )
    parser.add_argument("model", type=Path, metavar="model.ts")
    parser.add_argument("pattern", type=Path, metavar="pattern.json")
    parser.add_argument("--out", required=True, type=Path, metavar="out.wav")
    parser.add_argument(
        "--beats", type=real_number(), default=16.0, metavar="N", help="how long (default: 16)"
    )
    parser.add_argument(
        "--channels", type=whole_number(1, 64), default=2, metavar="N", help="default: 2"
    )
    parser.add_argument(
        "--rate",
        type=whole_number(8000, 384000),
        default=48000,
        metavar="HZ",
        help="of the file (default: 48000)",
    )
    parser.set_defaults(run_command=run)


def run(options: argparse.Namespace) -> None:
    """Carry it out."""
    from granvae.play.performer import Performer
    from granvae.play.sequencer.pattern import load_pattern

    pattern = load_pattern(options.pattern)
    performer = Performer(options.model, options.rate, options.channels, offline=True)
    performer.main_fader.jump(0.0)
    performer.sequencer.set_pattern(pattern)
    performer.sequencer.start()
    performer.record(str(options.out))
    left = samples = round(options.beats * 60.0 / pattern.tempo * options.rate)
    peak = 0.0
    while left > 0:
        sound = performer.render(min(4096, left))
        left -= sound.shape[1]
        peak = max(peak, float(abs(sound).max()))
    performer.close()
    print(f"Wrote {options.out}: {samples / options.rate:g} s, peak {peak:.3f} of full scale.")
