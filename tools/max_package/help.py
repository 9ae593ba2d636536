"""help/granvae~.maxhelp: one tab for each thing that a musician wants to know."""

from __future__ import annotations

from py2max.core.box import Box

from tools.max_package import help_more
from tools.max_package.canvas import Canvas, above, below, info_of
from tools.max_package.contract import MODEL, OBJECT, point
from tools.max_package.sliders import place

WIDTH, HEIGHT = 920.0, 800.0


def build() -> Canvas:
    book = Canvas(WIDTH, HEIGHT, showrootpatcherontab=0, showontab=0)
    pages = {
        "basics": basics,
        "audio-rate": audio_rate,
        "clouds": clouds,
        "latents": latents,
        "trajectories": help_more.trajectories,
        "sounds": help_more.sounds,
        "mc.": help_more.multichannel,
        "live": help_more.live,
        "your-model": help_more.your_model,
        "attributes": help_more.attributes,
        "table-attributes": help_more.table_attributes,
        "cloud-attributes": help_more.cloud_attributes,
    }
    for number, (name, draw) in enumerate(pages.items()):
        page = Canvas(WIDTH, HEIGHT, book, showontab=1, isolateaudio=1)
        draw(page)
        book.tab(name, page, number)
    return book


def basics(page: Canvas) -> None:
    """Sound at once, the inlets and the outlets."""
    page.banner(OBJECT, "An oscillator whose waveform a neural network decodes: grains from your "
                        "own sounds, at any pitch, without a click.")  # fmt: skip
    synth = page.obj(f"{OBJECT} {MODEL} @law cosine", 24.0, 392.0, 620.0)
    rows = {
        "random": "another point of the latent space: another grain",
        "random 7": "the same seed, the same point",
        f"latent {point(1.0, -1.0, 0.5)}": "one number for each latent, in standard deviations",
        f"read {MODEL}": "a model; read alone asks for a file",
        "bang": "report everything out of the info outlet",
    }
    y = page.menu("What to play", synth, rows, 320.0) + 50.0
    page.heading("The four inlets", 242.0, y - 38.0)
    page.preset(synth, "110", 120.0, y)
    page.note("frequency in Hz, of either sign", 118.0, y + 26.0, 104.0)
    inlets = {
        "start: where in the table a grain begins, in samples": "flonum",
        "crossfade: how much of it overlaps the next, in samples": "number",
        "rate: how fast a cloud's grains are read; see clouds": "flonum",
    }
    _numbers(page, synth, y, inlets, 168.0)
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
    rows = {
        "latch 1": "a grain keeps the start of its onset",
        "latch 0": "the start is followed inside the grain: phase modulation",
    }
    page.stairs(synth, rows, 24.0, 96.0, 130.0, 320.0)
    columns = (
        (0, "frequency", "cycle~ 5.5", "*~ 2.", "+~ 110.", ("Hz, vibrato", "depth", "Hz")),
        (1, "start", "phasor~ 0.2", "*~ 1500.", "+~ 0.", ("scans a second", "reach", "from")),
        (2, "crossfade", "cycle~ 0.3", "*~ 200.", "+~ 300.", ("Hz", "depth", "centre")),
    )
    for inlet, name, *chain, labels in columns:
        x = 76.0 if inlet == 0 else above(synth, inlet)
        page.heading(name, x - 2.0, 170.0, 120.0)
        above_it: Box | None = None
        for row, (text, label) in enumerate(zip(chain, labels, strict=True)):
            y = 206.0 + 64.0 * row
            box = page.obj(text, x, y + 28.0, 84.0)
            value = page.decimal(above(box, 1), y, 56.0)
            page.cord(value, (box, min(row, 1)))
            page.note(label, float(value.patching_rect[0]) + 60.0, y + 1.0, 96.0)
            if above_it:
                page.cord(above_it, box)
            above_it = box
        page.cord(box, (synth, inlet))
    page.gain(synth, 24.0, 450.0, "rate_level")
    page.section(
        "Try",
        "Let the start scan slowly: the timbre walks through the table while the pitch stands "
        "still.\nLet it scan as fast as the pitch: the sidebands of granular synthesis.\nTurn "
        "latch off and modulate the start at audio rate: phase modulation of a learned waveform.",
        150.0, 462.0, 500.0,
    )  # fmt: skip


def latents(page: Canvas) -> None:
    page.banner("latents", "One slider for each latent, in standard deviations of the "
                "training grains. The first change the sound most.")  # fmt: skip
    page.heading("Move them while it sounds", 22.0, 84.0)
    sliders = place(page, 24.0, 116.0)
    synth = page.obj(f"{OBJECT} {MODEL}", 24.0, 350.0, 330.0)
    page.cord(sliders, synth)
    page.cord(info_of(synth), sliders, 386.0, 380.0, 111.0)
    page.note(f"[bpatcher granvae.latents.maxpat]: the left outlet plays {OBJECT}; what "
              f"{OBJECT} reports comes back, so that the sliders follow random and another model.",
              400.0, 118.0, 400.0)  # fmt: skip
    page.preset(synth, "110", 60.0, 312.0)
    page.note("frequency", 130.0, 313.0, 90.0)
    page.gain(synth, 24.0, 410.0, "latents_level")
    page.section(
        "What happens",
        "A new point is decoded beside the audio thread and adopted at the next onset, under the "
        "crossfade that the loop has anyway: no click, however fast the sliders move. The newest "
        "point wins; points that are overtaken are not decoded.",
        400.0, 200.0, 420.0,
    )  # fmt: skip
    page.section(
        "Where the sound is",
        "Most of what the model knows lies between -2 and 2. Far outside it improvises. "
        "`granvae info model.ts` in a terminal lists how far each latent reaches and how much of "
        "the sound it explains.",
        400.0, 330.0, 420.0,
    )  # fmt: skip


def clouds(page: Canvas) -> None:
    """Many grains at once, in two channels."""
    page.banner("clouds", "Many grains at once, each with a speed, a place and a pan of its own. "
                "The frequency is how often one begins.")  # fmt: skip
    synth = page.obj(f"{OBJECT} {MODEL} 2 @mode cloud @compensate 1", 24.0, 502.0, 720.0)
    page.heading("How grains differ", 22.0, 82.0)
    rows = {
        f"line 32 {point(2.0, -1.5, 1.0)}": "a long table to wander in",
        "spray 6000": "starts vary by up to so many samples, either way",
        "detune 1200": "pitches by up to so many cents; 0: none",
        "async 1": "onsets wholly at random; 0: regular",
        "spread 1": "each grain somewhere between left and right",
        "intermittency 0.5": "half of the onsets make no grain",
        "window expodec": "struck: decays by 60 dB; or rexpodec, or fade",
        "seed 7": "begins random sequence 7: the same cloud again",
    }
    y = page.stairs(synth, rows, 24.0, 114.0, 380.0, 420.0) + 56.0
    page.preset(synth, "60", 150.0, y)
    page.note("frequency: onsets a second", 148.0, y + 26.0, 104.0)
    inlets = {
        "start, in samples": "number",
        "crossfade: fades in and out, in samples": "number",
        "rate: 1 as recorded, below 0 backwards": "flonum",
    }
    _numbers(page, synth, y, inlets, 160.0)
    page.gain(synth, 24.0, 544.0, "clouds_level", right=(synth, 1))
    scope = page.widget("scope~", below(synth, 2), 548.0, 120.0, 80.0, range=[0.0, 1.0])
    page.cord((synth, 2), scope)
    page.note("phase, from an onset to the next", 382.0, 634.0, 130.0)
    edge = page.obj("edge~", below(synth, 3), 548.0)
    light = page.widget("button", below(synth, 3), 592.0, 24.0, 24.0)
    page.chain((synth, 3), edge, light)
    page.note("onset: 1 where a grain begins", 580.0, 594.0, 130.0)


def _numbers(page: Canvas, synth: Box, y: float, inlets: dict[str, str], width: float) -> None:
    """Numbers straight above the inlets behind the first, and what they mean."""
    for inlet, (text, kind) in enumerate(inlets.items(), start=1):
        x = above(synth, inlet)
        number = page.widget(kind, x, y, 66.0, 22.0, parameter_enable=0)
        page.cord(number, (synth, inlet))
        page.note(text, x + 12.0, y + 26.0, width)


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
    page.cord((sort, 2), out, y + 32.0, x + 335.0, y - 4.0)
