"""What the commands share: numbers that are refused in words when they are out of range."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence and exit with status 2."""
        self.exit(2, f"granvae: {message}; `{self.prog} --help` explains the options.\n")


if TYPE_CHECKING:
    # Only the type has a parameter; the class itself cannot be subscripted when the program runs.
    Commands = argparse._SubParsersAction[Parser]
else:
    Commands = argparse._SubParsersAction


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """A parser of whole numbers from ``least`` to ``most``, for argparse's ``type``."""
    reach = f"of {least} or more" if most is None else f"from {least} to {most}"

    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if value < least or (most is not None and value > most):
            raise argparse.ArgumentTypeError(f"{text} is not a whole number {reach}")
        return value

    return parse


def real_number(zero: bool = False) -> Callable[[str], float]:
    """A parser of finite numbers above 0, or of 0 and above, for argparse's ``type``."""
    reach = "of 0 or more" if zero else "above 0"

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and (value > 0.0 or (zero and value == 0.0))):
            raise argparse.ArgumentTypeError(f"{text} is not a number {reach}")
        return value

    return parse
