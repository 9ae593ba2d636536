"""The whole way once: sounds, training, model, evaluation, renderings and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from rich.console import Console

from granvae.analysis import grain_plots
from granvae.cli.console import print_evaluation, reading_progress
from granvae.data.builtin.builtin_sounds import write_builtin_sounds
from granvae.engine.render import Rendering, render
from granvae.engine.synth import Synth
from granvae.evaluation.evaluate import Evaluation, evaluate
from granvae.export.export_run import export_run
from granvae.training.config import TrainConfig
from granvae.training.run_folder import holds_run
from granvae.training.train import train

_PEAK = 0.7  # of full scale


@dataclass(frozen=True)
class Demo:
    """What a demonstration leaves."""

    model: Path
    sounds: tuple[Path, ...]
    pictures: tuple[Path, ...]
    evaluation: Evaluation


def run_demo(sounds: Sequence[str], out: Path, minutes: float, console: Console) -> Demo:
    """Trains on the folders, or on sounds of our own, and plays what was learned.

    A second call goes on from the run that the first one left.

    Args:
        sounds: files and folders; none for the built-in corpus.
        out: the folder that gets everything.
        minutes: of training.
        console: takes headings and figures.

    Raises:
        GranvaeError: see `granvae.training.train.train`.
    """
    out.mkdir(parents=True, exist_ok=True)
    if not sounds:
        console.rule("1. Sounds: made here, since no folder was given")
        with console.status("plucking, striking, blowing, bowing, singing, drumming …"):
            written = write_builtin_sounds(out / "sounds")
        console.print(f"{len(written)} sounds in {out / 'sounds'}")
        sounds = (str(out / "sounds"),)

    console.rule(f"2. Training: {minutes:g} minutes")
    folder = _run_folder(out, sounds)
    config = TrainConfig(sounds=tuple(sounds), minutes=minutes)
    run = train(config, folder, resume=holds_run(folder), say=console.print)

    console.rule("3. Export and evaluation on sounds that the network has not heard")
    model = out / "model.ts"
    export_run(run, model)
    with reading_progress() as on_progress:
        evaluation = evaluate(
            folder, sounds, out=out / "evaluation", split="validation", on_progress=on_progress
        )
    print_evaluation(evaluation, console)

    console.rule("4. Playing it with the native engine")
    renderings = _play(model, out)
    picture = out / "table.png"
    synth = Synth(model)
    synth.line(_far_point(synth.latents), 8)
    grain_plots.plot_table(
        picture, synth.table, synth.grain, synth.grain // 4, round(synth.table_rate)
    )
    pictures = (picture, *(p for p in evaluation.written if p.suffix in (".html", ".png")))
    return Demo(model, renderings, pictures, evaluation)


def _run_folder(out: Path, sounds: Sequence[str]) -> Path:
    """One run for each choice of sounds, so that none is lost when one tries another folder."""
    for number in range(1, 1000):
        folder = out / ("run" if number == 1 else f"run-{number}")
        if not holds_run(folder):
            return folder
        if TrainConfig.load(folder / "config.json").sounds == tuple(sounds):
            return folder
    return out / "run-more"


def _far_point(latents: int) -> tuple[float, ...]:
    """A point 1.5 deviations out in every dimension, by turns on either side."""
    return tuple(1.5 * (-1) ** dimension for dimension in range(latents))


def _play(model: Path, out: Path) -> tuple[Path, ...]:
    synth = Synth(model)
    grain, far = synth.grain, _far_point(synth.latents)
    renderings = {
        "one-grain.wav": Rendering(latent=far, frequency=110.0, crossfade=grain / 4),
        "trajectory.wav": Rendering(line=far, count=64, crossfade=grain / 2, seconds=6.0),
        "backwards.wav": Rendering(line=far, count=32, frequency=-2.0, crossfade=grain),
    }
    for name, rendering in renderings.items():
        render(model, out / name, rendering)
    _write(out / "modulated-start.wav", _modulated_start(synth, far), synth)
    _write(out / "latent-melody.wav", _melody(synth), synth)
    return tuple(out / name for name in (*renderings, "modulated-start.wav", "latent-melody.wav"))


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
    decay = np.exp(-3 * np.arange(samples) / samples)
    phrase = []
    for seed, note in enumerate(notes):
        synth.random(seed)
        phrase.append(decay * synth.process(note, 0, synth.grain / 4, samples=samples))
    return np.concatenate(phrase).astype(np.float32)


def _write(path: Path, sound: NDArray[np.float32], synth: Synth) -> None:
    """Points drawn at random may be louder than full scale, which no loudspeaker plays."""
    loudest = float(np.abs(sound).max())
    soundfile.write(
        path, sound * min(1.0, _PEAK / loudest), round(synth.sample_rate), subtype="FLOAT"
    )
