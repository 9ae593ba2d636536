"""Sounds of an evaluation: files beside the report, and excerpts and sweeps inside it."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from granvae.analysis.plot_style import save
from granvae.analysis.plots import draw_reconstructions
from granvae.data.atomic_write import write_wav
from granvae.data.overlap_add import reconstruct_sounds
from granvae.engine.player import Player
from granvae.evaluation.latent_probes import REACH, with_latent
from granvae.evaluation.result import Evaluation, LatentEffect, classes_of
from granvae.evaluation.scoring import GrainSelection, System
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
    codec: Codec, selection: GrainSelection, seed: int, out: Path, seconds: float
) -> tuple[Path, ...]:
    """A figure of some of the scored grains, and ``seconds`` of sound before and after the model.

    Raises:
        FileError: the sounds cannot be written.
    """
    files = ("reconstructions.png", "input.wav", "reconstruction.wav")
    figure, before, after = (out / name for name in files)
    grains, names = selection.draw(_SHOWN_GRAINS, seed)
    rebuilt = codec.reconstruct(grains)
    save(draw_reconstructions(grains, rebuilt, codec.sample_rate, names), figure)
    # An equal share of the seconds for each sound, from its beginning.
    corpus = selection.corpus
    sounds = [sound for sound in corpus.sounds if sound.length >= codec.grain]
    most = max(round(seconds * corpus.sample_rate / len(sounds)), codec.grain)
    parts = [replace(one, stop=min(one.stop, one.start + most)) for one in sounds]
    recorded, reconstructed = reconstruct_sounds(
        corpus, selection.sampler, codec.reconstruct, parts
    )
    # 32-bit float: a reconstruction may pass full scale, and its level must stay comparable.
    for path, audio in ((before, recorded), (after, reconstructed)):
        write_wav(path, audio, codec.sample_rate)
    return figure, before, after


@dataclass(frozen=True)
class Excerpt:
    """A stretch of one file of a class, before and after the model, as data URIs of FLAC."""

    label: str
    file: str
    trained_on: bool
    original: str
    reconstruction: str


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


def make_excerpts(selection: GrainSelection, system: System, result: Evaluation) -> list[Excerpt]:
    """Of each class one file, held-out if possible: its loudest stretch."""
    rng = np.random.default_rng([result.seed, 5])
    corpus, grain = selection.corpus, selection.sampler.grain
    rate = corpus.sample_rate
    made = []
    for label, names in list(classes_of(selection.offsets).items())[:_MOST_EXCERPTS]:
        held_out = [name for name in names if name not in result.training_files]
        name = str(rng.choice(held_out or list(names)))
        sound = next(one for one in corpus.sounds if one.name == name)
        loudest = _loudest(corpus.samples[sound.start : sound.stop], rate)
        start = min(sound.start + loudest, sound.stop - grain)
        stop = min(sound.stop, start + max(round(_EXCERPT_SECONDS * rate), grain))
        stretch = replace(sound, start=start, stop=stop)
        sounds = reconstruct_sounds(corpus, selection.sampler, system, [stretch])
        gain = _PEAK / max(float(np.abs(sounds[0]).max()), 1e-6)  # one for both: levels compare
        uris = (flac_uri(gain * one, rate) for one in sounds)
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


def _loudest(samples: NDArray[np.float32], rate: int) -> int:
    """Where the stretch of an excerpt's length with most energy begins, on a grid of 50 ms."""
    hop = max(1, rate // 20)
    energy = np.add.reduceat(np.square(samples, dtype=np.float64), np.arange(0, len(samples), hop))
    width = max(1, round(_EXCERPT_SECONDS * rate / hop))
    if len(energy) <= width:
        return 0
    return int(np.argmax(np.convolve(energy, np.ones(width), "valid"))) * hop
