"""``python -m tools.pd_patches``: writes examples/granvae-play.pd anew, Pure Data vanilla as the
face of ``granvae play``."""

from __future__ import annotations

from pathlib import Path

from tools.generated import write
from tools.pd import Patch

FILE = Path(__file__).resolve().parents[1] / "examples" / "granvae-play.pd"
LATENTS = 16
_SIGNALS = (("frequency", 110, 0.1, 5000), ("start", 0, 0, 1e6), ("crossfade", 128, 0, 1e6),
            ("rate", 1, -8, 8))  # fmt: skip
_SENT = "granvae-osc"  # what is to be sent goes through this name
_COLOURS = "#fcfcfc #28607c #000000"


def files() -> dict[Path, str]:
    page = Patch("60 60 960 590")
    _note(page, 20, 14, "Start `granvae play my-model.ts`; this sends OSC to port 9001 here.")
    _coordinates(page, 20, 50)
    _signals(page, 20, 300)
    _places(page, 520, 50)
    _sequence(page, 520, 200)
    _network(page, 520, 370)
    return {FILE: page.text()}


def _note(page: Patch, x: int, y: int, text: str) -> None:
    page.add(text, "text", (x, y))


def _button(page: Patch, x: int, y: int, name: str) -> int:
    look = f"20 250 50 0 empty granvae-{name} {name} 26 10 0 10 {_COLOURS}"
    return page.add(f"bng {look}", at=(x, y))


def _osc(page: Patch, x: int, y: int, address: str) -> None:
    """Sends what the object before gives, as OSC messages."""
    first, _ = page.column(f"oscformat {address}", f"s {_SENT}", at=(x, y))
    page.connect(first - 1, first)


def _coordinates(page: Patch, x: int, y: int) -> None:
    _note(page, x, y, "The latent point: usual in the middle, rare above and below")
    height = 150
    for k in range(LATENTS):
        # In the file, a slider's value is in hundredths of a pixel.
        look = f"granvae-x{k}-out granvae-x{k} {k} 4 -8 0 10 {_COLOURS} {50 * (height - 1)} 1"
        page.add(f"vsl 20 {height} 0 1 0 1 {look}", at=(x + 28 * k, y + 40))
    page.sub("coordinates", _sixteen(), (x, y + 206))


def _sixteen() -> Patch:
    """Every slider sends all sixteen: pack waits for its first inlet."""
    inner = Patch("100 100 1120 240")
    pack = inner.add("pack" + " 0.5" * LATENTS, at=(20, 120))
    _osc(inner, 20, 144, "coord")
    for k in range(LATENTS):
        slider = inner.add(f"r granvae-x{k}-out", at=(20 + 66 * k, 20))
        both = inner.add("t b f", at=(20 + 66 * k, 50))
        inner.connect(slider, both)
        inner.connect(both, pack, 1, k)
        if k > 0:
            inner.connect(both, pack, 0, 0)
    return inner


def _signals(page: Patch, x: int, y: int) -> None:
    _note(page, x, y, "Pitch and place")
    for k, (name, value, least, most) in enumerate(_SIGNALS):
        look = f"empty granvae-{name} empty 0 -8 0 10 #fcfcfc #000000 #000000 {value:g} 256"
        page.add(f"nbx 9 18 {least:g} {most:g} 0 1 {look}", at=(x + 126 * k, y + 28))
        _osc(page, x + 126 * k, y + 56, name)
    _note(page, x, y + 118, "How grains follow each other")
    first, _ = page.column("oscformat mode", f"s {_SENT}", at=(x, y + 170))
    for k, mode in enumerate(("loop", "cloud")):
        page.connect(page.add(mode, "msg", (x + 60 * k, y + 142)), first)
    _note(page, x + 236, y + 118, "Notes")
    first, _ = page.column(
        "notein", "pack 60 0", "oscformat note", f"s {_SENT}", at=(x + 236, y + 142)
    )
    page.connect(first, first + 1, 1, 1)


def _places(page: Patch, x: int, y: int) -> None:
    _note(page, x, y, "Somewhere else")
    button = _button(page, x, y + 26, "random")
    first, _ = page.column("random 100000", "oscformat random", f"s {_SENT}", at=(x, y + 54))
    page.connect(button, first)
    button = _button(page, x + 150, y + 26, "drift")
    seed = page.add("random 100000", at=(x + 150, y + 54))
    drift = page.add("32 0.5 $1", "msg", (x + 150, y + 78))
    first, _ = page.column("oscformat drift", f"s {_SENT}", at=(x + 150, y + 102))
    page.connect(button, seed)
    page.connect(seed, drift)
    page.connect(drift, first)


def _sequence(page: Patch, x: int, y: int) -> None:
    _note(page, x, y, "The latent sequencer: five steps of sixteen")
    for k, (address, values) in enumerate((("track/euclid", "0 5"), ("track/random", "0 7"))):
        page.add(values, "msg", (x + 160 * k, y + 26))
        _osc(page, x + 160 * k, y + 50, address)
    for k, word in enumerate(("start", "stop")):
        _button(page, x + 160 * k, y + 108, word)
        _osc(page, x + 160 * k, y + 132, f"sequence {word}")


def _network(page: Patch, x: int, y: int) -> None:
    y += 24
    _note(page, x, y, "Out, and to the console what is answered")
    out = (f"r {_SENT}", "list prepend send", "list trim", "netsend -u -b")
    _, net = page.column(*out, at=(x, y + 26))
    begin = page.add("loadbang", at=(x + 150, y + 26))
    connect = page.add("connect localhost 9001", "msg", (x + 150, y + 50))
    page.connect(begin, connect)
    page.connect(connect, net)
    # Another machine or port: a message to granvae-connect.
    page.connect(page.add("r granvae-connect", at=(x + 150, y + 74)), net)
    first, _ = page.column("oscparse", "list trim", "print granvae", at=(x + 76, y + 122))
    page.connect(net, first, 1)


if __name__ == "__main__":
    write(files())
