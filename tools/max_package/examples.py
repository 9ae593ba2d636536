"""examples/: instruments to play, and to take apart."""

from __future__ import annotations

from py2max.core.box import Box

from tools.max_package.canvas import Canvas, above, info_of, inlet_x, outlet_x
from tools.max_package.contract import GRAIN, MODEL, OBJECT, point
from tools.max_package.example_cloud import cloud
from tools.max_package.example_explorer import explorer
from tools.max_package.example_play import play
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
    pitch = page.obj("mtof", 80.0, 376.0)
    glide = page.message("$1 40", 80.0, 410.0)
    ramp = page.obj("line~ 110.", 80.0, 444.0)
    page.chain(keys, pitch, glide, ramp, synth)
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
        pair = page.obj(f"pack 0. {first}", left, y + 290.0)
        turn = page.obj("zl.rev", left, y + 324.0)
        select = page.obj("prepend select", left, y + 358.0)
        which = page.number(above(pair, 1, 2), y + 256.0, 44.0, minimum=1)
        page.note(f"{word}: latent", float(which.patching_rect[0]) + 48.0, y + 257.0, 90.0)
        page.chain((pad, outlet), scaled, pair, turn, select)
        page.cord(which, (pair, 1))
        page.cord(select, sliders, y + 396.0, x - 18.0, 111.0)


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
    every = page.obj("metro 1500", 252.0, 154.0)
    turn = page.obj("counter 1 6", 252.0, 190.0)
    one = page.message("setvalue $1 random", 252.0, 226.0)
    page.chain(on, every, turn, one)
    page.cord(one, synth, 270.0, 60.0, 436.0)
    page.note("one instance after another moves to a new point", 390.0, 227.0, 160.0)
    pace = page.number(above(every, 1, 2), 118.0, 60.0, minimum=50)
    page.cord(pace, (every, 1))
    page.note("ms from move to move", outlet_x(every, 1, 2) + 56.0, 119.0, 150.0)

    across = above(synth, 1)
    page.heading("Wander", across - 2.0, 290.0, 100.0)
    wander = ("mc.rand~ 0.1 @chans 6", "mc.*~ 600.", "mc.+~ 700.")
    page.tower((synth, 1), across, 322.0, 38.0, *wander)
    page.note("where each grain begins", across + 90.0, 361.0, 140.0)
    fade = page.number(above(synth, 2), 398.0)
    page.preset((synth, 2), "600", above(synth, 2), 398.0, fade, 38.0)
    page.note("crossfade", inlet_x(synth, 2) + 62.0, 399.0, 80.0)
    mix = page.obj("mc.mixdown~ 2 @autogain 1", 24.0, 490.0)
    page.cord(synth, mix)
    page.gain(mix, 24.0, 562.0, "drone_level", multi=True)
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
    clock = page.obj("metro 125", 402.0, 152.0)
    step = page.obj("counter 1 16", 402.0, 188.0)
    fetch = page.obj("prepend fetch", 402.0, 224.0)
    page.chain(on, clock, step, fetch)
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


def freeze() -> Canvas:
    """A still sound from one moving one."""
    page = Canvas(900.0, 720.0)
    page.banner("freeze", "Sixteen instances read one grain from places that keep changing: what "
                "was a loop becomes a standing texture. Freeze holds it.")  # fmt: skip
    synth = page.obj(f"mc.{OBJECT} {MODEL} @chans 16 @law equal-power", 24.0, 450.0, 820.0)
    page.heading("Move or freeze", 22.0, 84.0)
    move = page.toggle(24.0, 116.0)
    page.note("on: the texture changes; off: it is frozen", 54.0, 118.0, 260.0)
    clock = page.obj("metro 400", 24.0, 154.0)
    seed = page.obj("random 100000", 24.0, 190.0)
    same = page.message("setvalue 0 random $1", 24.0, 226.0)
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
    fade = page.number(above(synth, 2), 398.0)
    page.preset((synth, 2), f"{GRAIN // 2}", above(synth, 2), 398.0, fade, 76.0)
    page.note("crossfade: the longest there is", inlet_x(synth, 2) + 62.0, 392.0, 140.0)
    mix = page.obj("mc.mixdown~ 2 @autogain 1", 24.0, 490.0)
    page.cord(synth, mix)
    page.gain(mix, 24.0, 562.0, "freeze_level", multi=True)
    return page


PAGES = {
    "granvae.cloud.maxpat": cloud,
    "granvae.player.maxpat": player,
    "granvae.explorer.maxpat": explorer,
    "granvae.drone.maxpat": drone,
    "granvae.rhythm.maxpat": rhythm,
    "granvae.freeze.maxpat": freeze,
    "granvae.play.maxpat": play,
}
