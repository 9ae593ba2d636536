"""What the commands share: options that name their range and refuse in words what is outside."""

import math
from collections.abc import Callable
from functools import partial
from inspect import signature
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

T = TypeVar("T")


def option(
    metavar: str,
    help: str,
    *names: str,
    default: str | None = None,
    panel: str | None = None,
    parser: Callable[[str], Any] | None = None,
) -> Any:
    """An option of a command, for ``Annotated``.

    Args:
        metavar: what stands for the value in the help, usually its unit; empty for a switch.
        help: what it sets.
        *names: with their dashes, where the parameter's name does not give them.
        default: what happens without it, in words, where the value itself does not say so.
        panel: the heading in the help that it belongs under.
        parser: makes the value of a text, or raises ValueError in words.
    """
    return typer.Option(
        *names,
        metavar=metavar,
        help=help,
        show_default=default or True,
        rich_help_panel=panel,
        parser=parser,
    )


def argument(
    metavar: str, help: str, default: str | None = None, parser: Callable[[str], Any] | None = None
) -> Any:
    """An argument of a command, as `option`."""
    return typer.Argument(metavar=metavar, help=help, show_default=default or True, parser=parser)


def number(
    metavar: str,
    help: str,
    least: float = -math.inf,
    most: float = math.inf,
    *,
    above: float | None = None,
    kind: type[int] | type[float] = float,
    **more: Any,
) -> Any:
    """An option that takes a finite number from ``least`` to ``most``, or ``above`` a value.

    The help names these limits after ``help``, which has no full stop of its own; so does the
    refusal of other values. ``kind`` is ``int`` for whole numbers; see `option` for the rest.
    """
    if above is not None:
        reach = f"above {above}"
    elif most < math.inf:
        reach = f"from {least} to {most}"
    else:
        reach = f"of {least} or more" if least > -math.inf else ""

    def parse(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = math.nan
        fits = least <= value <= most and (above is None or value > above)
        if not (math.isfinite(value) and fits):
            noun = "whole number" if kind is int else "number" if reach else "finite number"
            raise ValueError(f"{text} is not a {noun} {reach}".rstrip())
        return value

    described = f"{help}, {reach.removeprefix('of ')}." if reach else f"{help}."
    return option(metavar, described, parser=parse, **more)


whole = partial(number, kind=int)
file = partial(option, parser=Path)

ModelFile = Annotated[Path, argument("MODEL", "Model file, as export writes it.", parser=Path)]
Sounds = Annotated[list[str], argument("SOUNDS", "Sound files, and folders of any depth.")]
OutSound = Annotated[Path, file("SOUND.wav", "Sound file to write.")]


class Numbers(tuple[float, ...]):
    """Numbers in one argument; not a plain tuple, which typer takes from several arguments."""

    @classmethod
    def parse(cls, text: str) -> "Numbers":
        """Read numbers parted by spaces or commas."""
        try:
            return cls(float(each) for each in text.replace(",", " ").split())
        except ValueError as error:
            raise ValueError(f"{text} is not a row of numbers") from error


point = partial(option, '"Z1 … ZD"', parser=Numbers.parse)


def from_options(kind: Callable[..., T], context: typer.Context, **more: Any) -> T:
    """A class of settings, filled from the options that its arguments are named after.

    ``more`` are arguments whose values differ from those of the options.
    """
    names = context.params.keys() & signature(kind).parameters.keys()
    return kind(**{**{name: context.params[name] for name in names}, **more})


def only_one(context: typer.Context, *names: str, required: bool = False) -> None:
    """Refuse more than one of some options, and none of them where one is required.

    Raises:
        typer.TyperException: two were given, or none that is required.
    """
    given = [f"--{name}" for name in names if context.params[name] is not None]
    if len(given) > 1:
        context.fail(f"{given[0]} and {given[1]} exclude each other")
    if required and not given:
        context.fail(f"one of --{', --'.join(names)} is missing")
