"""The sound files and the figure of ``granvae demo``: what the engine does with a model."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from granvae.analysis.plots import plot_table
from granvae.data.atomic_write import write_wav
from granvae.engine.render import Rendering, render
from granvae.engine.synth import Synth

_PEAK = 0.7  # of full scale


def render_sounds(model: Path, out: Path) -> list[Path]:
    """Write five sound files into the folder.

    Raises:
        GranvaeError: the model cannot be played, or a file cannot be written.
    """
    synth = Synth(model)
    grain, far = synth.grain, _far_point(synth.latents)
    renderings = {
        out / "one-grain.wav": Rendering(latent=far, frequency=110.0, crossfade=grain / 4),
        out / "trajectory.wav": Rendering(line=far, count=64, crossfade=grain / 2, seconds=6.0),
        out / "backwards.wav": Rendering(line=far, count=32, frequency=-2.0, crossfade=grain),
    }
    for path, rendering in renderings.items():
        render(model, path, rendering)
    played = {
        out / "modulated-start.wav": _modulated_start(synth, far),
        out / "latent-melody.wav": _melody(synth),
    }
    for path, sound in played.items():
        # Points drawn at random may be louder than full scale, which no loudspeaker plays.
        gain = min(1.0, _PEAK / float(np.abs(sound).max()))
        write_wav(path, gain * sound, synth.sample_rate)
    return [*renderings, *played]


def plot_path_table(model: Path, picture: Path) -> Path:
    """Draw the table of a path of eight points."""
    synth = Synth(model)
    synth.line(_far_point(synth.latents), 8)
    plot_table(picture, synth.table, synth.grain, synth.grain // 4, round(synth.table_rate))
    return picture


def _far_point(latents: int) -> tuple[float, ...]:
    """A point 1.5 standard deviations out in every latent, by turns on either side."""
    return tuple(1.5 * (-1) ** latent for latent in range(latents))


def _modulated_start(synth: Synth, far: tuple[float, ...]) -> NDArray[np.float32]:
    """The start moves through a long table at audio rate, while frequency and crossfade glide."""
    synth.line(far, 64)
    time = np.arange(int(8 * synth.sample_rate)) / synth.sample_rate
    sweep = 0.5 - 0.5 * np.cos(2 * np.pi * time / 8)
    synth.set("length", synth.grain)
    try:
        return synth.process(
            55.0 * 2 ** (sweep * 1.5),
            sweep * (len(synth.table) - synth.grain) + 40 * np.sin(2 * np.pi * 5 * time),
            synth.grain * (0.1 + 0.4 * sweep),
        )
    finally:
        synth.set("length", 0)


def _melody(synth: Synth) -> NDArray[np.float32]:
    """A new point of the latent space for each note of a phrase."""
    notes = 110.0 * 2 ** (np.array([0, 3, 7, 10, 12, 10, 7, 5, 3, 7, 2, 0]) / 12)
    samples = int(0.4 * synth.sample_rate)
    decay, phrase = np.exp(-3 * np.arange(samples) / samples), []
    for seed, note in enumerate(notes):
        synth.random(seed)
        phrase.append(decay * synth.process(note, 0, synth.grain / 4, samples=samples))
    return np.concatenate(phrase).astype(np.float32)
