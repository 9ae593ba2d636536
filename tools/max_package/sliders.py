"""patchers/granvae.latents.maxpat: the latent sliders, to be put into any patcher as a bpatcher."""

from __future__ import annotations

from py2max.core.box import Box

from tools.max_package.canvas import Canvas
from tools.max_package.contract import LATENTS

FILE = "granvae.latents.maxpat"
WIDTH, HEIGHT = 320.0, 148.0


def place(canvas: Canvas, x: float, y: float) -> Box:
    """The sliders in a patcher: latents go out, reports of granvae~ come in."""
    return canvas.widget(
        "bpatcher", x, y, WIDTH, HEIGHT, name=FILE, bgmode=0, border=0, clickthrough=0,
        enablehscroll=0, enablevscroll=0, lockeddragscroll=0, offset=[0.0, 0.0], viewvisibility=1,
    )  # fmt: skip


def build() -> Canvas:
    page = Canvas(680.0, 520.0, openinpresentation=1)
    page.note(
        "Two cords make an instrument: the outlet to the left inlet of granvae~, and its right "
        "(info) outlet back to the inlet here. The number of sliders follows the model.",
        24.0, 16.0, 420.0,
    )  # fmt: skip

    entry = page.widget(
        "inlet", 24.0, 76.0, 30.0, 30.0, index=1,
        comment="reports of granvae~ (info outlet); messages to the sliders, as select 1 0.5",
    )  # fmt: skip
    sort = page.obj("route loaded latents error late written info", 24.0, 124.0, 300.0)
    page.cord(entry, sort)
    loaded = page.obj("unpack s 0 0 0.", 24.0, 164.0)
    count = page.obj("prepend size", 52.0, 204.0)
    heard = page.obj("prepend setlist", 150.0, 204.0)
    page.chain(sort, loaded)
    page.chain((loaded, 1), count)
    page.chain((sort, 1), heard)
    page.note("as many sliders as latents", 146.0, 164.0, 170.0)

    sliders = page.widget(
        "multislider", 24.0, 250.0, 304.0, 104.0, size=LATENTS, setminmax=[-3.0, 3.0],
        setstyle=1, signed=1, orientation=1, spacing=2, contdata=1, settype=1, parameter_enable=0,
    )  # fmt: skip
    page.chain(count, sliders)
    page.chain(heard, sliders)
    page.cord((sort, 6), sliders, 238.0)

    zero = _button(page, "zero", 360.0, 124.0)
    centre = page.message("0.", 360.0, 164.0)
    page.chain(zero, centre)
    page.cord(centre, sliders, 238.0)
    page.note("the middle of what the model learned", 424.0, 125.0, 220.0)

    limit, latent = page.column(24.0, 374.0, 36.0, "speedlim 20", "prepend latent")
    out = page.widget(
        "outlet", 24.0, 456.0, 30.0, 30.0, index=1, comment="latent and random, for granvae~"
    )
    page.chain(sliders, limit, latent, out)
    random = _button(page, "random", 360.0, 374.0)
    draw = page.message("random", 360.0, 410.0)
    page.chain(random, draw)
    page.cord(draw, out, 444.0)
    page.note("granvae~ draws; its answer sets the sliders", 424.0, 375.0, 240.0)

    title = page.note("latents", 24.0, 492.0, 80.0, fontface=1)
    title.add_to_presentation([6, 4, 120, 20])
    zero.add_to_presentation([196, 6, 54, 18])
    random.add_to_presentation([258, 6, 54, 18])
    sliders.add_to_presentation([8, 32, 304, 108])
    return page


def _button(page: Canvas, text: str, x: float, y: float) -> Box:
    return page.widget("textbutton", x, y, 54.0, 20.0, text=text, parameter_enable=0, rounded=4.0)
