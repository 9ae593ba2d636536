"""A patcher to draw on: sizes, spacing and type that all of our patchers share.

py2max holds and writes the patcher; this adds ports from our own table and the few kinds of boxes
that make a page of help or an instrument.
"""

from __future__ import annotations

import warnings
from itertools import pairwise
from typing import Any

from py2max import Patcher
from py2max.core.box import Box
from py2max.core.common import Rect, text_width

from tools.max_package.objects import ports

Cable = Box | tuple[Box, int]

FONT = 12.0
HEIGHT = 22.0  # of an object box
INK = [0.11, 0.13, 0.17, 1.0]
PAPER = [0.96, 0.97, 0.98, 1.0]
ACCENT = [0.92, 0.42, 0.22, 1.0]
QUIET = [0.45, 0.48, 0.53, 1.0]
_PORT_INSET = 9.5  # Max draws the first and the last port this far from the box's edges

warnings.simplefilter("error", UserWarning)  # py2max warns of attributes that Max does not know


class Canvas:
    """A patcher, or one tab of it."""

    def __init__(
        self, width: float, height: float, tab_of: Canvas | None = None, **attributes: Any
    ) -> None:
        self.patcher: Patcher = Patcher(
            parent=tab_of.patcher if tab_of else None, on_invalid="ignore"
        )
        self.patcher.rect = Rect(100.0, 100.0, width, height)
        self.patcher.gridonopen = 0
        self.width, self.height = width, height
        for name, value in attributes.items():
            setattr(self.patcher, name, value)

    def obj(self, text: str, x: float, y: float, width: float = 0.0, **more: Any) -> Box:
        inlets, outlets = ports(text)
        least = 20.0 * max(inlets, len(outlets), 1) + 4.0
        wide = max(width, least, text_width(text, FONT) + 16.0)
        return self._box("newobj", inlets, outlets, (x, y, wide, HEIGHT), text=text, **more)

    def message(self, text: str, x: float, y: float, width: float = 0.0) -> Box:
        """A message box; a long text is broken into lines at the width, if one is given."""
        wide = width or max(text_width(text, FONT) + 18.0, 32.0)
        lines = wrap(text, wide - 6.0)
        more: dict[str, Any] = {"linecount": len(lines)} if len(lines) > 1 else {}
        rect = (x, y, wide, HEIGHT + 13.5 * (len(lines) - 1))
        return self._box("message", *ports("message"), rect, text=text, **more)

    def stairs(self, target: Cable, rows: dict[str, str], x: float, y: float,
               notes: float, width: float = 260.0) -> float:  # fmt: skip
        """Messages to one inlet, each a step to the right so that no cord hides another.

        Beside each, at `notes`, what it does. Returns where the next row would be.
        """
        for step, (text, remark) in enumerate(rows.items()):
            room = notes - 24.0 - x - 16.0 * step
            box = self.message(text, x + 16.0 * step, y, min(room, text_width(text, FONT) + 18.0))
            self.cord(box, target)
            beside = self.note(remark, notes, y + 1.0, width)
            y += max(float(box.patching_rect[3]), float(beside.patching_rect[3])) + 9.0
        return y

    def menu(self, title: str, target: Cable, rows: dict[str, str],
             notes: float, width: float = 260.0) -> float:  # fmt: skip
        """A section of messages, at the top left of a page."""
        self.heading(title, 22.0, 84.0)
        return self.stairs(target, rows, 24.0, 114.0, notes, width)

    def widget(self, kind: str, x: float, y: float, w: float, h: float, /, **more: Any) -> Box:
        return self._box(kind, *ports(kind), (x, y, w, h), **more)

    def note(self, text: str, x: float, y: float, width: float, **more: Any) -> Box:
        """A comment, as high as its text needs at this width."""
        size = float(more.get("fontsize", FONT))
        lines = wrap(text, width, size)
        if len(lines) > 1:
            more["linecount"] = len(lines)
        rect = (x, y, width, 7.0 + round(len(lines) * size * 1.14))
        return self._box("comment", *ports("comment"), rect, text=text, **more)

    def heading(self, text: str, x: float, y: float, width: float = 260.0) -> Box:
        return self.note(text, x, y, width, fontsize=14.0, fontface=1, textcolor=ACCENT)

    def section(self, title: str, text: str, x: float, y: float, width: float) -> None:
        self.heading(title, x, y)
        self.note(text, x - 2.0, y + 28.0, width)

    def banner(self, title: str, text: str) -> None:
        """The head of a page: what it is, and one sentence."""
        self.widget("panel", 0.0, 0.0, self.width, 72.0,
                    bgcolor=INK, rounded=0, background=1, ignoreclick=1)  # fmt: skip
        self.note(title, 20.0, 8.0, 420.0, fontsize=24.0, fontface=1, textcolor=PAPER)
        self.note(text, 21.0, 42.0, self.width - 60.0, textcolor=PAPER)

    def mix(self, synth: Box, y: float, at: float, name: str) -> None:
        """What many instances play as a stereo sound, and at a height `at` its level."""
        mix = self.obj("mc.mixdown~ 2 @autogain 1", 24.0, y)
        self.cord(synth, mix)
        self.gain(mix, 24.0, at, name, multi=True)

    def gain(self, source: Cable, x: float, y: float, name: str, *, right: Cable | None = None,
             multi: bool = False) -> Box:  # fmt: skip
        """A level and, at its side, the audio switch; of a channel, two, or a pair in one cord."""
        level = self.widget(
            "live.gain~", x, y, 48.0, 136.0, parameter_enable=1, varname=name,
            saved_attribute_attributes=numeric(name, "Level", -70.0, 6.0, -12.0, unit=4),
        )  # fmt: skip
        left, right = source, right or source
        if multi:
            stereo = self.obj("mc.unpack~ 2", x, y - 40.0)
            self.cord(source, stereo)
            left, right = stereo, (stereo, 1)
        self.cord(left, level)
        self.cord(right, (level, 1))
        switch = self.widget("ezdac~", x + 80.0, y + 91.0, 45.0, 45.0)
        low, high, between = y + 144.0, y + 83.0, x + 64.0
        for channel in (0, 1):
            gap = 6.0 * channel
            via = (low + gap, between - gap, high - gap)
            self.cord((level, channel), (switch, channel), *via)
        return level

    def cord(self, source: Cable, target: Cable, *via: float) -> None:
        """A patch cord, from an outlet (the first unless a pair names it) to an inlet.

        `via`: at what height it goes across, to what x, at what height from there …
        """
        (a, outlet), (b, inlet) = _end(source), _end(target)
        if not (outlet < a.numoutlets and inlet < b.numinlets):
            raise ValueError(f"no cord from {a.text or a.maxclass} {outlet} to {b.text} {inlet}")
        line = self.patcher.add_line(a, b, inlet=inlet, outlet=outlet)
        if via:
            across = pairwise((outlet_x(a, outlet), *via[1::2], inlet_x(b, inlet)))
            ends = zip(across, via[::2], strict=True)
            line._kwds["midpoints"] = [value for xs, y in ends for x in xs for value in (x, y)]

    def number(self, x: float, y: float, width: float = 66.0, **more: Any) -> Box:
        return self.widget("number", x, y, width, HEIGHT, **more, parameter_enable=0)

    def decimal(self, x: float, y: float, width: float = 66.0) -> Box:
        return self.widget("flonum", x, y, width, HEIGHT, format=6, parameter_enable=0)

    def toggle(self, x: float, y: float) -> Box:
        return self.widget("toggle", x, y, 24.0, 24.0, parameter_enable=0)

    def preset(self, target: Cable, value: str, x: float, y: float,
               higher: float = 34.0, whole: bool = False) -> None:  # fmt: skip
        """A number that is there from the beginning."""
        number = self.number(x, y) if whole else self.decimal(x, y)
        self.chain(self.obj(f"loadmess {value}", x, y - higher), number, target)

    def column(self, x: float, y: float, step: float, *texts: str) -> list[Box]:
        """Objects below each other; those with a dollar sign are messages."""
        kinds = [self.message if "$" in text else self.obj for text in texts]
        return [add(texts[k], x, y + step * k) for k, add in enumerate(kinds)]

    def tower(self, target: Cable, x: float, y: float, step: float, *texts: str,
              width: float = 0.0) -> None:  # fmt: skip
        """Objects above each other, each into the next and the last into the target."""
        boxes = [self.obj(text, x, y + step * k, width) for k, text in enumerate(texts)]
        self.chain(*boxes, target)

    def chain(self, *boxes: Cable) -> None:
        for source, target in pairwise(boxes):
            self.cord(source, target)

    def tab(self, name: str, page: Canvas, place: int) -> None:
        row, column = divmod(place, 10)
        self._box("newobj", 0, (), (20.0 + 82.0 * column, 20.0 + 32.0 * row, 78.0, HEIGHT),
                  text=f"p {name}", patcher=page.patcher)  # fmt: skip

    def _box(self, kind: str, inlets: int, outlets: tuple[str, ...], rect: Any, **more: Any) -> Box:
        box = Box(
            maxclass=kind, numinlets=inlets, numoutlets=len(outlets), id=self.patcher.get_id(),
            patching_rect=Rect(*(float(v) for v in rect)), **more,
        )  # fmt: skip
        if outlets:
            box._kwds["outlettype"] = list(outlets)
        return self.patcher.add_box(box)


def inlet_x(box: Box, inlet: int) -> float:
    return _port_x(box, inlet, box.numinlets)


def outlet_x(box: Box, outlet: int = 0) -> float:
    return _port_x(box, outlet, box.numoutlets)


def above(box: Box, inlet: int) -> float:
    """Where a box begins whose first outlet lies straight above an inlet."""
    return inlet_x(box, inlet) - _PORT_INSET


def below(box: Box, outlet: int = 0) -> float:
    """Where a box begins whose first inlet lies straight below an outlet."""
    return outlet_x(box, outlet) - _PORT_INSET


def info_of(synth: Box) -> tuple[Box, int]:
    """The info outlet of granvae~, or of mc.granvae~: its last outlet says which one sent."""
    return synth, synth.numoutlets - (2 if str(synth.text).startswith("mc.") else 1)


def _port_x(box: Box, port: int, count: int) -> float:
    x, _, width, _ = box.patching_rect
    return float(x) + _PORT_INSET + (float(width) - 2 * _PORT_INSET) * port / max(count - 1, 1)


def parameter(**known: Any) -> dict[str, Any]:
    """What Live and the inspector know of a live.* object, by Max's names without the prefix."""
    return {"valueof": {f"parameter_{name}": value for name, value in sorted(known.items())}}


def numeric(
    long: str, short: str, low: float, high: float, initial: float, unit: int = 1, order: int = 0
) -> dict[str, Any]:
    """As `parameter`, of a number; `unit` is Max's number of a style."""
    return parameter(longname=long, shortname=short, mmin=low, mmax=high, initial=[initial],
                     initial_enable=1, unitstyle=unit, order=order, type=0)  # fmt: skip


def wrap(text: str, width: float, size: float = FONT) -> list[str]:
    """The lines of a text at this width."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and text_width(longer, size) > width - 8.0:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def _end(cable: Cable) -> tuple[Box, int]:
    return cable if isinstance(cable, tuple) else (cable, 0)
