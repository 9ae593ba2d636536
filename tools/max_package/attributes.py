"""The attributes of [granvae~]: the engine's own table, and what only a host has."""

from __future__ import annotations

from dataclasses import dataclass

import granvae
from granvae.engine.parameters import ParameterSpec


@dataclass(frozen=True)
class Attribute:
    """An attribute as the inspector shows it."""

    name: str
    kind: str  # as Max registers it: float64, long (a whole number or a switch), symbol (a menu)
    category: str
    label: str
    digest: str
    description: str
    initial: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


_DIGESTS = {
    "mode": "How grains follow each other: a loop or a cloud",
    "law": "The law of the crossfade",
    "interpolation": "How the table is read between its samples",
    "length": "How much of the table a grain reads",
    "unit": "What the start counts: samples or grains",
    "sync": "What begins a grain: the frequency, a trigger or a phasor",
    "latch": "Whether a grain keeps the start of its onset",
    "swap": "How soon a long cycle takes over a new table",
    "freeze": "Whether table and start stay as they are",
    "live": "Whether every onset has a grain of its own",
    "latency": "How much later than the inlets live grains sound",
    "window": "The shape of a grain of the cloud",
    "transpose": "How much higher a grain is read",
    "gain": "A grain's gain",
    "pan": "Where a grain is heard",
    "spray": "How far a grain's start deviates at random",
    "detune": "How far a grain's pitch deviates at random",
    "async": "How irregular the onsets are",
    "intermittency": "The share of onsets that make no grain",
    "spread": "How far a grain's pan deviates at random",
    "level": "How much softer a grain may be at random",
    "grains": "How many grains may sound at once",
    "compensate": "Whether grains get softer as more of them overlap",
    "seed": "Which random sequence is played",
    "join": "How much the grains of a path overlap",
    "fit": "Whether grains begin where they fit the one before",
    "stream": "Whether a model with memory decodes a path in one pass",
    "libtorch": "Decode by libtorch",
    "channel": "Which channel of the model is heard",
    "noise": "How much of their noise decoded grains have",
    "jump": "How often a walk jumps to a place that sounds alike",
    "near": "To which of the nearest grains a walk jumps",
}
_OF_THE_HOST = (
    Attribute(
        "autoread", "long", "Model", "Read the model again when its file changes",
        "Whether a model is read again when its file changes",
        "on: the model is read again when its file changes on disk, as after another export.",
        "0", choices=("off", "on"),
    ),
    Attribute(
        "offline", "long", "Live", "Wait for decoding, where time does not wait (non-real-time)",
        "Whether the sound waits for what is being decoded",
        "on: the sound waits until all that was asked for is decoded, so that no grain is late and "
        "every run is the same. For Max's NonRealTime driver; in real time it would drop out.",
        "0", choices=("off", "on"),
    ),
    Attribute(
        "latents", "long", "Live", "Inlets for latents", "How many inlets there are for latents",
        "Given where the object is made, as in granvae~ model.ts @latents 8: inlets behind the "
        "rate, one for each of the first latents. One multichannel signal takes the place of "
        "several: with @latents 1 it has them all as its channels. They are heard while live is "
        "on.",
        "0", minimum=0.0, maximum=64.0,
    ),
    Attribute(
        "mc", "long", "Model", "One outlet for all channels",
        "Whether all channels come out of one multichannel outlet",
        "Given where the object is made, as in granvae~ model.ts 8 @mc 1, or by its name, as in "
        "mcs.granvae~ model.ts 8: on: one multichannel outlet takes the place of the channels' "
        "own.",
        "0", choices=("off", "on"),
    ),
)  # fmt: skip


def declared() -> tuple[Attribute, ...]:
    """The parameters that are no signals, as attributes, and those that only a host has."""
    found = [_attribute(entry) for entry in granvae.parameters() if not entry.signal]
    return (*found, *_OF_THE_HOST)


def _attribute(entry: ParameterSpec) -> Attribute:
    name, choices, initial = entry.name, entry.choices, entry.initial
    whole = choices == ("off", "on") or (entry.whole and not choices)
    kind = "long" if whole else "symbol" if choices else "float64"
    unit = f" ({entry.unit})" if entry.unit else ""
    minimum, maximum = (None, None) if choices else (entry.minimum, entry.maximum)
    return Attribute(
        name, kind, entry.group.capitalize(), name.capitalize() + unit, _DIGESTS[name],
        f"{entry.documentation} Heard {entry.heard}.",
        choices[int(initial)] if kind == "symbol" else f"{initial:g}",
        minimum, maximum, choices,
    )  # fmt: skip
