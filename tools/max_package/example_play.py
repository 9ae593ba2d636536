"""examples/granvae.play.maxpat: Max as the face of ``granvae play``, by OSC."""

from __future__ import annotations

from py2max.core.box import Box

from tools.max_package.canvas import Canvas
from tools.max_package.contract import LATENTS

_PORT, _ANSWERS = 9001, 9002
_SENT = "granvae-osc"
_SIGNALS = (("frequency", 110.0), ("start", 0.0), ("crossfade", 128.0), ("rate", 1.0))


def play() -> Canvas:
    """Sliders, a keyboard, a sequence and presets for a granvae that runs by itself."""
    page = Canvas(960.0, 720.0)
    page.banner(
        "granvae play",
        "Start it with `granvae play my-model.ts`: this patcher controls it by OSC, from this "
        "machine or another.",
    )
    left = 24.0

    def sent(x: float, y: float) -> Box:
        """Where a group of messages goes, so that no cord crosses another."""
        return page.obj(f"s {_SENT}", x, y)

    page.heading("The latent point", 22.0, 84.0)
    sliders = page.widget("multislider", left, 116.0, 340.0, 110.0, size=LATENTS, setstyle=0,
                          setminmax=[0.0, 1.0], parameter_enable=0)  # fmt: skip
    page.chain(sliders, page.obj("prepend /coord", left, 240.0), sent(left, 274.0))
    page.note("usual in the middle, rare above and below", 140.0, 241.0, 240.0)

    page.heading("Pitch and place", 22.0, 314.0)
    below = sent(left, 450.0)
    for k, (name, value) in enumerate(_SIGNALS):
        x = left + 130.0 * k
        number = page.decimal(x, 382.0, 74.0)
        page.chain(page.obj(f"loadmess {value:g}", x, 348.0), number)
        page.chain(number, page.obj(f"prepend /{name}", x, 416.0), below)

    page.heading("Notes", 22.0, 490.0)
    keys = page.widget("kslider", left, 522.0, 336.0, 53.0, mode=1, parameter_enable=0)
    pair = page.obj("pack 60 0", left, 588.0)
    page.cord(keys, pair)
    page.cord((keys, 1), (pair, 1))
    note = page.obj("prepend /note", 120.0, 588.0)
    page.chain(pair, note)
    page.cord(note, sent(120.0, 622.0))

    page.heading("Where to go", 560.0, 84.0)
    y = page.stairs(
        sent(560.0, 286.0),
        {
            "/random 7": "a point drawn by its seed",
            "/walk 32 0.5 7": "a walk of 32 grains",
            "/circle 64 1.5": "once round a circle",
            "/preset/save a": "keeps all of this",
            "/preset/recall a": "takes it up again",
        },
        560.0, 116.0, 790.0, 150.0,
    )  # fmt: skip
    y += 34.0
    page.heading("The latent sequencer", 560.0, y + 8.0)
    y = page.stairs(
        sent(560.0, y + 198.0),
        {
            "/track/euclid 0 5": "five steps of sixteen",
            "/track/random 0 7": "each somewhere else",
            "/track/mutation 0 0.1 1": "which drift",
            "/sequence/start": "begins",
            "/sequence/stop": "ends",
        },
        560.0, y + 40.0, 790.0, 150.0,
    )  # fmt: skip
    y += 34.0
    page.heading("Out, and what it answers", 560.0, y + 8.0)
    send = page.obj(f"udpsend localhost {_PORT}", 560.0, y + 76.0, 150.0)
    page.chain(page.obj(f"r {_SENT}", 560.0, y + 42.0), send)
    reply = page.message(f"/reply {_ANSWERS}", 720.0, y + 76.0)
    page.chain(page.obj("loadbang", 720.0, y + 42.0), reply, sent(720.0, y + 110.0))
    heard = page.obj(f"udpreceive {_ANSWERS}", 826.0, y + 42.0)
    page.chain(heard, page.obj("print granvae", 826.0, y + 76.0))
    return page
