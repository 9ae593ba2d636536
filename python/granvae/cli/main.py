"""The command line ``granvae COMMAND …``.

Each command is a function that imports what it needs when it runs, so that ``granvae --help``
answers at once.
"""

import inspect
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import granvae
from granvae.cli.compare import compare
from granvae.cli.console import show_log
from granvae.cli.demo import demo
from granvae.cli.evaluate import evaluate
from granvae.cli.explorer import explorer
from granvae.cli.export import export
from granvae.cli.info import info
from granvae.cli.install import install
from granvae.cli.play import play
from granvae.cli.prepare import prepare
from granvae.cli.render import render
from granvae.cli.sequence import sequence
from granvae.cli.train import train
from granvae.cli.trajectory import trajectory
from granvae.errors import GranvaeError

_GUIDE = """\
From a folder of sounds to a patch:

granvae train my-sounds --out my-run         learn grains from recordings
granvae evaluate my-run --split validation   measure and hear how well it did
granvae export my-run --out my-model.ts      write the file that hosts load
granvae info my-model.ts                     see its latents and its grain
granvae play my-model.ts                     play it here

In Pure Data and Max it plays as granvae~ my-model.ts, in Python as
granvae.Synth("my-model.ts"). `granvae COMMAND --help` explains every option.
"""

# What the extra "train" brings. Playing needs none of it.
_TO_LEARN = {"lightning", "matplotlib", "sklearn", "tensorboard", "torch", "torchmetrics"}

_COMMANDS = {
    "Begin": (demo, install),
    "Learn": (prepare, train, evaluate, compare, export),
    "Play": (info, play, render, trajectory, sequence, explorer),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; see `run`."""
    return run(make_app(), "granvae", arguments)


def run(app: typer.Typer, program: str, arguments: Sequence[str] | None = None) -> int:
    """Run an application; failures are one sentence on standard error, never a traceback.

    Returns:
        0, or 1 for a failure, 2 for misuse, 130 for Ctrl-C.
    """
    show_log()
    command = typer.main.get_command(app)
    for each in (command, *getattr(command, "commands", {}).values()):
        for parameter in each.params:
            if parameter.param_type_name == "argument":
                # Its type, as <list[str]>, says nothing to a musician.
                parameter.display_type_rich = lambda ctx: None
    try:
        status = command.main(arguments, program, standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _complain(_misuse(error, program), 2)
    except GranvaeError as error:
        return _complain(str(error), 1)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _TO_LEARN:
            raise
        return _complain(
            f"{program} needs {error.name} to learn and to read models of others; install it with "
            "`pip install 'granvae[train]'`.",
            1,
        )
    except BrokenPipeError:
        # The reader of a pipe (head, less) left; without this Python complains again at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        # A full disk or a forbidden folder, wherever it happens; other exceptions are our faults.
        return _complain(f"{error}; choose another place or make room.", 1)
    if status == 130:
        return _complain("interrupted.", 130)
    return status if isinstance(status, int) else 0  # else what the function returned


def make_app() -> typer.Typer:
    """The commands; their docstrings are their help, and what follows ``Example:`` ends it."""
    app = typer.Typer(context_settings={"help_option_names": ["--help", "-h"]})
    app.callback(epilog=_GUIDE)(_start)
    for panel, commands in _COMMANDS.items():
        for command in commands:
            text, _, example = (inspect.getdoc(command) or "").partition("\n\nExample:\n")
            app.command(
                help="\n\n".join(part.replace("\n", " ") for part in text.split("\n\n")),
                epilog=f"Example:\n\n{inspect.cleandoc(example)}",
                rich_help_panel=panel,
            )(command)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"granvae {granvae.__version__}")
        raise typer.Exit


def _start(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Play what a neural network has learned from your own sounds."""


def _misuse(error: typer.TyperException, program: str) -> str:
    """The sentence for an exception of typer's, which names no value in its own."""
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    # Pydantic's prefix goes; two sentences become one.
    message = error.message.removeprefix("Value error, ").replace(". D", ", d").rstrip(".?")
    if parameter is not None:
        is_option = parameter.param_type_name == "option"
        name = parameter.opts[0] if is_option else parameter.metavar
        message = f"{name} {message or 'is missing'}"
    elif message[:2] != "--":
        message = message[:1].lower() + message[1:]
    called = context.command_path if context else program
    return f"{message}; `{called} --help` explains the options."


def _complain(sentence: str, status: int) -> int:
    typer.echo(f"granvae: {sentence}", err=True)
    return status
