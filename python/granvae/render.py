"""Plays a model offline into a sound file, through the native engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from granvae.errors import GranvaeError
from granvae.synth import Synth


@dataclass(frozen=True)
class Rendering:
    """What to play, and for how long.

    Attributes:
        latent: the point to decode, in deviations; None for the origin.
        line: the end of a straight line from the origin, instead of a point.
        count: grains of that line.
        frequency: Hz, either sign; None plays the table as fast as it was recorded.
        start: table samples.
        crossfade: table samples; None for a quarter of a grain.
        seconds: of sound.
        sample_rate: Hz of the file; None for the model's.
    """

    latent: tuple[float, ...] | None = None
    line: tuple[float, ...] | None = None
    count: int = 16
    frequency: float | None = None
    start: float = 0.0
    crossfade: float | None = None
    seconds: float = 4.0
    sample_rate: int | None = None


def render(model: Path, out: Path, rendering: Rendering) -> tuple[float, float]:
    """Writes a WAV file of 32-bit floats.

    Returns:
        Its seconds, and its largest absolute sample.

    Raises:
        GranvaeError: the model cannot be played, a number does not fit, or the file cannot be
            written.
    """
    synth = Synth(model, rendering.sample_rate)
    if rendering.line is not None:
        synth.line(rendering.line, rendering.count)
    elif rendering.latent is not None:
        synth.latent(rendering.latent)
    for name in ("frequency", "start", "crossfade"):
        value = getattr(rendering, name)
        if value is not None and not np.isfinite(value):
            raise GranvaeError(f"--{name} is a finite number, not {value}.")
    frequency = rendering.frequency
    if frequency is None:
        frequency = synth.table_rate / len(synth.table)
    samples = round(rendering.seconds * synth.sample_rate)
    sound = synth.process(frequency, rendering.start, rendering.crossfade, samples=samples)
    try:
        soundfile.write(out, sound, round(synth.sample_rate), subtype="FLOAT", format="WAV")
    except (OSError, soundfile.SoundFileError) as error:
        raise GranvaeError(
            f"{out} cannot be written ({error}); choose another place or make room."
        ) from error
    return samples / synth.sample_rate, float(np.abs(sound).max(initial=0.0))
