"""What [granvae~] is in Max: inlets, outlets, arguments, messages. See also attributes.py."""

from __future__ import annotations

from dataclasses import dataclass, replace

import granvae
from granvae.engine.parameters import MessageSpec

OBJECT = "granvae~"
MODEL = "granvae-consort.ts"  # in max-package/media, which Max searches
LATENTS = 16  # of the demo model; the sliders adapt to any other
GRAIN = 512  # its samples
VERSION = granvae.__version__

DIGEST = "Play grains that a neural network decodes, as an oscillator or in clouds"
DESCRIPTION = (
    "granvae~ plays a model that has learned from a folder of sounds. A point of the model's "
    "latent space is decoded into a grain; a path of points into a longer table of grains. The "
    "table is played as an oscillator plays its waveform: a frequency, a start and a crossfade, "
    "each a signal that is read at every onset, sample-exactly. In its other mode it plays clouds: "
    "up to 8192 grains at once, each with a speed, place and pan of its own. Decoding happens "
    "beside the audio thread: a new latent takes over at the next onset, without a click and "
    "without a pause."
)


@dataclass(frozen=True)
class Port:
    name: str
    kind: str  # in the reference
    outlet_type: str  # in a patcher file
    digest: str


@dataclass(frozen=True)
class Argument:
    """An atom after the object's name, or after a message's."""

    name: str
    kind: str
    digest: str
    optional: bool = False


@dataclass(frozen=True)
class Method:
    name: str
    digest: str
    description: str
    arguments: tuple[Argument, ...] = ()


# What comes out of the info outlet.
OUTPUT = {
    "loaded": "A model is ready: its file, number of latents, samples of a grain, sampling rate.",
    "latents": "The point that random has drawn.",
    "path": "What encode or readpath has made a path of, and its number of grains.",
    "late": "How many grains began with the sound before, since the new one was not decoded yet.",
    "written": "The file that write, writepath or writestate has finished.",
    "restored": "The file to whose state readstate has returned.",
    "attribute": "The name and the values of an attribute of the model, in answer to get.",
    "error": "What could not be done, and what to do; what sounded goes on. Also in Max's console.",
    "info": "A name and its value, in answer to bang or info.",
}

INLETS = (
    Port("frequency", "signal/float", "signal", "Frequency in Hz: grains a second; messages"),
    Port("start", "signal/float", "signal", "Start in table samples, latched at every onset"),
    Port("crossfade", "signal/int", "signal", "Crossfade in table samples, at most half a grain"),
    Port("rate", "signal/float", "signal", "How fast a cloud's grains are read; 1 is as recorded"),
)
# Of one channel; more channels come before the phase.
OUTLETS = (
    Port("signal", "signal", "signal", "The sound, from an outlet for each channel"),
    Port("phase", "signal", "signal", "Phase of the cycle, 0 to 1; it falls at every onset"),
    Port("onset", "signal", "signal", "1 at the sample with which a grain begins, else 0"),
    Port("info", " / ".join(OUTPUT), "", "Reports; in Pure Data they come before the phase"),
)
ARGUMENTS = (
    Argument(
        "model",
        "symbol",
        "A model file (.ts) in Max's search path: it is read while the patcher opens, beside the "
        "audio thread. Without it the object is silent until read",
        True,
    ),
    Argument(
        "channels",
        "int",
        "How many channels there are, 1 to 64, each with an outlet; 1 if there is no number. A "
        "cloud places its grains between them, a loop sounds from all alike",
        True,
    ),
)

# Numbers in the inlets.
_VALUE = "Hz in the left inlet, table samples in the middle ones, a ratio in the right one"
NUMBERS = (
    Method(
        "signal",
        "Frequency, start, crossfade and rate at audio rate",
        "In left inlet: frequency in Hz, of either sign; negative plays backwards, 0 holds. In the "
        "middle inlets: where a grain begins, and how much of it overlaps the next. In right "
        "inlet: how fast a cloud's grains are read. All but the frequency are read at the very "
        "sample of an onset. With @sync, the left inlet takes the trigger or the phase.",
    ),
    Method(
        "float",
        "The value of an inlet that has no signal",
        "Sets the frequency, start, crossfade or rate of the inlet that receives it, until a "
        "signal is connected there.",
        (Argument("value", "float", _VALUE),),
    ),
    Method(
        "int",
        "The value of an inlet that has no signal",
        "As float.",
        (Argument("value", "int", _VALUE),),
    ),
)
_KINDS = {"name": "symbol", "number": "float", "numbers": "list", "values": "list", "names": "list"}
_FILES = ("model", "sound", "path", "state", "new sound", "new path", "new state")


def _method(entry: MessageSpec) -> Method:
    """A message of the engine's own table, as Max takes it."""
    arguments = tuple(
        Argument(known.name, _KINDS.get(known.kind, "symbol"), known.documentation, known.optional)
        for known in entry.arguments
    )
    if len(arguments) == 1 and entry.arguments[0].kind in _FILES:
        (file,) = arguments
        arguments = (replace(file, digest=f"{file.digest}; without it Max asks", optional=True),)
    dropped = " A .ts file that is dropped on the object is read as well."
    description = entry.documentation + (dropped if entry.name == "read" else "")
    return Method(entry.name, entry.digest, description, arguments)


METHODS = (
    Method("bang", "Report", "As info."),
    Method("dump", "Report", "As info."),
    Method(
        "list",
        "Decode one point",
        "As latent.",
        (Argument("latents", "list", "One number for each latent"),),
    ),
    *map(_method, granvae.messages()),
)


def point(*values: float) -> str:
    """A point of the demo model's latent space as a message has it: the rest are 0."""
    numbers = [*values, *([0.0] * (LATENTS - len(values)))]
    return " ".join(f"{value:g}" for value in numbers)
