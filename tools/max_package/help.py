"""help/granvae~.maxhelp: one tab for each thing that a musician wants to know."""

from __future__ import annotations

from py2max.core.box import Box

from tools.max_package import help_clouds, help_more
from tools.max_package.canvas import Canvas, above, below, info_of, outlet_x
from tools.max_package.contract import MODEL, OBJECT, point
from tools.max_package.sliders import place

WIDTH, HEIGHT = 920.0, 800.0


def build() -> Canvas:
    """The help patcher with its tabs."""
    book = Canvas(WIDTH, HEIGHT)
    book.set(showrootpatcherontab=0, showontab=0)
    pages = {
        "basics": basics,
        "audio-rate": audio_rate,
        "clouds": help_clouds.clouds,
        "latents": latents,
        "trajectories": help_more.trajectories,
        "sounds": help_more.sounds,
        "mc.": help_more.multichannel,
        "live": help_more.live,
        "your-model": help_more.your_model,
        "attributes": help_more.attributes,
        "cloud-attributes": help_more.cloud_attributes,
    }
    for number, (name, draw) in enumerate(pages.items()):
        page = Canvas(WIDTH, HEIGHT, tab_of=book)
        draw(page)
        book.tab(name, page, number)
    return book


def basics(page: Canvas) -> None:
    """Sound at once, the inlets and the outlets."""
    page.banner(OBJECT, "An oscillator whose waveform a neural network decodes: grains from your "
                        "own sounds, at any pitch, without a click.")  # fmt: skip
    synth = page.obj(f"{OBJECT} {MODEL} @law cosine", 24.0, 392.0, 620.0)
    page.heading("What to play", 22.0, 84.0)
    rows = [
        ("random", "another point of the latent space: another grain"),
        ("random 7", "the same seed, the same point"),
        (f"latent {point(1.0, -1.0, 0.5)}", "one number for each latent, in standard deviations"),
        (f"read {MODEL}", "a model; read alone asks for a file"),
        ("bang", "report everything out of the info outlet"),
    ]
    y = page.stairs((synth, 0), rows, 24.0, 114.0, 320.0)

    page.heading("The four inlets", 242.0, y + 12.0)
    y += 50.0
    page.preset(synth, "110", 120.0, y)
    page.note("frequency in Hz, of either sign", 118.0, y + 26.0, 104.0)
    for inlet, kind, text in (
        (1, "flonum", "start: where in the table a grain begins, in samples"),
        (2, "number", "crossfade: how much of it overlaps the next, in samples"),
        (3, "flonum", "rate: how fast a cloud's grains are read; see clouds"),
    ):
        page.over(kind, synth, inlet, y, text, 168.0)

    page.gain(synth, 24.0, 436.0, "basics_level")
    page.note("click to hear it", 100.0, 578.0, 110.0)
    scope = page.widget("scope~", below(synth, 1), 440.0, 150.0, 96.0, range=[0.0, 1.0])
    page.cord((synth, 1), scope)
    page.note("phase, 0 to 1: it falls at every onset, so that other things can follow; beside it, "
              "onset: 1 at the sample with which a grain begins", 224.0, 544.0, 220.0)  # fmt: skip
    _answers(page, info_of(synth), 465.0, 436.0)


def audio_rate(page: Canvas) -> None:
    """Signals in all three inlets."""
    page.banner("start and crossfade at audio rate",
                "Every inlet takes a signal. What counts is its value at the very sample of an "
                "onset, between which the grain is left alone.")  # fmt: skip
    synth = page.obj(f"{OBJECT} {MODEL}", 24.0, 410.0, 880.0)
    rows = [
        ("latch 1", "a grain keeps the start of its onset"),
        ("latch 0", "the start is followed inside the grain: phase modulation"),
    ]
    page.stairs((synth, 0), rows, 24.0, 96.0, 130.0, 320.0)
    columns = (
        (0, "frequency", "cycle~ 5.5", "*~ 2.", "+~ 110.", ("Hz, vibrato", "depth", "Hz")),
        (1, "start", "phasor~ 0.2", "*~ 1500.", "+~ 0.", ("scans a second", "reach", "from")),
        (2, "crossfade", "cycle~ 0.3", "*~ 200.", "+~ 300.", ("Hz", "depth", "centre")),
    )
    for inlet, name, *chain, labels in columns:
        x = 76.0 if inlet == 0 else above(synth, inlet)
        page.heading(name, x - 2.0, 170.0, 120.0)
        boxes: list[Box] = []
        for row, (text, label) in enumerate(zip(chain, labels, strict=True)):
            y = 206.0 + 64.0 * row
            box = page.obj(text, x, y + 28.0, 84.0)
            value = page.decimal(above(box, 1, 2), y, 56.0)
            side = 0 if row == 0 else 1
            page.cord(value, (box, side))
            page.note(label, float(value.patching_rect[0]) + 60.0, y + 1.0, 96.0)
            if boxes:
                page.cord(boxes[-1], box)
            boxes.append(box)
        page.cord(boxes[-1], (synth, inlet))
    page.gain(synth, 24.0, 450.0, "rate_level")
    page.heading("Try", 150.0, 462.0)
    page.note(
        "Let the start scan slowly: the timbre walks through the table while the pitch stands "
        "still.\nLet it scan as fast as the pitch: the sidebands of granular synthesis.\nTurn "
        "latch off and modulate the start at audio rate: phase modulation of a learned waveform.",
        148.0, 490.0, 500.0,
    )  # fmt: skip


def latents(page: Canvas) -> None:
    """Sliders."""
    page.banner("latents", "One slider for each latent, in standard deviations of the "
                "training grains. The first change the sound most.")  # fmt: skip
    page.heading("Move them while it sounds", 22.0, 84.0)
    sliders = place(page, 24.0, 116.0)
    synth = page.obj(f"{OBJECT} {MODEL}", 24.0, 350.0, 330.0)
    page.cord(sliders, synth)
    page.cord(info_of(synth), sliders, via=[344.5, 386.0, 380.0, 386.0, 380.0, 111.0, 33.5, 111.0])
    page.note(f"[bpatcher granvae.latents.maxpat]: the left outlet plays {OBJECT}; what "
              f"{OBJECT} reports comes back, so that the sliders follow random and another model.",
              400.0, 118.0, 400.0)  # fmt: skip
    page.preset(synth, "110", 60.0, 312.0)
    page.note("frequency", 130.0, 313.0, 90.0)
    page.gain(synth, 24.0, 410.0, "latents_level")
    page.heading("What happens", 400.0, 200.0)
    page.note(
        "A new point is decoded beside the audio thread and adopted at the next onset, under the "
        "crossfade that the loop has anyway: no click, however fast the sliders move. The newest "
        "point wins; points that are overtaken are not decoded.",
        398.0, 228.0, 420.0,
    )  # fmt: skip
    page.heading("Where the sound is", 400.0, 330.0)
    page.note(
        "Most of what the model knows lies between -2 and 2. Far outside it improvises. "
        "`granvae info model.ts` in a terminal lists how far each latent reaches and how much of "
        "the sound it explains.",
        398.0, 358.0, 420.0,
    )  # fmt: skip


def _answers(page: Canvas, info: tuple[Box, int], x: float, y: float) -> None:
    """What comes out of the info outlet, to be read."""
    sort = page.obj("route loaded error info", x, y, 330.0)
    page.cord(info, sort)
    for outlet, label in ((0, "the model: file, latents, grain, rate"), (1, "what went wrong")):
        across = below(sort, outlet) if outlet == 0 else x + 230.0
        show = page.obj("prepend set", across, y + 40.0)
        text = page.message("", across, y + 76.0, 190.0)
        page.chain((sort, outlet), show)
        page.chain(show, text)
        page.note(label, across, y + 102.0, 200.0)
    out = page.obj("print granvae~", x + 340.0, y + 4.0)
    page.cord((sort, 2), out, via=[outlet_x(sort, 2), y + 32.0, x + 335.0, y + 32.0,
                                   x + 335.0, y - 4.0, x + 349.5, y - 4.0])  # fmt: skip
