"""examples/: instruments to play, and to take apart."""

from __future__ import annotations

from py2max.core.box import Box

from granvae.cli.install.installer import EXPLORER
from tools.max_package import examples_more
from tools.max_package.canvas import Canvas, above, info_of, inlet_x
from tools.max_package.contract import GRAIN, MODEL, OBJECT
from tools.max_package.sliders import place


def player() -> Canvas:
    """Sixteen sliders, an XY pad and a keyboard."""
    page = Canvas(940.0, 700.0)
    page.banner("latent player", "Sixteen sliders, a pad for two of them, and a keyboard.")
    page.heading("Shape the sound", 22.0, 84.0)
    sliders = place(page, 24.0, 116.0)
    synth = page.obj(f"{OBJECT} {MODEL}", 24.0, 496.0, 460.0)
    page.cord(sliders, synth)
    page.cord(info_of(synth), sliders, 536.0, 520.0, 111.0)
    _pad(page, sliders, 560.0, 116.0)

    page.heading("Play", 78.0, 276.0, 100.0)
    keys = page.widget("kslider", 80.0, 306.0, 336.0, 53.0, parameter_enable=0)
    page.chain(keys, *page.column(80.0, 376.0, 34.0, "mtof", "$1 40", "line~ 110."), synth)
    page.note("to the note in 40 ms", 140.0, 411.0, 150.0)
    for inlet, word in ((1, "start"), (2, "crossfade")):
        x = above(synth, inlet)
        number = page.number(x, 444.0)
        page.cord(number, (synth, inlet))
        page.note(word, x + 70.0, 445.0, 70.0)
    page.gain(synth, 24.0, 540.0, "player_level")
    scope = page.widget("scope~", 290.0, 560.0, 170.0, 100.0)
    page.cord(synth, scope, 530.0)
    return page


def _pad(page: Canvas, sliders: Box, x: float, y: float) -> None:
    """A pad that moves two sliders; numbers say which."""
    page.heading("The pad", x - 2.0, y - 32.0)
    pad = page.widget("pictslider", x, y, 200.0, 200.0, leftvalue=-300, rightvalue=300,
                      bottomvalue=-300, topvalue=300, parameter_enable=0)  # fmt: skip
    for outlet, (word, first) in enumerate((("across", 1), ("up", 2))):
        left = x + 170.0 * outlet
        scaled = page.obj("/ 100.", left, y + 222.0)
        merged = (f"pack 0. {first}", "zl.rev", "prepend select")
        pair, turn, select = page.column(left, y + 290.0, 34.0, *merged)
        which = page.number(above(pair, 1), y + 256.0, 44.0, minimum=1)
        page.note(f"{word}: latent", float(which.patching_rect[0]) + 48.0, y + 257.0, 90.0)
        page.chain((pad, outlet), scaled, pair, turn, select)
        page.cord(which, (pair, 1))
        page.cord(select, sliders, y + 396.0, x - 18.0, 111.0)


def explorer() -> Canvas:
    """The page above, granvae~ below; what it reports goes back up."""
    signals = ("frequency", "start", "crossfade", "rate")
    page = Canvas(1180.0, 980.0)
    page.banner("explorer", "Map, sliders, pad, keyboard and snapshots on one page. For a model of "
                f"your own: granvae explorer my-model.ts --out {EXPLORER}")  # fmt: skip
    web = page.widget("jweb", 20.0, 120.0, 1140.0, 560.0)
    read = page.message(f"readfile {EXPLORER}", 120.0, 88.0)
    page.chain(page.obj("loadbang", 20.0, 88.0), read)
    page.cord(read, web, 114.0)
    parted = page.obj(f"route {' '.join(signals)}", 20.0, 696.0, 520.0)
    synth = page.obj(f"{OBJECT} {MODEL}", 20.0, 764.0, 520.0)
    page.cord(web, parted)
    for outlet in range(len(signals)):
        page.cord((parted, outlet), (synth, outlet))
    rest = inlet_x(synth, len(signals) - 1) + 40.0
    page.cord((parted, len(signals)), synth, 744.0, rest, 752.0)
    page.note("numbers go to their inlets, all else to the first", 560.0, 697.0, 340.0)
    page.cord(info_of(synth), web, 800.0, 1168.0, 110.0)
    page.note("what granvae~ reports goes back to the page", 560.0, 765.0, 340.0)
    page.gain(synth, 24.0, 814.0, "explorer_level")
    return page


def drone() -> Canvas:
    """Six instances that drift."""
    page = Canvas(860.0, 720.0)
    page.banner("drone", "Six instances on one root; each drifts through the latent space and "
                "through its own grain, at its own pace.")  # fmt: skip
    synth = page.obj(f"mc.{OBJECT} {MODEL} @chans 6 @law equal-power", 24.0, 450.0, 820.0)
    page.heading("Root", 22.0, 84.0, 80.0)
    root = page.decimal(24.0, 116.0)
    start = page.obj("loadmess 55.", 110.0, 85.0)
    near = page.message("deviate 0.6 $1", 24.0, 150.0)
    page.chain(start, root, near, synth)
    page.note("Hz; each instance is within 0.6 Hz", 94.0, 113.0, 120.0)

    page.heading("Drift", 250.0, 84.0, 80.0)
    on = page.toggle(252.0, 116.0)
    steps = ("metro 1500", "counter 1 6", "setvalue $1 random")
    every, turn, one = page.column(252.0, 154.0, 36.0, *steps)
    page.chain(on, every, turn, one)
    page.cord(one, synth, 270.0, 60.0, 436.0)
    page.note("one instance after another moves to a new point", 390.0, 227.0, 160.0)
    pace = page.number(above(every, 1), 118.0, 60.0, minimum=50)
    page.cord(pace, (every, 1))
    page.note("ms from move to move", inlet_x(every, 1) + 56.0, 119.0, 150.0)

    across = above(synth, 1)
    page.heading("Wander", across - 2.0, 290.0, 100.0)
    wander = ("mc.rand~ 0.1 @chans 6", "mc.*~ 600.", "mc.+~ 700.")
    page.tower((synth, 1), across, 322.0, 38.0, *wander)
    page.note("where each grain begins", across + 90.0, 361.0, 140.0)
    page.preset((synth, 2), "600", above(synth, 2), 398.0, 38.0, whole=True)
    page.note("crossfade", inlet_x(synth, 2) + 62.0, 399.0, 80.0)
    page.mix(synth, 490.0, 562.0, "drone_level")
    return page


def freeze() -> Canvas:
    """A still sound from one moving one."""
    page = Canvas(900.0, 720.0)
    page.banner("freeze", "Sixteen instances read one grain from places that keep changing: what "
                "was a loop becomes a standing texture. Freeze holds it.")  # fmt: skip
    synth = page.obj(f"mc.{OBJECT} {MODEL} @chans 16 @law equal-power", 24.0, 450.0, 820.0)
    page.heading("Move or freeze", 22.0, 84.0)
    move = page.toggle(24.0, 116.0)
    page.note("on: the texture changes; off: it is frozen", 54.0, 118.0, 260.0)
    steps = ("metro 400", "random 100000", "setvalue 0 random $1")
    clock, seed, same = page.column(24.0, 154.0, 36.0, *steps)
    page.chain(move, clock, seed, same, synth)
    page.note("one seed for all: the same grain in every instance", 180.0, 227.0, 200.0)
    once = page.widget("button", 130.0, 154.0, 24.0, 24.0)
    page.cord(once, seed)
    page.note("one step", 160.0, 156.0, 80.0)

    page.heading("Density", 90.0, 290.0, 100.0)
    slow = page.obj("loadmess 12.", 92.0, 322.0)
    rate = page.decimal(92.0, 360.0)
    spread = page.message("deviate 3. $1", 92.0, 398.0)
    page.chain(slow, rate, spread, synth)
    page.note("grains a second; no two instances alike", 162.0, 355.0, 122.0)

    across = above(synth, 1)
    page.heading("Place", across - 2.0, 290.0, 80.0)
    places = ("mc.noise~ @chans 16", f"mc.*~ {GRAIN // 4}.", f"mc.+~ {GRAIN // 4}.")
    page.tower((synth, 1), across, 322.0, 38.0, *places)
    page.note("a new place at every onset", across + 104.0, 361.0, 150.0)
    page.preset((synth, 2), f"{GRAIN // 2}", above(synth, 2), 398.0, 76.0, whole=True)
    page.note("crossfade: the longest there is", inlet_x(synth, 2) + 62.0, 392.0, 140.0)
    page.mix(synth, 490.0, 562.0, "freeze_level")
    return page


PAGES = {
    "granvae.cloud.maxpat": examples_more.cloud,
    "granvae.player.maxpat": player,
    "granvae.explorer.maxpat": explorer,
    "granvae.drone.maxpat": drone,
    "granvae.rhythm.maxpat": examples_more.rhythm,
    "granvae.freeze.maxpat": freeze,
    "granvae.play.maxpat": examples_more.play,
}
