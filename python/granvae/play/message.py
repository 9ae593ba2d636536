"""What a message takes and does: parsing, ``/help`` and docs/osc.md come from this."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from granvae.errors import GranvaeError

Value = float | int | str
Kind = Literal["number", "whole", "symbol", "value"]
Replies = list[tuple[str, list[Value]]]


@dataclass(frozen=True)
class Argument:
    """One argument of a message, or, with ``many``, all that remain.

    Attributes:
        name: as in the documentation.
        minimum: and ``maximum``, the range of a number.
        unit: of a number.
        kind: ``number``, ``whole`` (number), ``symbol``, or ``value``: a number or a symbol.
        many: whether this takes one value or more.
        initial: the value where it is left out; None where it is required.
    """

    name: str
    minimum: float = -math.inf
    maximum: float = math.inf
    unit: str = ""
    kind: Kind = "number"
    many: bool = False
    initial: Value | None = None

    @property
    def usage(self) -> str:
        """How it is written: ``name``, ``name…`` for many, ``[name]`` where it may be left out."""
        text = f"{self.name}…" if self.many else self.name
        return text if self.initial is None else f"[{text}]"

    @property
    def range(self) -> str:
        """What it may be, as in "a number from 0 to 1 (Hz)"."""
        if self.kind == "symbol":
            return "a symbol"
        if self.kind == "value":
            return "a number or a symbol"
        text = "a whole number" if self.kind == "whole" else "a number"
        if math.isfinite(self.minimum) and math.isfinite(self.maximum):
            text += f" from {self.minimum:g} to {self.maximum:g}"
        elif math.isfinite(self.minimum):
            text += f" of {self.minimum:g} or more"
        return f"{text} ({self.unit})" if self.unit else text

    def convert(self, value: Value) -> Value:
        """The value as the handler wants it. OSC and JSON may send 3.0 for 3, and 3 for "3".

        Raises:
            GranvaeError: it is out of range or of another kind.
        """
        if self.kind == "symbol":
            return str(value)
        if self.kind == "value" and isinstance(value, str):
            return value
        fits = isinstance(value, int | float) and math.isfinite(value)
        if fits and self.minimum <= float(value) <= self.maximum:
            if self.kind != "whole":
                return float(value)
            if float(value).is_integer():
                return int(value)
        raise GranvaeError(f"{self.name} is {self.range}, not {value!r}.")


@dataclass(frozen=True)
class Message:
    """One message.

    Attributes:
        address: as ``/line``.
        arguments: what it takes.
        run: called with the performer and the converted arguments; those of a ``many`` are a list.
        text: what it does, for the documentation.
        reply: what answers it, if anything does.
        reported: whether the message itself reports the change that it makes.
    """

    address: str
    arguments: tuple[Argument, ...]
    run: Callable[..., Replies | None]
    text: str
    reply: str = ""
    reported: bool = False

    @property
    def usage(self) -> str:
        """``/line count z…``"""
        return " ".join([self.address, *(argument.usage for argument in self.arguments)])

    def convert(self, values: Sequence[Value]) -> list[Any]:
        """The arguments as ``run`` wants them.

        Raises:
            GranvaeError: one is missing, too many, or wrong.
        """
        given = list(values)
        converted: list[Any] = []
        try:
            for argument in self.arguments:
                if argument.many and given:
                    converted.append([argument.convert(value) for value in given])
                    given = []
                elif given:
                    converted.append(argument.convert(given.pop(0)))
                elif argument.initial is not None:
                    converted.append([] if argument.many else argument.initial)
                else:
                    raise GranvaeError(f"{argument.name} is missing.")
            if given:
                raise GranvaeError(f"there are {len(given)} values too many.")
        except GranvaeError as error:
            sentence = str(error).rstrip(".")
            raise GranvaeError(f"{self.address}: {sentence}; send {self.usage}.") from error
        return converted


number = partial(Argument, kind="number")
whole = partial(Argument, kind="whole")
symbol = partial(Argument, kind="symbol")  # or the name of a file
change = partial(Message, reported=True)
