"""Pages of Pd's help patch: rows of messages, sliders and text, without cords across text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tools.pd import Patch

_CHARACTER = 7  # pixels, of the font of size 12
_GUTTER = 86  # pixels, left of a row: where its messages go to
_COLOURS = "#fcfcfc #2b3a55 #2b3a55"


class Page:
    def __init__(self, size: str) -> None:
        self.patch = Patch(size)

    def add(self, text: str, x: int, y: int) -> int:
        return self.patch.add(text, at=(x, y))

    def message(self, text: str, x: int, y: int) -> int:
        return self.patch.add(text, "msg", (x, y))

    def text(self, x: int, y: int, text: str, width: int) -> None:
        """``width``: characters."""
        self.patch.add(text, "text", (x, y), width)

    def connect(self, source: int, target: int, outlet: int = 0, inlet: int = 0) -> None:
        self.patch.connect(source, target, outlet, inlet)

    def title(self, name: str, text: str) -> None:
        self.add(f"cnv 15 880 46 empty empty {name} 14 23 0 26 #c3d3ea #2b3a55 0", 20, 14)
        self.text(190, 28, text, 80)

    def section(self, name: str, x: int, y: int, width: int, height: int) -> None:
        self.add(f"cnv 15 {width} {height} empty empty {name} 14 16 0 14 #dfe7f2 #2b3a55 0", x, y)

    def row(
        self,
        x: int,
        y: int,
        messages: Sequence[str],
        meaning: str = "",
        to: str = "$0-to",
        below: str = "",
        column: int = 0,
        width: int = 30,
    ) -> None:
        """Messages beside each other, their target a little lower to their left.

        Args:
            meaning: stands at `column`, or after the last message.
            below: the same under the messages.
        """
        target = self.add(f"s {to}", x, y + 22)
        at = x + _GUTTER
        for text in messages:
            self.connect(self.message(text, at, y), target)
            at += _CHARACTER * len(text) + 26
        if meaning:
            self.text(column or at, y, meaning, width)
        if below:
            self.text(x + _GUTTER, y + 26, below, 44)

    def slider(
        self,
        x: int,
        y: int,
        label: str,
        meaning: str,
        span: tuple[float, float],
        name: str,
        receive: str = "empty",
    ) -> None:
        """A slider that shows its number, which goes to ``$0-name``."""
        low, high = span
        self.text(x - 4, y - 2, label, 24)
        shown = f"$0-{name}-shown"
        self.add(f"hsl 190 18 {low} {high} 0 0 {shown} {receive} empty 0 -9 0 12 {_COLOURS} 0 1",
                 x, y + 20)  # fmt: skip
        number = self.patch.add(f"8 0 0 0 - {shown} - 12", "floatatom", (x + 204, y + 20))
        self.connect(number, self.add(f"s $0-{name}", x + 204, y + 46))
        self.text(x + 280, y + 14, meaning, 16)

    def open_model(self, x: int, y: int, meaning: str) -> None:
        parts = [self.add(f"bng 19 250 50 0 empty empty empty 17 7 0 10 {_COLOURS}", x, y),
                 self.add("openpanel", x, y + 30), self.message("read $1", x, y + 60),
                 self.add("s $0-to", x, y + 90)]  # fmt: skip
        self.text(x + 30, y, meaning, 40)
        for source, target in pairwise(parts):
            self.connect(source, target)

    def switch(self, x: int, y: int) -> int:
        return self.add(f"tgl 20 0 empty empty empty 17 7 0 10 {_COLOURS} 0 1", x, y)

    def toggle(self, x: int, y: int, label: str, message: str) -> None:
        self.connect(self.switch(x, y), self.message(message, x, y + 30))
        self.text(x + 26, y + 2, label, 10)

    def reports(self, source: int, outlet: int, x: int, y: int) -> None:
        """Shows the last report of an outlet, but prints those that info asks for."""
        chosen = self.add("route info", x, y)
        self.connect(source, chosen, outlet)
        self.connect(chosen, self.add("print info", x, y + 26))
        prepend, trim = (
            self.add("list prepend set", x + 90, y + 26),
            self.add("list trim", x + 90, y + 52),
        )
        shown = self.patch.add("reports", "msg", (x + 90, y + 78), width=28)
        for one, other, which in ((chosen, prepend, 1), (prepend, trim, 0), (trim, shown, 0)):
            self.connect(one, other, which)
