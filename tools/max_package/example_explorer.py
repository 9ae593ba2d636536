"""examples/granvae.explorer.maxpat: the explorer page in a [jweb], and the object that it plays."""

from __future__ import annotations

from granvae.cli.install.installer import EXPLORER
from tools.max_package.canvas import Canvas, info_of, inlet_x
from tools.max_package.contract import MODEL, OBJECT

_SIGNALS = ("frequency", "start", "crossfade", "rate")


def explorer() -> Canvas:
    """The page above, granvae~ below; what it reports goes back up."""
    page = Canvas(1180.0, 980.0)
    page.banner("explorer", "Map, sliders, pad, keyboard and snapshots on one page. For a model of "
                f"your own: granvae explorer my-model.ts --out {EXPLORER}")  # fmt: skip
    web = page.widget("jweb", 20.0, 120.0, 1140.0, 560.0)
    read = page.message(f"readfile {EXPLORER}", 120.0, 88.0)
    page.chain(page.obj("loadbang", 20.0, 88.0), read)
    page.cord(read, web, 114.0)
    parted = page.obj(f"route {' '.join(_SIGNALS)}", 20.0, 696.0, 520.0)
    synth = page.obj(f"{OBJECT} {MODEL}", 20.0, 764.0, 520.0)
    page.cord(web, parted)
    for outlet in range(len(_SIGNALS)):
        page.cord((parted, outlet), (synth, outlet))
    rest = inlet_x(synth, len(_SIGNALS) - 1) + 40.0
    page.cord((parted, len(_SIGNALS)), synth, 744.0, rest, 752.0)
    page.note("numbers go to their inlets, all else to the first", 560.0, 697.0, 340.0)
    page.cord(info_of(synth), web, 800.0, 1168.0, 110.0)
    page.note("what granvae~ reports goes back to the page", 560.0, 765.0, 340.0)
    page.gain(synth, 24.0, 814.0, "explorer_level")
    return page
