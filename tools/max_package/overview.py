"""extras/granvae.maxpat: what the package holds, in Max's Extras menu."""

from __future__ import annotations

from tools.max_package.canvas import QUIET, Canvas
from tools.max_package.contract import OBJECT

FILE = "granvae.maxpat"
_EXAMPLES = (
    ("granvae.player.maxpat", "latent player", "sixteen sliders, an XY pad and a keyboard"),
    ("granvae.explorer.maxpat", "explorer", "the map of a model, and all of its controls"),
    ("granvae.cloud.maxpat", "cloud", "a stereo cloud of grains over a path"),
    ("granvae.drone.maxpat", "drone", "six instances that drift"),
    ("granvae.rhythm.maxpat", "rhythm from latent steps", "a sequence along a line of points"),
    ("granvae.freeze.maxpat", "freeze", "a standing texture from one grain"),
    ("granvae.play.maxpat", "granvae play", "controls the command, by OSC"),
)


def build() -> Canvas:
    page = Canvas(720.0, 664.0)
    page.banner("granvae", "Play what a neural network has learned from your own sounds.")
    page.heading("Open", 22.0, 88.0)
    opener = page.obj("pcontrol", 24.0, 378.0)
    rows = {f"help {OBJECT}": "every inlet, message and attribute, with sound"}
    rows |= {f"load {file}": f"{name}: {what}" for file, name, what in _EXAMPLES}
    y = page.stairs(opener, rows, 24.0, 120.0, 340.0, 360.0) + 84.0

    page.heading("Building blocks", 22.0, y)
    y += 32.0
    for name, what in (
        (f"[{OBJECT}]", "the object: any number of them share a model"),
        (f"[mc.{OBJECT}]", "many of them in one box"),
        ("[bpatcher granvae.latents.maxpat]", "the latent sliders for your own patchers"),
        ("granvae.amxd", "an instrument for Max for Live, in the package's devices folder"),
    ):
        page.note(name, 24.0, y, 240.0)
        page.note(what, 310.0, y, 390.0, textcolor=QUIET)
        y += 28.0
    return page
