"""examples/granvae.cloud.maxpat: a stereo cloud over a path through the latent space."""

from __future__ import annotations

from tools.max_package.canvas import Canvas, above
from tools.max_package.contract import GRAIN, MODEL, OBJECT, point

_SCATTER = ("spray", "detune", "async", "intermittency", "spread", "level", "window", "freeze")


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
    interval = page.obj("- 60.", 80.0, 262.0)
    transpose = page.message("transpose $1", 80.0, 296.0)
    page.chain(keys, interval, transpose, synth)
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
