"""The further tabs of the help patcher: paths, many instances, one's own model, attributes."""

from __future__ import annotations

from py2max.core.box import Box

from tools.max_package.attributes import declared
from tools.max_package.canvas import QUIET, Canvas, above, info_of, inlet_x, outlet_x
from tools.max_package.contract import GRAIN, MODEL, OBJECT, point


def trajectories(page: Canvas) -> None:
    """A table of many grains, and how to move in it."""
    page.banner("trajectories", "A path through the latent space becomes one table: play it as a "
                "sound, or freeze it anywhere and let the start wander.")  # fmt: skip
    synth = page.obj(f"{OBJECT} {MODEL} @law equal-power", 24.0, 430.0, 770.0)
    path = f"path {point(1.0)} {point(0.0, 1.0)} {point(0.0, 0.0, 1.0)}"
    rows = {
        f"line 32 {point(2.0, -1.5, 1.0)}": "32 points from the middle to there",
        path: "point after point; each has as many numbers as the model has latents",
        f"join {GRAIN // 2}": "how much the grains of a path overlap; -1 is a quarter of a grain",
        f"length {GRAIN}": "how much of the table a cycle reads: here one grain",
        "length 0": "a cycle reads from the start to the table's end",
        "write my-table.wav": "the table as a sound file",
    }
    page.menu("What to decode", synth, rows, 520.0, 360.0)
    page.preset(synth, "27.5", 100.0, 394.0)
    page.note("frequency", 170.0, 395.0, 80.0)
    speed = page.decimal(above(synth, 1), 340.0, 56.0)
    scan = page.obj("phasor~ 0.05", above(synth, 1), 368.0, 90.0)
    reach = page.obj(f"*~ {16 * GRAIN}.", above(synth, 1), 396.0, 90.0)
    page.chain(speed, scan, reach, (synth, 1))
    page.note("scan the path: passes a second", 340.0, 341.0, 190.0)
    page.gain(synth, 24.0, 470.0, "path_level")
    page.note(
        f"With length {GRAIN} and a frequency of its own, each cycle is one place of the path: the "
        "scan moves the timbre, the frequency the pitch. With length 0 the whole path is heard "
        "once a cycle: lower the frequency to below one a second.",
        150.0, 480.0, 480.0,
    )  # fmt: skip


def sounds(page: Canvas) -> None:
    """A recording as a path, and what bends it."""
    page.banner("sounds", "A recording becomes a path of latents: bend it while it sounds, keep "
                "it, or step through its grains.")  # fmt: skip
    synth = page.obj(f"{OBJECT} {MODEL}", 24.0, 440.0, 420.0)
    rows = {
        "encode": "asks for a WAV or AIFF file; encode NAME takes a buffer~",
        "offset 0.5": "moves every latent of the path; or a number for each",
        "scale 1.5": "widens the path about the origin, or narrows it",
        "reverse": "plays its points from the last to the first",
        "stretch 2": "twice as long, at the same pitch where it has places",
        "smooth 4": "every point the mean of four on either side",
        "store here": "keeps the path; recall here returns to it",
        "mix here 0.5": "half way to a stored path, or to one in a file",
        "writepath": "the path as a file, .json or .csv; readpath reads it",
    }
    page.menu("A sound, and its path", synth, rows, 320.0, 300.0)
    page.heading("A sequencer", 640.0, 84.0)
    units = page.message("unit grains", 640.0, 114.0, 90.0)
    page.cord(units, synth)
    page.note("the start now counts the grains of the path", 640.0, 142.0, 250.0)
    step = page.number(above(synth, 1), 400.0)
    page.cord(step, (synth, 1))
    page.note("which grain", inlet_x(synth, 1) + 62.0, 401.0, 90.0)
    page.gain(synth, 24.0, 480.0, "sounds_level")


def multichannel(page: Canvas) -> None:
    page.banner("many instances", "mc.granvae~ holds many instances in one box. They share "
                "the model: it is loaded once, however many play it.")  # fmt: skip
    synth = page.obj(f"mc.{OBJECT} {MODEL} @chans 8", 24.0, 420.0, 520.0)
    rows = {
        "applyvalues random 1 2 3 4 5 6 7 8": "another point for each instance",
        "deviate 1.5 110.": "frequencies around 110 Hz: a chorus",
        "spread 55. 220.": "frequencies from 55 to 220 Hz",
        "harmonic 1. 55.": "the harmonics of 55 Hz",
        f"setvalue 3 latent {point(1.0)}": "only the third instance",
    }
    page.menu("Messages to all, or to one", synth, rows, 450.0, 300.0)
    across = above(synth, 1)
    wander = ("mc.rand~ 0.5 @chans 8", f"mc.*~ {GRAIN // 4}.", f"mc.+~ {GRAIN // 4}.")
    page.tower((synth, 1), across, 306.0, 36.0, *wander)
    page.note("each start wanders by itself", across + 90.0, 343.0, 180.0)
    fade = page.number(above(synth, 2), 378.0)
    page.cord(fade, (synth, 2))
    page.note("crossfade", inlet_x(synth, 2) + 62.0, 379.0, 90.0)
    page.mix(synth, 462.0, 546.0, "mc_level")
    who = page.obj("print which-instance", outlet_x(synth, synth.numoutlets - 1) - 9.5, 462.0)
    page.cord((synth, synth.numoutlets - 1), who)
    page.note(
        "The last outlet says which instance sends from the info outlet beside it. For the whole "
        "of what mc. objects understand, see MC in Max's documentation. Their own spread comes "
        "before that of clouds: send those setvalue 0 spread 0.5.",
        250.0, 520.0, 440.0,
    )  # fmt: skip


def your_model(page: Canvas) -> None:
    """From one's own recordings to the patch."""
    page.banner("your own model", "Half an hour of sounds that belong together is enough to "
                "begin with. Training happens outside of Max, in a terminal.")  # fmt: skip
    steps = (
        ("1", "pip install granvae", "once"),
        ("2", "granvae train my-sounds --out my-run", "learn from a folder of recordings"),
        ("3", "granvae evaluate my-run", "hear and measure how well it did"),
        ("4", "granvae export my-run --out my-model.ts", "the file that granvae~ reads"),
        ("5", "granvae info my-model.ts", "its latents and how far they reach"),
    )
    page.heading("In a terminal", 22.0, 84.0)
    for row, (number, command, remark) in enumerate(steps):
        y = 116.0 + 30.0 * row
        page.note(number, 24.0, y, 20.0, fontface=1)
        page.note(command, 48.0, y, 300.0, fontname="Courier New")
        page.note(remark, 360.0, y, 300.0, textcolor=QUIET)

    page.heading("In Max", 22.0, 280.0)
    synth = page.obj(OBJECT, 24.0, 450.0, 300.0)
    drop = page.widget("dropfile", 24.0, 312.0, 120.0, 60.0)
    page.note("drop a .ts file", 152.0, 332.0, 100.0)
    read = page.obj("prepend read", 24.0, 388.0)
    page.chain(drop, read, synth)
    rows = {
        "read": "ask for a file",
        "autoread 1": "read it again whenever the file changes: train on, export, listen",
    }
    page.stairs(synth, rows, 260.0, 312.0, 390.0, 400.0)
    page.note("Models of the nn~ convention that have a decode method can be read too.",
              388.0, 390.0, 440.0)  # fmt: skip
    show = page.obj("route loaded error", 305.0, 492.0)
    text = page.obj("prepend set", 305.0, 530.0)
    page.cord(info_of(synth), show)
    page.cord(show, text)
    page.cord((show, 1), text)
    answer = page.message("", 305.0, 568.0, 420.0)
    page.cord(text, answer)
    page.gain(synth, 24.0, 492.0, "model_level")


def attributes(page: Canvas) -> None:
    """The attributes of every way of playing, and of loops."""
    page.banner("attributes", "As arguments (granvae~ granvae-consort.ts @law linear), as "
                "messages, or in the inspector; saved with the patcher.")  # fmt: skip
    _attributes(page, {"Grains", "Loop"}, f"{OBJECT} {MODEL}")


def table_attributes(page: Canvas) -> None:
    """The attributes of the table and of the model."""
    page.banner("table attributes", "How the grains of a path become a table, and where a walk "
                "goes: the worker decodes it anew when one of these changes.")  # fmt: skip
    _attributes(page, {"Table", "Model"}, f"{OBJECT} {MODEL}", "with the next decoded table.")


def cloud_attributes(page: Canvas) -> None:
    page.banner("cloud attributes", "What @mode cloud knows besides. Each grain keeps what held "
                "when it began; a change is heard from the next one on.")  # fmt: skip
    _attributes(page, {"Cloud"}, f"{OBJECT} {MODEL} 2 @mode cloud", "with the next grain.")


def live(page: Canvas) -> None:
    """A grain for every onset, from latents that are signals."""
    page.banner("live", "Every onset has a grain of its own, decoded from what the latents are at "
                "its very sample. The latents are signals, or what was sent last.")  # fmt: skip
    y, boxes = _attribute_rows(page, {"Live"})
    synth = page.obj(f"{OBJECT} {MODEL} @live 1 @latents 2", 24.0, y + 140.0, 540.0)
    for box in boxes:
        page.cord(box, synth)
    for inlet, speed in ((4, "0.11"), (5, "0.37")):
        waves = (f"cycle~ {speed}", "*~ 2.")
        page.tower((synth, inlet), above(synth, inlet), y + 60.0, 36.0, *waves, width=84.0)
    page.note("the first two latents, in σ; a multichannel signal takes several inlets' "
              "place", 372.0, y + 20.0, 430.0)  # fmt: skip
    page.gain(synth, 24.0, y + 180.0, "live_level")


def _attributes(page: Canvas, categories: set[str], text: str, known: str = "") -> None:
    """Every attribute of these with its meaning, and the object."""
    y, boxes = _attribute_rows(page, categories, known)
    synth = page.obj(text, 24.0, y + 6.0, 260.0)
    for box in boxes:
        page.cord(box, synth)
    right = (synth, 1) if text.endswith("cloud") else synth
    page.gain(synth, 24.0, y + 46.0, f"{len(boxes)}_attributes_level", right=right)


def _attribute_rows(page: Canvas, categories: set[str], known: str = "") -> tuple[float, list[Box]]:
    """Every attribute of these with its meaning, from the engine's own table; where they end.

    `known`: when a change is heard, where the banner says it for all.
    """
    y = 88.0
    boxes: list[Box] = []
    for attribute in declared():
        if attribute.category not in categories:
            continue
        x = 24.0 + 10.0 * len(boxes)
        boxes.append(
            page.widget("attrui", x, y, 230.0, 22.0, attr=attribute.name, parameter_enable=0)
        )
        meaning, heard, when = attribute.description.partition(" Heard ")
        if when != known:
            meaning += heard + when
        note = page.note(meaning, 390.0, y + 1.0, 510.0)
        y += max(28.0, float(note.patching_rect[3]) + 4.0)
    return y, boxes
