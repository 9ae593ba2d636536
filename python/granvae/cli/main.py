"""The command line: ``granvae COMMAND …``, from ``train`` to ``install``.

One module a command, in `granvae.cli`. Each imports what it needs when it runs, so that
``granvae --help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version

from granvae.cli import (
    compare,
    demo_command,
    evaluate,
    example,
    explorer,
    export,
    info,
    install,
    play,
    prepare,
    render,
    sequence,
    train,
    trajectory,
)
from granvae.cli.arguments import Commands, Parser
from granvae.errors import GranvaeError

_GUIDE = """\
From a folder of sounds to a patch:

  granvae train my-sounds --out my-run            learn grains from recordings (minutes)
  granvae evaluate my-run --split validation      hear and measure how well it did
  granvae export my-run --out my-model.ts         the file that the instruments load
  granvae info my-model.ts                        its latents, their ranges and its grain
  granvae render my-model.ts --out sound.wav      play it here, without a patch

Then play it: on stage `granvae play my-model.ts`, in Pure Data [granvae~ my-model.ts], in Python
granvae.Synth("my-model.ts").
`granvae COMMAND --help` explains every option.
"""


# In the order in which a musician needs them.
_COMMANDS = (
    prepare,
    train,
    evaluate,
    compare,
    export,
    info,
    play,
    render,
    trajectory,
    sequence,
    explorer,
    demo_command,
    install,
    example,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0, 1 for a failure, 2 for misuse, 130 for Ctrl-C.

    Failures are one sentence on standard error, never a traceback.
    """
    try:
        options = build_parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], None] = options.run_command
        command(options)
        sys.stdout.flush()
    except GranvaeError as error:
        print(f"granvae: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("granvae: interrupted.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of a pipe (head, less) left; without this Python complains again at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        # A full disk or a forbidden folder, wherever it happens; other exceptions are our faults.
        print(f"granvae: {error}; choose another place or make room.", file=sys.stderr)
        return 1
    return 0


def build_parser() -> Parser:
    """The parser of all commands; each puts its function into ``run_command``."""
    parser = Parser(
        prog="granvae",
        description="Play what a neural network has learned from your own sounds.",
        epilog=_GUIDE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"granvae {_version()}")
    commands: Commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add(commands)
    return parser


def _version() -> str:
    try:
        return version("granvae")
    except PackageNotFoundError:  # used from a source tree
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
