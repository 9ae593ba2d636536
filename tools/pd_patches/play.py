"""examples/granvae-play.pd: Pure Data vanilla as the face of ``granvae play``."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

LATENTS = 16
_SIGNALS = (("frequency", 110, 0.1, 5000), ("start", 0, 0, 1e6), ("crossfade", 128, 0, 1e6),
            ("rate", 1, -8, 8))  # fmt: skip
_SENT = "granvae-osc"  # what is to be sent goes through this name
_COLOURS = "#fcfcfc #28607c #000000"
_LINE = 24  # pixels from an object to the next below it


@dataclass
class _Canvas:
    """A patch under construction; objects are numbered as they are added."""

    size: str
    lines: list[str] = field(default_factory=list)
    cords: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, kind: str, x: int, y: int, text: str) -> int:
        escaped = text.replace(",", " \\,").replace(";", " \\;").replace("$", "\\$")
        self.lines.append(f"#X {kind} {x} {y} {escaped};")
        self.count += 1
        return self.count - 1

    def obj(self, x: int, y: int, text: str) -> int:
        return self.add("obj", x, y, text)

    def column(self, x: int, y: int, *texts: str) -> tuple[int, int]:
        """Objects below each other, each connected to the next: the first and the last."""
        numbers = [self.obj(x, y + _LINE * k, text) for k, text in enumerate(texts)]
        for source, target in pairwise(numbers):
            self.cord(source, target)
        return numbers[0], numbers[-1]

    def bang(self, x: int, y: int, name: str) -> int:
        """A button that is called ``granvae-NAME``."""
        return self.obj(x, y, f"bng 20 250 50 0 empty granvae-{name} {name} 26 10 0 10 {_COLOURS}")

    def sub(self, x: int, y: int, name: str, inner: _Canvas) -> int:
        """A patch in the patch."""
        self.lines += inner.text(name).splitlines()
        return self.add("restore", x, y, f"pd {name}")

    def cord(self, source: int, target: int, outlet: int = 0, inlet: int = 0) -> None:
        self.cords.append(f"#X connect {source} {outlet} {target} {inlet};")

    def text(self, name: str = "") -> str:
        head = f"#N canvas {self.size} {name} 0;" if name else f"#N canvas {self.size} 10;"
        return "\n".join([head, *self.lines, *self.cords]) + "\n"


def text() -> str:
    """The patch, as its file holds it."""
    page = _Canvas("60 60 960 590")
    page.add("text", 20, 14, "Start `granvae play my-model.ts`; this sends OSC to port 9001 here.")
    _coordinates(page, 20, 50)
    _signals(page, 20, 300)
    _places(page, 520, 50)
    _sequence(page, 520, 200)
    _network(page, 520, 370)
    return page.text()


def _coordinates(page: _Canvas, x: int, y: int) -> None:
    page.add("text", x, y, "The latent point: usual in the middle, rare above and below")
    height = 150
    for k in range(LATENTS):
        # In the file, a slider's value is in hundredths of a pixel.
        page.obj(
            x + 28 * k, y + 40,
            f"vsl 20 {height} 0 1 0 1 granvae-x{k}-out granvae-x{k} {k} 4 -8 0 10 {_COLOURS} "
            f"{50 * (height - 1)} 1",
        )  # fmt: skip
    page.sub(x, y + 206, "coordinates", _sixteen())


def _sixteen() -> _Canvas:
    """Every slider sends all sixteen: pack waits for its first inlet."""
    inner = _Canvas("100 100 1120 240")
    pack = inner.obj(20, 120, "pack" + " 0.5" * LATENTS)
    _, last = inner.column(20, 120 + _LINE, "oscformat coord", f"s {_SENT}")
    inner.cord(pack, last - 1)
    for k in range(LATENTS):
        slider = inner.obj(20 + 66 * k, 20, f"r granvae-x{k}-out")
        both = inner.obj(20 + 66 * k, 50, "t b f")
        inner.cord(slider, both)
        inner.cord(both, pack, 1, k)
        if k > 0:
            inner.cord(both, pack, 0, 0)
    return inner


def _signals(page: _Canvas, x: int, y: int) -> None:
    page.add("text", x, y, "Pitch and place")
    for k, (name, value, least, most) in enumerate(_SIGNALS):
        box = page.obj(
            x + 126 * k, y + 28,
            f"nbx 9 18 {least:g} {most:g} 0 1 empty granvae-{name} empty 0 -8 0 10 #fcfcfc "
            f"#000000 #000000 {value:g} 256",
        )  # fmt: skip
        first, _ = page.column(x + 126 * k, y + 56, f"oscformat {name}", f"s {_SENT}")
        page.cord(box, first)
    page.add("text", x, y + 118, "How grains follow each other")
    first, _ = page.column(x, y + 170, "oscformat mode", f"s {_SENT}")
    for k, mode in enumerate(("loop", "cloud")):
        page.cord(page.add("msg", x + 60 * k, y + 142, mode), first)
    page.add("text", x + 236, y + 118, "Notes")
    first, _ = page.column(x + 236, y + 142, "notein", "pack 60 0", "oscformat note", f"s {_SENT}")
    page.cord(first, first + 1, 1, 1)


def _places(page: _Canvas, x: int, y: int) -> None:
    page.add("text", x, y, "Somewhere else")
    button = page.bang(x, y + 26, "random")
    first, _ = page.column(x, y + 54, "random 100000", "oscformat random", f"s {_SENT}")
    page.cord(button, first)
    button = page.bang(x + 150, y + 26, "walk")
    seed = page.obj(x + 150, y + 54, "random 100000")
    walk = page.add("msg", x + 150, y + 54 + _LINE, "32 0.5 $1")
    first, _ = page.column(x + 150, y + 54 + 2 * _LINE, "oscformat walk", f"s {_SENT}")
    page.cord(button, seed)
    page.cord(seed, walk)
    page.cord(walk, first)


def _sequence(page: _Canvas, x: int, y: int) -> None:
    page.add("text", x, y, "The latent sequencer: five steps of sixteen")
    for k, (address, values) in enumerate((("track/euclid", "0 5"), ("track/random", "0 7"))):
        message = page.add("msg", x + 160 * k, y + 26, values)
        first, _ = page.column(x + 160 * k, y + 26 + _LINE, f"oscformat {address}", f"s {_SENT}")
        page.cord(message, first)
    for k, word in enumerate(("start", "stop")):
        button = page.bang(x + 160 * k, y + 108, word)
        first, _ = page.column(
            x + 160 * k, y + 108 + _LINE, f"oscformat sequence {word}", f"s {_SENT}"
        )
        page.cord(button, first)


def _network(page: _Canvas, x: int, y: int) -> None:
    y += 24
    page.add("text", x, y, "Out, and to the console what is answered")
    _, net = page.column(x, y + 26, f"r {_SENT}", "list prepend send", "list trim", "netsend -u -b")
    begin = page.obj(x + 150, y + 26, "loadbang")
    connect = page.add("msg", x + 150, y + 26 + _LINE, "connect localhost 9001")
    page.cord(begin, connect)
    page.cord(connect, net)
    # Another machine or port: a message to granvae-connect.
    page.cord(page.obj(x + 150, y + 26 + 2 * _LINE, "r granvae-connect"), net)
    first, _ = page.column(x + 76, y + 26 + 4 * _LINE, "oscparse", "list trim", "print granvae")
    page.cord(net, first, 1)
