"""``python -m tools.pd_help``: writes Pd's help patch anew."""

from __future__ import annotations

from pathlib import Path

import granvae
from tools.generated import write
from tools.pd import Patch
from tools.pd_page import Page

PATCH = Path(__file__).parents[1] / "external" / "pd" / "granvae~-help.pd"
MODEL = "granvae-consort.ts"
_PARAMETERS = (
    "unit samples",
    "unit grains",
    "fit on",
    "fit off",
    "libtorch on",
    "libtorch off",
    "stream on",
    "stream off",
    "channel 0",
    "noise 0.25",
    "jump 0.1",
    "near 4",
)
_HEAD = (
    "paths, sounds and models: every message there is. What is edited is decoded anew, and heard "
    "from the next onset on."
)
_LIVE = (
    "live on: every onset has a grain of its own, decoded from what the latents are at its very "
    "sample. Everything is late by the latency, which is the time there is to decode."
)
_LATENCY = (
    "in samples. -1: as many as Pd computes in a row. A grain that is not there in time is "
    "replaced by the one before, and counted: see info late and info delay. 0 promises nothing."
)
_SIGNALS = (
    "Latents come as messages, or as signals: -latents makes inlets for the first ones. From Pd "
    "0.54 on a multichannel signal takes several inlets' place. Switch it on and DSP too:"
)
_OUTLETS = (
    "From the left: the sound, what is reported, the phase from 0 to 1, and 1 where a grain "
    "begins. In Max reports come last. Else both hosts take and report the same."
)


def main_page() -> Page:
    page = Page("60 40 920 1010")
    page.title("granvae~", "play grains that a neural network has learned from your own sounds")
    page.section("repetition", 20, 76, 420, 260)
    page.slider(36, 112, "frequency, Hz", "grains a second", (0, 440), "to")
    page.slider(36, 186, "start, samples", "where a grain begins", (0, 508), "start")
    page.slider(36, 260, "crossfade, samples", "overlap with the next", (0, 256), "fade")
    page.section("latents", 460, 76, 440, 260)
    page.row(476, 108, ["random", "random 7"], "any point; always the same")
    page.row(476, 158, ["latent" + " 0" * 16], below="one point, in standard deviations: -2 to 2")
    page.row(476, 230, ["line 16 2 -1 1" + " 0" * 13],
             below="16 grains on a straight line from the origin, as one table")  # fmt: skip
    page.section("crossfade", 20, 352, 420, 180)
    page.row(36, 386, ["law cosine", "law linear", "law equal-power"])
    page.row(36, 434, ["length 0", "length 200"], "samples; 0: all", width=16)
    page.row(36, 482, ["latch on", "latch off"], "off: phase modulation", width=12)
    page.section("models", 460, 352, 440, 180)
    page.open_model(476, 386, "another model: the sound goes on")
    page.row(570, 426, ["info"], "every setting")
    page.row(570, 474, ["swap 50", "join -1"])
    page.section("sound", 20, 548, 420, 180)
    page.row(36, 580, ["interpolation sinc", "interpolation cubic"])
    page.row(36, 628, ["interpolation linear", "interpolation none"])
    page.row(36, 676, ["freeze on", "freeze off"], "newer grains wait")
    page.section("rhythm", 460, 548, 440, 180)
    page.row(476, 580, ["sync off", "sync trigger", "sync phasor"])
    page.text(556, 626, "trigger: a grain each time the left inlet rises above 0", 44)
    page.text(556, 668, "phasor: the left inlet is the phase, a grain where it wraps", 44)
    page.section("listen", 20, 744, 880, 250)
    receivers = [page.add(f"r $0-{name}", x, 780)
                 for name, x in (("to", 36), ("start", 126), ("fade", 226))]  # fmt: skip
    granvae = page.add(f"granvae~ {MODEL}", 36, 812)
    for inlet, receiver in enumerate(receivers):
        page.connect(receiver, granvae, 0, inlet)
    page.reports(granvae, 1, 180, 850)
    gain, sound = page.add("*~ 0.3", 36, 850), page.add("dac~ 1 2", 36, 962)
    page.connect(granvae, gain)
    for inlet in (0, 1):
        page.connect(gain, sound, 0, inlet)
    for k, (name, inner) in enumerate({"clouds": clouds(), "live": live()}.items()):
        at = page.patch.sub(name, inner.patch, (590 + 90 * k, 780))
        if name == "clouds":
            # By name, so that no cord crosses the page.
            page.connect(page.add("r~ $0-left", 104, 930), sound)
            page.connect(page.add("r~ $0-right", 184, 930), sound, 0, 1)
            left, right = page.add("s~ $0-left", 490, 820), page.add("s~ $0-right", 600, 820)
            page.connect(at, left)
            page.connect(at, right, 1)
    page.patch.sub("messages", messages(), (750, 780))
    page.text(490, 780, "more pages:", 12)
    page.text(490, 856, _OUTLETS, 54)
    page.text(490, 930, f"{MODEL} comes with the object. For your own: granvae train, granvae "
              "export, then granvae~ my-model", 54)  # fmt: skip
    page.toggle(340, 780, "sound on", "; pd dsp $1")
    return page


def clouds() -> Page:
    page = Page("120 80 1130 830")
    page.title("clouds", "many grains at once: the frequency is how often one begins")
    sliders = (("onsets, Hz", "how often a grain begins", (0, 500), "onsets"),
               ("start, samples", "where in the table", (0, 8000), "from"),
               ("fades, samples", "crossfade: in and out", (0, 1890), "fades"),
               ("rate", "1: as recorded; below 0 backwards", (-1, 2), "rate"))  # fmt: skip
    for k, (label, text, span, name) in enumerate(sliders):
        page.slider(36, 84 + 80 * k, label, text, span, name,
                    receive="$0-density" if k == 0 else "empty")  # fmt: skip
    rows = ((["line 32 2 -1.5 1" + " 0" * 13], "a table to wander in"),
            (["mode cloud", "mode loop"], "cloud at first, here"),
            (["spray 0", "spray 6000"], "starts deviate, in samples"),
            (["detune 0", "detune 1200"], "pitches deviate, in cents"),
            (["async 0", "async 1"], "onsets: regular, at random"),
            (["intermittency 0", "intermittency 0.5"], "onsets without a grain"),
            (["spread 0", "spread 1"], "pans deviate"),
            (["level 0", "level 24"], "softer by up to so many dB"),
            (["pan -1", "pan 0", "pan 1"], "left, middle, right"),
            (["transpose 0", "transpose -12"], "in semitones"),
            (["length 0", "length 4000"], "of a grain (0: the model's)"),
            (["window fade", "window expodec", "window rexpodec"], "its shape"),
            (["gain 1", "gain 0.5"], "of each grain"),
            (["compensate on", "compensate off"], "softer where more overlap"),
            (["grains 1024", "grains 16"], "how many at once"),
            (["seed 0", "seed 7"], "another random sequence"))  # fmt: skip
    for k, (texts, meaning) in enumerate(rows):
        page.row(470, 76 + 46 * k, texts, meaning, to="$0-cloud", column=900)
    begins = page.add("loadbang", 36, 430)
    begun = page.message("mode cloud, compensate on", 36, 460)
    page.connect(begins, begun)
    page.connect(begun, page.add("s $0-cloud", 36, 490))
    granvae = page.add(f"granvae~ {MODEL} 2", 36, 620)
    names = ("cloud", "onsets", "from", "fades", "rate")
    for k, (name, inlet) in enumerate(zip(names, (0, 0, 1, 2, 3), strict=True)):
        page.connect(page.add(f"r $0-{name}", 36 + 90 * k, 580), granvae, 0, inlet)
    for channel, x in enumerate((36, 110)):
        gain, out = page.add("*~ 0.3", x, 660), page.add("outlet~", x, 700)
        page.connect(granvae, gain, channel)
        page.connect(gain, out)
    return page


def live() -> Page:
    page = Page("120 120 800 600")
    page.text(24, 20, _LIVE, 100)
    page.row(24, 84, ["live on", "live off"], "a grain for each onset, or the newest table",
             to="$0-live", column=320)  # fmt: skip
    page.row(24, 132, ["latency -1", "latency 256", "latency 0"], to="$0-live")
    page.text(420, 132, _LATENCY, 46)
    page.text(24, 236, _SIGNALS, 100)
    lfo = [page.patch.column(f"osc~ {rate}", "*~ 2", at=(x, 310))[1]
           for rate, x in ((0.11, 250), (0.37, 330))]  # fmt: skip
    receiver = page.add("r $0-live", 24, 334)
    granvae = page.add(f"granvae~ {MODEL} 1 -latents 2", 24, 390)
    page.connect(receiver, granvae)
    for k, source in enumerate(lfo):
        page.connect(source, granvae, 0, 4 + k)
    gain, sound = page.add("*~ 0", 24, 480), page.add("dac~", 24, 530)
    page.connect(granvae, gain)
    for inlet in (0, 1):
        page.connect(gain, sound, 0, inlet)
    page.connect(page.switch(66, 440), gain, 0, 1)
    return page


def messages() -> Patch:
    """Every message to click on, and what it does."""
    known = {entry.name: entry.documentation for entry in granvae.parameters()}
    rows = [(m.example, m.digest) for m in granvae.messages()]
    rows.append(("bang", "reports all of info"))
    rows += [(text, meaning(known[text.split()[0]], text.split()[1])) for text in _PARAMETERS]
    half = -(-len(rows) // 2)
    page = Page(f"140 60 1220 {46 * half + 90}")
    page.text(20, 14, _HEAD, 150)
    for k, (example, digest) in enumerate(rows):
        x = 20 + 600 * (k // half)
        page.row(x, 54 + 46 * (k % half), [example], digest, column=x + 290, width=40)
    return page.patch


def meaning(documentation: str, value: str) -> str:
    """The first words on a parameter, of a choice those on it."""
    chosen = documentation.partition(f"{value}: ")[2] or documentation
    first = chosen.partition(". ")[0].partition(",")[0].partition(":")[0]
    return first[:1].upper() + first[1:].rstrip(".")


def files() -> dict[Path, str]:
    head, _, rest = main_page().patch.text().partition("\n")
    return {PATCH: head.replace(" 10;", " 12;") + "\n" + rest}


if __name__ == "__main__":
    write(files())
