"""devices/granvae.amxd: a polyphonic instrument for Max for Live."""

from __future__ import annotations

from py2max.core.box import Box

from tools.max_package.canvas import (
    Cable,
    Canvas,
    above,
    below,
    info_of,
    numeric,
    outlet_x,
    parameter,
)
from tools.max_package.contract import GRAIN, LATENTS, MODEL, OBJECT

VOICES = 6
MACROS = 8
WIDTH = 466  # of the device in Live; its height is fixed

_NUMBER, _MS, _PERCENT, _DB = 1, 2, 5, 4  # Max's numbers of unit styles


def build() -> Canvas:
    """The device: notes to frequency and level, eight dials to latents."""
    page = Canvas(1800.0, 880.0)
    page.patcher._device_type = "instrument"
    page.patcher.enable_presentation(devicewidth=WIDTH)
    synth = page.obj(f"mc.{OBJECT} {MODEL} @chans {VOICES}", 24.0, 620.0, 520.0)
    envelope = _voices(page, synth)
    _latents(page, synth)
    _grain(page, synth)
    _output(page, synth, envelope)
    for row, (text, x, y) in enumerate(
        (("latents", 6, 2), ("grain", 198, 2), ("envelope", 198, 80))
    ):
        label = page.note(text, 600.0, 20.0 + 24.0 * row, 90.0, fontsize=10.0)
        label.add_to_presentation([x, y, 90, 18])
    return page


def _voices(page: Canvas, synth: Box) -> Box:
    """Notes to voices: the frequency of each by a glide, its level by an envelope."""
    page.heading("Notes to voices", 22.0, 14.0, 140.0)
    share = page.obj(f"poly {VOICES} 1", 24.0, 116.0, 420.0)
    page.chain(page.obj("midiin", 24.0, 44.0), page.obj("midiparse", 24.0, 80.0, 180.0), share)
    page.note("voice, pitch, velocity", 450.0, 117.0, 140.0)

    hertz = page.obj("mtof", below(share, 1), 170.0)
    pitch = page.obj("pack 0 0. 5.", 24.0, 270.0, 286.0)
    page.chain((share, 1), hertz, (pitch, 1))
    page.cord(share, pitch)
    glide = ("setvalue $1 $2 $3", f"mc.line~ @chans {VOICES}")
    page.chain(pitch, *page.column(24.0, 310.0, 40.0, *glide), synth)
    page.note("each voice glides to its note", 160.0, 351.0, 190.0)
    where = (above(pitch, 2), 202.0)
    _dial(page, "Glide", (0.0, 1000.0, 5.0, _MS), 11, where, (292, 20), (pitch, 2))

    loud = page.obj("/ 127.", 420.0, 170.0)
    level = page.obj("pack 0 0.", 380.0, 270.0, 59.0)
    page.cord((share, 2), loud, 154.0)
    page.cord(loud, (level, 1))
    page.cord(share, level, 148.0)
    gate = page.message("setvalue $1 $2", 380.0, 310.0)
    shape = page.obj(f"mc.adsr~ 10 300 0.8 300 @chans {VOICES}", 380.0, 470.0, 307.0)
    page.chain(level, gate, shape)
    stages = {
        "Attack": (1.0, 2000.0, 10.0, _MS),
        "Decay": (1.0, 4000.0, 300.0, _MS),
        "Sustain": (0.0, 100.0, 80.0, _PERCENT),
        "Release": (1.0, 8000.0, 300.0, _MS),
    }
    for place, (name, reach) in enumerate(stages.items()):
        x = above(shape, place + 1)
        target: Cable = (shape, place + 1)
        if reach[3] == _PERCENT:
            part = page.obj("/ 100.", x, 430.0)
            page.cord(part, target)
            target = part
        _dial(page, name, reach, 12 + place, (x, 364.0), (200 + 46 * place, 98), target)
    return shape


def _latents(page: Canvas, synth: Box) -> None:
    """Eight dials set eight of the latents, and follow what granvae~ draws."""
    left, first = 760.0, 1000.0
    page.heading("Latents", left - 2.0, 14.0, 100.0)
    sort = page.obj("route loaded latents", left, 80.0, 260.0)
    page.chain(page.obj("r ---info", left, 44.0), sort)
    model = page.obj("unpack s 0 0 0.", left, 120.0)
    count = page.obj("prepend size", left, 160.0)
    hundredth = page.obj("* 0.01", outlet_x(model, 2) + 34.0, 160.0)
    page.chain(sort, model)
    page.cord((model, 1), count)
    page.cord((model, 2), hundredth)
    page.cord(hundredth, page.obj("s ---grain", float(hundredth.patching_rect[0]), 200.0))
    heard = page.obj("prepend setlist", below(sort, 1), 120.0)
    page.cord((sort, 1), heard)
    back = page.obj("unpack" + " 0." * MACROS, first, 120.0, 19.0 + 90.0 * (MACROS - 1))
    page.cord((sort, 1), back)

    point = page.widget(
        "multislider", left, 340.0, 300.0, 80.0, size=LATENTS, setminmax=[-3.0, 3.0],
        setstyle=1, signed=1, spacing=2, settype=1, parameter_enable=0,
    )  # fmt: skip
    page.cord(count, point)
    page.cord(heard, point, 318.0)
    for number in range(MACROS):
        x = below(back, number)
        note = page.obj("prepend set", x, 160.0)
        pick = page.message(f"select {number + 1} $1", x, 270.0)
        page.cord((back, number), note)
        page.cord(pick, point, 312.0)
        dial = _dial(page, f"Latent {number + 1}", (-3.0, 3.0, 0.0, _NUMBER), 1 + number,
                     (x, 202.0), (8 + 46 * (number % 4), 20 + 78 * (number // 4)),
                     pick)  # fmt: skip
        page.cord(note, dial)

    limit, latent = page.column(left, 440.0, 40.0, "speedlim 20", "prepend latent")
    page.chain(point, limit, latent)
    drawing = ("random 100000", "setvalue 0 random $1")
    seed, same = page.column(left + 120.0, 440.0, 40.0, *drawing)
    page.chain(_text(page, "Random", 16, (left + 320.0, 400.0), (342, 22)), seed, same)
    read = page.obj("prepend read", left + 300.0, 480.0)
    page.chain(_text(page, "Model", 17, (left + 400.0, 400.0), (342, 50)),
               page.obj("opendialog", left + 300.0, 440.0), read)  # fmt: skip
    for low, last in ((600.0, latent), (594.0, same), (588.0, read)):
        page.cord(last, synth, low)


def _grain(page: Canvas, synth: Box) -> None:
    """Start and crossfade in parts of a grain."""
    for inlet, name, most, at_first in ((1, "Start", 100.0, 0.0), (2, "Crossfade", 50.0, 25.0)):
        x = above(synth, inlet)
        samples = page.obj(f"* {GRAIN / 100:g}", x, 560.0)
        page.cord(samples, (synth, inlet))
        known = page.obj("r ---grain", x + 62.0, 526.0)
        page.cord(known, (samples, 1))
        _dial(page, name, (0.0, most, at_first, _PERCENT), 8 + inlet, (x, 500.0),
              (200 + 46 * (inlet - 1), 20), samples)  # fmt: skip


def _output(page: Canvas, synth: Box, envelope: Box) -> None:
    page.cord(info_of(synth), page.obj("s ---info", below(*info_of(synth)), 664.0))
    loud = page.obj("mc.*~", 24.0, 680.0)
    page.cord(synth, loud)
    page.cord(envelope, (loud, 1), 496.0, 610.0, 656.0)
    mix = page.obj("mc.mixdown~ 2", 24.0, 716.0)
    pair = page.obj("mc.unpack~ 2", 24.0, 752.0)
    volume = page.widget(
        "live.gain~", 180.0, 700.0, 48.0, 136.0, parameter_enable=1, varname="Volume",
        saved_attribute_attributes=numeric("Volume", "Volume", -70.0, 6.0, -6.0, _DB, 18),
    )  # fmt: skip
    volume.add_to_presentation([414, 20, 44, 144])
    out = page.obj("plugout~", 260.0, 810.0)
    for channel in (0, 1):
        gap = 6.0 * channel
        page.cord((pair, channel), (volume, channel), 782.0 + gap, 150.0 - gap, 684.0 - gap)
        page.cord((volume, channel), (out, channel), 846.0 + gap, 244.0 - gap, 798.0 - gap)
    page.chain(loud, mix, pair)


def _dial(
    page: Canvas, name: str, reach: tuple[float, float, float, int], order: int,
    place: tuple[float, float], strip: tuple[int, int], target: Cable,
) -> Box:  # fmt: skip
    """A named, ranged dial: in the patcher at `place`, in Live's strip at `strip`."""
    low, high, first, unit = reach
    short = name.replace("Latent ", "z ")
    dial = page.widget(
        "live.dial", *place, 44.0, 48.0, parameter_enable=1, varname=name,
        saved_attribute_attributes=numeric(name, short, low, high, first, unit, order),
    )  # fmt: skip
    dial.add_to_presentation([*strip, 44, 48])
    page.cord(dial, target)
    return dial


def _text(page: Canvas, name: str, order: int, place: tuple[float, float],
          strip: tuple[int, int]) -> Box:  # fmt: skip
    known = parameter(longname=name, shortname=name, order=order, type=2, invisible=2, mmax=1,
                      enum=["val1", "val2"])  # fmt: skip
    button = page.widget("live.text", *place, 60.0, 20.0, text=name, mode=0, parameter_enable=1,
                         varname=name, saved_attribute_attributes=known)  # fmt: skip
    button.add_to_presentation([*strip, 60, 20])
    return button
