"""Sounds of an evaluation: files beside the report, and excerpts and sweeps inside it."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from granvae.analysis.plot_style import save
from granvae.analysis.plots import draw_reconstructions
from granvae.data.atomic_write import write_wav
from granvae.engine.player import Player
from granvae.evaluation.file_classes import classes_of
from granvae.evaluation.latent_probes import REACH, with_latent
from granvae.evaluation.result import Evaluation, LatentEffect
from granvae.evaluation.scoring import GrainSelection
from granvae.evaluation.sounds import PlayedSound, loudest_part
from granvae.export.codec import Codec, Floats

MOST_SWEEPS = 16
_SHOWN_GRAINS = 16
_EXCERPT_SECONDS = 2.0
_MOST_EXCERPTS = 24
_SWEEP_SECONDS = 2.4
_SWEEP_GRAINS = 48
_PEAK = 0.7  # of full scale
_LOWEST_HZ = 40.0  # grains that would sound as single beats below are looped faster
_LOOP_HZ = 110.0


def write_examples(
    codec: Codec, selection: GrainSelection, sounds: Sequence[PlayedSound], seed: int, out: Path
) -> tuple[Path, ...]:
    """A figure of some of the scored grains, and the played sounds in a row, before and after.

    Raises:
        FileError: the sounds cannot be written.
    """
    files = ("reconstructions.png", "input.wav", "reconstruction.wav")
    figure, before, after = (out / name for name in files)
    grains, names = selection.draw(_SHOWN_GRAINS, seed)
    rebuilt = codec.reconstruct(grains)
    save(draw_reconstructions(grains, rebuilt, codec.sample_rate, names), figure)
    if not sounds:
        return (figure,)
    # 32-bit float: what is played may pass full scale, and its level must stay comparable.
    write_wav(before, np.concatenate([one.recorded for one in sounds]), codec.sample_rate)
    write_wav(after, np.concatenate([one.as_played for one in sounds]), codec.sample_rate)
    return figure, before, after


@dataclass(frozen=True)
class Excerpt:
    """A stretch of one file of a class, as recorded and as played, as data URIs of FLAC."""

    label: str
    file: str
    trained_on: bool
    recorded: str
    played: str


@dataclass(frozen=True)
class Sweep:
    """A loop while one latent moves from end to end; ``share`` of the largest change, in %."""

    label: str
    change_db: float
    share: float
    sound: str


def flac_uri(samples: Floats, sample_rate: int) -> str:
    """Samples ``(n,)`` of full scale 1 as 16-bit mono FLAC inside a data URI."""
    buffer, clipped = io.BytesIO(), np.clip(samples, -1.0, 1.0)
    soundfile.write(buffer, clipped, sample_rate, format="FLAC", subtype="PCM_16")
    return "data:audio/flac;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


def make_excerpts(sounds: Sequence[PlayedSound], result: Evaluation, rate: int) -> list[Excerpt]:
    """Of each class the first of the played sounds, held-out if possible: its loudest part."""
    played = {sound.name: sound for sound in sounds}
    made = []
    for label, names in list(classes_of(played).items())[:_MOST_EXCERPTS]:
        name = min(names, key=lambda one: one in result.training_files)
        both = (played[name].recorded, played[name].as_played)
        part = loudest_part(both[0], round(_EXCERPT_SECONDS * rate), rate)
        gain = _PEAK / max(float(np.abs(both[0][part]).max()), 1e-6)  # for both: levels compare
        uris = (flac_uri(gain * one[part], rate) for one in both)
        made.append(Excerpt(label, name, name in result.training_files, *uris))
    return made


def make_sweeps(codec: Codec, origin: Floats, effects: Sequence[LatentEffect]) -> list[Sweep]:
    """Each of the first latents moves from one end to the other while a grain loops.

    The other latents stay at ``origin (latent,)``; ``effects`` are those of all latents.
    """
    sounds = [_sweep(codec, origin, latent) for latent in range(min(len(effects), MOST_SWEEPS))]
    gain = _PEAK / max([1e-6, *(float(np.abs(sound).max()) for sound in sounds)])
    widest = max([1.0, *(one.lsd_db for one in effects)])
    uris = [flac_uri(gain * sound, codec.sample_rate) for sound in sounds]
    return [
        Sweep(one.label, one.lsd_db, 100.0 * one.lsd_db / widest, uri)
        for one, uri in zip(effects, uris, strict=False)
    ]


def _sweep(codec: Codec, origin: Floats, latent: int) -> Floats:
    """A loop whose grain follows the latent, decoded step by step, through the native engine."""
    values = np.linspace(-REACH, REACH, _SWEEP_GRAINS)
    points = np.concatenate([with_latent(origin[None], latent, value) for value in values])
    grains = codec.decode(points)
    natural = codec.sample_rate / codec.grain
    frequency = natural if natural >= _LOWEST_HZ else _LOOP_HZ
    # A grain that is looped faster is read in part, so that it keeps its pitch.
    length = min(codec.grain, round(1.5 * codec.sample_rate / frequency))
    start = (codec.grain - length) / 2
    player = Player(grains[0], codec.sample_rate, codec.sample_rate, length=max(4, length))
    step = round(_SWEEP_SECONDS * codec.sample_rate / _SWEEP_GRAINS)
    parts = []
    for grain in grains:
        player.set_table(grain, codec.sample_rate)
        parts.append(player.process(frequency, start, length / 3, samples=step))
    return np.concatenate(parts)
