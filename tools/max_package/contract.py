"""What [granvae~] is in Max: inlets, outlets, arguments, messages and attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import granvae

OBJECT = "granvae~"
MODEL = "granvae-demo.ts"  # in max-package/media, which Max searches
LATENTS = 16  # of the demo model; the sliders adapt to any other
GRAIN = 512  # its samples
VERSION = granvae.__version__

DIGEST = "Play grains that a neural network decodes, as an oscillator"
DESCRIPTION = (
    "granvae~ plays a model that has learned from a folder of sounds. A point of the model's "
    "latent space is decoded into a grain; a path of points into a longer table of grains. The "
    "table is played as an oscillator plays its waveform: a frequency, a start and a crossfade, "
    "each a signal that is read at every onset, sample-exactly. Decoding happens beside the audio "
    "thread: a new latent takes over at the next onset, without a click and without a pause."
)


@dataclass(frozen=True)
class Port:
    """An inlet or an outlet."""

    name: str
    kind: str  # as the reference says it
    outlet_type: str  # as a patcher file says it
    digest: str


@dataclass(frozen=True)
class Argument:
    """A word or number after the object's name, or after a message's."""

    name: str
    kind: str
    digest: str
    optional: bool = False


@dataclass(frozen=True)
class Method:
    """A message that the object understands."""

    name: str
    digest: str
    description: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True)
class Attribute:
    """An attribute as the inspector shows it."""

    name: str
    kind: str  # as Max registers it: float64, long (a switch) or symbol (a menu)
    label: str
    digest: str
    description: str
    initial: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


INLETS = (
    Port("frequency", "signal/float", "signal", "Frequency in Hz: grains a second; messages"),
    Port("start", "signal/float", "signal", "Start in table samples, latched at every onset"),
    Port("crossfade", "signal/int", "signal", "Crossfade in table samples, at most half a grain"),
)
OUTLETS = (
    Port("signal", "signal", "signal", "The sound"),
    Port("phase", "signal", "signal", "Phase of the grain, 0 to 1; it falls at every onset"),
    Port(
        "info",
        "loaded / latents / written / error / info",
        "",
        "What there is to know, as messages",
    ),
)
ARGUMENTS = (Argument("model", "symbol", "A model file (.ts) in Max's search path", True),)

# Numbers in the three inlets.
NUMBERS = (
    Method(
        "signal",
        "Frequency, start and crossfade at audio rate",
        "In left inlet: frequency in Hz, of either sign; negative plays backwards, 0 holds. In "
        "middle inlet: where a grain begins. In right inlet: how much of it overlaps the next. "
        "Start and crossfade are read at the very sample of an onset, in table samples.",
    ),
    Method(
        "float",
        "The value of an inlet that has no signal",
        "Sets the frequency, start or crossfade of the inlet that receives it, until a signal is "
        "connected there.",
        (Argument("value", "float", "Hz in the left inlet, table samples in the others"),),
    ),
    Method(
        "int",
        "The value of an inlet that has no signal",
        "As float.",
        (Argument("value", "int", "Hz in the left inlet, table samples in the others"),),
    ),
)
_POINT = Argument("latents", "list", "One number for each latent, in deviations")
METHODS = (
    Method(
        "bang",
        "Report",
        "Sends the attributes, the model and the table out of the info outlet, as info does.",
    ),
    Method(
        "read",
        "Read a model",
        "Reads a model file in the search path, or asks for one if there is no name. The sound "
        "goes on meanwhile; when the model is ready, loaded comes out of the info outlet with "
        "the file, its number of latents, the samples of a grain and its sampling rate. A .ts "
        "file that is dropped on the object is read as well.",
        (Argument("file", "symbol", "A model file (.ts)", True),),
    ),
    Method(
        "latent",
        "Decode one point",
        "Decodes a point of the latent space into a table of one grain. 0 is the middle of what "
        "the model has learned; most of it lies between -2 and 2.",
        (_POINT,),
    ),
    Method(
        "line",
        "Decode a straight line",
        "Decodes this many points on the line from the origin to a point, as one table.",
        (Argument("grains", "int", "How many grains"), _POINT),
    ),
    Method(
        "path",
        "Decode a path",
        "Decodes point after point into one table, in which each grain overlaps the next by "
        "join samples. Grain k begins at k times a grain less join.",
        (Argument("points", "list", "The latents of the first point, of the second, and so on"),),
    ),
    Method(
        "random",
        "Decode a random point",
        "Draws a point as the model would, decodes it, and sends it out as latents. The same "
        "seed draws the same point.",
        (Argument("seed", "int", "Which point", True),),
    ),
    Method(
        "write",
        "Write the table as a sound file",
        "Writes the table that plays to a WAV file, at the model's sampling rate.",
        (Argument("file", "symbol", "The WAV file; without it Max asks for one", True),),
    ),
    Method(
        "info",
        "Report",
        "Sends info NAME VALUE for every attribute, the table, the grain and the rate.",
    ),
)

# What comes out of the info outlet.
OUTPUT = {
    "loaded": "A model is ready: its file, number of latents, samples of a grain, sampling rate.",
    "latents": "The point that random has drawn.",
    "late": "How many grains began with the sound before, since the new one was not decoded yet.",
    "written": "The sound file that write has finished.",
    "error": "What could not be done, and what to do; what sounded goes on. Also in Max's console.",
    "info": "A name and its value, in answer to bang or info.",
}

_DIGESTS = {
    "mode": "How grains follow each other",
    "law": "The law of the crossfade",
    "length": "How much of the table a grain reads",
    "latch": "Whether a grain keeps the start of its onset",
    "swap": "How soon a long cycle takes over a new table",
    "join": "How much the grains of a path overlap",
}
_AUTOREAD = Attribute(
    "autoread",
    "long",
    "Read the model again when its file changes",
    "Whether a model is read again when its file changes",
    "on: the model is read again when its file changes on disk, as after another export.",
    "0",
    choices=("off", "on"),
)


def attributes() -> tuple[Attribute, ...]:
    """The parameters that are no signals, as attributes, and those that only a host has."""
    found = [_attribute(entry) for entry in granvae.parameters() if not entry["signal"]]
    return (*found, _AUTOREAD)


def _attribute(entry: dict[str, Any]) -> Attribute:
    name, choices = str(entry["name"]), tuple(entry["choices"])
    initial = float(entry["initial"])
    switch = choices == ("off", "on")
    kind = "long" if switch else "symbol" if choices else "float64"
    text = choices[int(initial)] if kind == "symbol" else f"{initial:g}"
    heard = f" Heard {entry['heard']}."
    unit = f" ({entry['unit']})" if entry["unit"] else ""
    return Attribute(
        name,
        kind,
        name.capitalize() + unit,
        _DIGESTS.get(name, name.capitalize()),
        str(entry["documentation"]) + heard,
        text,
        str(entry["unit"]),
        None if choices else float(entry["minimum"]),
        None if choices else float(entry["maximum"]),
        choices,
    )


def point(*values: float) -> str:
    """A point of the demo model's latent space as a message has it: the rest are 0."""
    numbers = [*values, *([0.0] * (LATENTS - len(values)))]
    return " ".join(f"{value:g}" for value in numbers)
