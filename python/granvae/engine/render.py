"""Plays a model offline into a sound file, through the native engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from granvae.data.atomic_write import write_wav
from granvae.engine.synth import Synth
from granvae.errors import InvalidValueError

_SECONDS = 4.0  # the default

# What bends a path, as patches send it, with the numbers that follow.
_EDITS: dict[str, Callable[..., None]] = {
    "offset": lambda synth, *amounts: synth.offset(amounts),
    "scale": lambda synth, *amounts: synth.scale(amounts),
    "smooth": Synth.smooth,
    "stretch": Synth.stretch,
    "snap": Synth.snap,
    "reverse": Synth.reverse,
}


@dataclass(frozen=True)
class Rendering:
    """What to render, and how long."""

    latent: tuple[float, ...] | None = None  # the point to decode, in σ; None for the origin
    line: tuple[float, ...] | None = None  # the end of a straight line from the origin
    count: int = 16  # grains of that line
    random: int | None = None  # the seed of a point near a learned grain, as in Max and Pure Data
    walk: int | None = None  # the seed of a walk along what the model learned from
    path: Path | None = None  # a file, as `granvae.Synth.save_path` writes it
    encode: Path | None = None  # a sound file whose path is played
    edits: tuple[str, ...] = ()  # of the path, one after the other, as "scale 0.7"
    # Hz, either sign; None plays a loop at its recorded speed, and lets the grains of a cloud
    # overlap by their crossfade.
    frequency: float | None = None
    start: float = 0.0  # table samples
    # Table samples; None for a quarter of a grain, and for 0 where a path or sound is played once.
    crossfade: float | None = None
    rate: float | None = None  # of a cloud's grains; None for 1
    seconds: float | None = None  # None for 4, or as long as the table of `path` or `encode` lasts
    sample_rate: int | None = None  # Hz of the file; None for the model's
    channels: int = 1  # of the file
    settings: tuple[tuple[str, float | str], ...] = ()  # the engine's other parameters, by name


def render(model: Path, out: Path, rendering: Rendering) -> tuple[float, float]:
    """Writes a WAV file of 32-bit floats.

    Returns:
        Its seconds, and its largest absolute sample.

    Raises:
        ModelError: the model cannot be played.
        InvalidValueError: a number or a parameter does not fit.
        FileError: the file cannot be written.
    """
    synth = Synth(model, rendering.sample_rate, rendering.channels)
    for name, setting in rendering.settings:
        synth.set(name, setting)
    _make_table(synth, rendering)
    for edit in rendering.edits:
        _edit(synth, edit)
    seconds, crossfade = rendering.seconds, rendering.crossfade
    if seconds is None:
        follows = rendering.path is not None or rendering.encode is not None
        seconds = len(synth.table) / synth.table_rate if follows else _SECONDS
        once = follows and rendering.frequency is None and synth.get("mode") == "loop"
        if once and crossfade is None:
            crossfade = 0.0
    samples = round(seconds * synth.sample_rate)
    sound = synth.process(
        rendering.frequency, rendering.start, crossfade, samples, rate=rendering.rate
    )
    write_wav(out, sound.T, synth.sample_rate)
    return samples / synth.sample_rate, float(np.abs(sound).max(initial=0.0))


def _make_table(synth: Synth, rendering: Rendering) -> None:
    if rendering.encode is not None:
        synth.encode(rendering.encode)
    elif rendering.path is not None:
        synth.load_path(rendering.path)
    elif rendering.walk is not None:
        synth.walk_on(rendering.walk)
    elif rendering.random is not None:
        synth.random(rendering.random)
    elif rendering.line is not None:
        synth.line(rendering.line, rendering.count)
    elif rendering.latent is not None:
        synth.latent(rendering.latent)


def _edit(synth: Synth, text: str) -> None:
    name, *numbers = text.split() or [""]
    try:
        _EDITS[name](synth, *map(float, numbers))
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, InvalidValueError):
            raise
        raise InvalidValueError(
            f"'{text}' is no edit of a path; give {', '.join(_EDITS)} and their numbers, as in "
            "'scale 0.7'."
        ) from error
