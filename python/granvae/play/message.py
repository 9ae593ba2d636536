"""What a message may hold: the one table from which parsing, ``/help`` and docs/osc.md come."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from granvae.errors import GranvaeError

if TYPE_CHECKING:
    from granvae.play.dispatcher import Desk

Value = float | int | str
Replies = list[tuple[str, list[Value]]]


@dataclass(frozen=True)
class Argument:
    """One argument of a message, or, with ``many``, all that are left of them.

    Attributes:
        name: as it stands in the documentation.
        kind: ``number``, ``whole`` (number), ``word``, or ``value``, a number or a word.
        unit: of a number.
        minimum: and ``maximum``, the range of a number.
        many: whether this stands for any number of values, one at least.
        initial: what is taken where it is left out; None where it has to be given.
    """

    name: str
    kind: str = "number"
    unit: str = ""
    minimum: float = -math.inf
    maximum: float = math.inf
    many: bool = False
    initial: Value | None = None

    @property
    def usage(self) -> str:
        """How it is written: ``name``, ``name…`` for many, ``[name]`` where it may be left out."""
        text = f"{self.name}…" if self.many else self.name
        return text if self.initial is None else f"[{text}]"

    @property
    def reach(self) -> str:
        """What it may be, in words."""
        if self.kind == "word":
            return "a word"
        if self.kind == "value":
            return "a number or a word"
        text = "a whole number" if self.kind == "whole" else "a number"
        if math.isfinite(self.minimum) and math.isfinite(self.maximum):
            text += f" from {self.minimum:g} to {self.maximum:g}"
        elif math.isfinite(self.minimum):
            text += f" of {self.minimum:g} or more"
        return f"{text} ({self.unit})" if self.unit else text

    def take(self, value: Value) -> Value:
        """The value as the handler wants it. OSC and JSON may send 3.0 for 3, and 3 for "3".

        Raises:
            GranvaeError: it is none.
        """
        if self.kind == "word":
            return str(value)
        if self.kind == "value" and isinstance(value, str):
            return value
        fits = isinstance(value, int | float) and math.isfinite(value)
        if fits and self.minimum <= float(value) <= self.maximum:
            if self.kind != "whole":
                return float(value)
            if float(value).is_integer():
                return int(value)
        raise GranvaeError(f"{self.name} is {self.reach}, not {value!r}.")


@dataclass(frozen=True)
class Message:
    """One message: what it is called, what it takes, what it does, and what it answers.

    ``run`` is called with the performer and the arguments, checked and converted; those of a
    ``many`` come as one list.
    """

    address: str
    arguments: tuple[Argument, ...]
    run: Callable[..., Replies | None]
    text: str
    reply: str = ""

    @property
    def usage(self) -> str:
        """``/line count z…``"""
        return " ".join([self.address, *(argument.usage for argument in self.arguments)])

    def perform(self, performer: Desk, given: Sequence[Value]) -> Replies:
        """Carries it out.

        Raises:
            GranvaeError: an argument is missing, too many, or wrong; or it cannot be done.
        """
        return self.run(performer, *self._take(list(given))) or []

    def _take(self, given: list[Value]) -> list[Any]:
        try:
            taken: list[Any] = []
            for argument in self.arguments:
                if argument.many and given:
                    taken.append([argument.take(value) for value in given])
                    given = []
                elif given:
                    taken.append(argument.take(given.pop(0)))
                elif argument.initial is not None:
                    taken.append([] if argument.many else argument.initial)
                else:
                    raise GranvaeError(f"{argument.name} is missing.")
            if given:
                raise GranvaeError(f"there are {len(given)} values too many.")
        except GranvaeError as error:
            sentence = str(error).rstrip(".")
            raise GranvaeError(f"{self.address}: {sentence}; send {self.usage}.") from error
        return taken


def number(
    name: str,
    unit: str = "",
    minimum: float = -math.inf,
    maximum: float = math.inf,
    initial: float | None = None,
) -> Argument:
    """A number."""
    return Argument(name, "number", unit, minimum, maximum, initial=initial)


def whole(
    name: str,
    minimum: float = -math.inf,
    maximum: float = math.inf,
    unit: str = "",
    initial: int | None = None,
) -> Argument:
    """A whole number."""
    return Argument(name, "whole", unit, minimum, maximum, initial=initial)


def word(name: str, initial: str | None = None) -> Argument:
    """A word, or the name of a file."""
    return Argument(name, "word", initial=initial)


def numbers(name: str, unit: str = "", minimum: float = -math.inf, maximum: float = math.inf,
            ) -> Argument:  # fmt: skip
    """All numbers that are left."""
    return Argument(name, "number", unit, minimum, maximum, many=True)


def values(name: str, initial: str | None = None) -> Argument:
    """All values that are left, numbers and words."""
    return Argument(name, "value", many=True, initial=initial)
