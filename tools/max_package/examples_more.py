"""More of examples/: a cloud, a rhythm, and Max as the face of ``granvae play``."""

from __future__ import annotations

from py2max.core.box import Box

from tools.max_package.canvas import Canvas, above
from tools.max_package.contract import GRAIN, LATENTS, MODEL, OBJECT, point

_SCATTER = ("spray", "detune", "async", "intermittency", "spread", "level", "window", "freeze")
_PORT, _ANSWERS = 9001, 9002
_SENT = "granvae-osc"
_SIGNALS = (("frequency", 110.0), ("start", 0.0), ("crossfade", 128.0), ("rate", 1.0))


def cloud() -> Canvas:
    """Density, length, place, pitch, and how far all of these scatter."""
    page = Canvas(940.0, 740.0)
    page.banner("cloud", "Hundreds of grains from one path through the latent space: how dense, "
                "how long, from where, how high, and how far each may differ.")  # fmt: skip
    typed = f"{OBJECT} {MODEL} 2 @mode cloud @compensate 1 @async 1 @spray 2000 @spread 1 @level 12"
    synth = page.obj(typed, 24.0, 520.0, 620.0)

    page.heading("The path", 22.0, 84.0, 90.0)
    line = page.message(f"line 48 {point(2.5, -2.0, 1.5, 1.0)}", 24.0, 120.0, 330.0)
    page.cord(page.obj("loadbang", 120.0, 88.0), line, 114.0)
    page.cord(line, synth)

    page.heading("Pitch", 78.0, 166.0, 100.0)
    keys = page.widget("kslider", 80.0, 196.0, 336.0, 53.0, parameter_enable=0)
    page.chain(keys, *page.column(80.0, 262.0, 34.0, "- 60.", "transpose $1"), synth)
    page.note("the middle C is as recorded", 170.0, 297.0, 180.0)

    page.heading("Density", 78.0, 346.0, 90.0)
    page.preset(synth, "150.", 80.0, 412.0)
    page.note("grains a second", 78.0, 438.0, 110.0)

    across = above(synth, 1)
    page.heading("Place", across - 2.0, 346.0, 90.0)
    scan = ("phasor~ 0.03", f"*~ {30 * GRAIN}.")
    page.tower((synth, 1), across, 378.0, 34.0, *scan, width=90.0)
    page.note("once along the path in half a minute", across + 12.0, 438.0, 130.0)

    fades = above(synth, 2)
    page.heading("Length", fades - 2.0, 346.0, 90.0)
    long = page.number(fades, 412.0)
    half = page.obj("* 0.5", fades, 470.0)
    whole = page.message("length $1", fades + 78.0, 446.0)
    page.chain(page.obj("loadmess 4000", fades, 378.0), long, half, (synth, 2))
    page.cord(long, whole)
    page.cord(whole, synth, 502.0)
    page.note("samples, half of them fades", fades + 78.0, 412.0, 96.0)

    speed = above(synth, 3)
    page.heading("Rate", speed - 2.0, 346.0, 90.0)
    page.preset((synth, 3), "1.", speed, 412.0)
    page.note("1 as recorded, below 0 backwards", speed + 12.0, 438.0, 130.0)

    page.heading("How far grains scatter", 560.0, 84.0)
    for row, name in enumerate(_SCATTER):
        box = page.widget("attrui", 562.0, 116.0 + 28.0 * row, 230.0, 22.0, attr=name,
                          parameter_enable=0)  # fmt: skip
        right = 812.0 + 6.0 * row
        low = 124.0 + 28.0 * row + 18.0
        page.cord(box, synth, low, right, 508.0)
    page.gain(synth, 24.0, 566.0, "cloud_level", right=(synth, 1))
    return page


def rhythm() -> Canvas:
    """A sequence whose steps are places on a path through the latent space."""
    page = Canvas(980.0, 770.0)
    page.banner("rhythm from latent steps", "A line of sixteen points becomes one table. Each "
                "step of the sequence plays one of its grains, at its own level.")  # fmt: skip
    synth = page.obj(f"{OBJECT} {MODEL} @length {GRAIN}", 24.0, 520.0, 640.0)
    line = page.message(f"line 16 {point(2.5, -2.0, 1.5, 1.0)}", 24.0, 120.0, 330.0)
    page.heading("The line", 22.0, 84.0, 90.0)
    page.cord(line, synth)
    begin = page.obj("loadbang", 120.0, 88.0)
    page.cord(begin, line, 114.0)

    page.heading("The sequence", 400.0, 84.0)
    on = page.toggle(402.0, 116.0)
    steps = page.column(402.0, 152.0, 36.0, "metro 125", "counter 1 16", "prepend fetch")
    fetch = steps[-1]
    page.chain(on, *steps)
    page.note("play", 430.0, 118.0, 60.0)
    page.note("125 ms a step", 480.0, 153.0, 120.0)
    which = page.widget("multislider", 402.0, 270.0, 240.0, 100.0, size=16, setminmax=[0.0, 15.0],
                        settype=0, setstyle=1, spacing=2, parameter_enable=0)  # fmt: skip
    level = page.widget("multislider", 670.0, 270.0, 240.0, 100.0, size=16, setminmax=[0.0, 1.0],
                        settype=1, setstyle=1, spacing=2, parameter_enable=0)  # fmt: skip
    page.note("which grain of the line", 402.0, 374.0, 160.0)
    page.note("how loud", 670.0, 374.0, 120.0)
    page.cord(fetch, which)
    page.cord(fetch, level, 258.0)
    notes = page.obj("loadmess 0 4 8 4 12 2 15 6 0 9 3 9 14 5 7 1", 560.0, 188.0)
    page.cord(notes, which, 252.0)
    louds = page.obj("loadmess 1. 0. 0.6 0.3 1. 0. 0.7 0. 1. 0.2 0.6 0. 0.9 0.5 0. 0.7", 600.0,
                     222.0)  # fmt: skip
    page.cord(louds, level, 264.0)

    across = above(synth, 1)
    hop = page.obj(f"* {GRAIN * 3 // 4}.", across, 470.0)
    page.cord((which, 1), hop, 444.0)
    page.note("a grain of the line begins every grain less a quarter", across + 76.0, 462.0, 150.0)
    page.preset(synth, "82.4", 80.0, 470.0)
    page.note("Hz", 150.0, 471.0, 40.0)
    page.cord(hop, (synth, 1))

    hit = page.message("$1 3 0. 140", 670.0, 420.0)
    shape = page.obj("line~", 670.0, 458.0)
    page.cord((level, 1), hit, 404.0)
    page.cord(hit, shape)
    page.note("up in 3 ms, down in 140", 760.0, 421.0, 150.0)
    loud = page.obj("*~", 24.0, 562.0)
    page.cord(synth, loud)
    page.cord(shape, (loud, 1), 556.0)
    page.gain(loud, 24.0, 604.0, "rhythm_level")
    return page


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
            "/drift 32 0.5 7": "32 grains that drift",
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
