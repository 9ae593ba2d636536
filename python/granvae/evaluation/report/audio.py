"""Sounds of the report: excerpts and walks through the latent space, as players in the page."""

from __future__ import annotations

import io
from dataclasses import replace
from html import escape

import numpy as np
import soundfile
from numpy.typing import NDArray

from granvae.data.overlap_add import reconstruct_sounds
from granvae.engine.synth import Player
from granvae.evaluation.latent_probes import REACH, LatentSpace, turned
from granvae.evaluation.report.html import data_uri
from granvae.evaluation.scores import classes_of
from granvae.evaluation.scoring import Choice, System
from granvae.export.codec import Floats

EXCERPT_SECONDS = 2.0
MOST_EXCERPTS = 24
MOST_TRAVERSALS = 16
TRAVERSAL_SECONDS = 2.4
_TURNS = 48  # grains of a traversal
_PEAK = 0.7  # of full scale
_LOWEST_HZ = 40.0  # grains that would sound as single beats below are looped faster
_LOOP_HZ = 110.0


def player(title: str, samples: Floats, sample_rate: int, note: str = "") -> str:
    """A player of ``samples (n,)``, full scale 1, as 16-bit mono FLAC inside the page."""
    buffer = io.BytesIO()
    soundfile.write(
        buffer, np.clip(samples, -1.0, 1.0), sample_rate, format="FLAC", subtype="PCM_16"
    )
    source = data_uri(buffer.getvalue(), "audio/flac")
    remark = f"<span>{escape(note)}</span>" if note else ""
    return (
        f"{remark}<audio controls preload=metadata "
        f'aria-label="{escape(title)}" src="{source}"></audio>\n'
    )


def excerpts(choice: Choice, through: System, seen: frozenset[str], known: bool, seed: int) -> str:
    """Of each class one file, if possible unheard in the training: its beginning, before and after.

    Args:
        choice: the judged grains.
        through: the model, grains to their reconstructions.
        seen: files of the training.
        known: whether it is known which files these are.
        seed: of the choice among a class's files.
    """
    rng = np.random.default_rng([seed, 5])
    rate = choice.corpus.sample_rate
    cells = []
    for label, names in list(classes_of(choice.offsets).items())[:MOST_EXCERPTS]:
        name = str(rng.choice([one for one in names if one not in seen] or list(names)))
        sound = next(one for one in choice.corpus.sounds if one.name == name)
        part = _loudest(choice.corpus.samples[sound.start : sound.stop], rate)
        start = min(sound.start + part, sound.stop - choice.sampler.grain)
        stop = min(sound.stop, start + max(round(EXCERPT_SECONDS * rate), choice.sampler.grain))
        recorded, rebuilt = reconstruct_sounds(
            choice.corpus, choice.sampler, through, [replace(sound, start=start, stop=stop)]
        )
        heard = ", heard in the training" if name in seen else ", not in the training"
        gain = _PEAK / max(float(np.abs(recorded).max()), 1e-6)  # one for both: levels compare
        cells.append(
            f'<div class="player"><h3>{escape(label)}</h3>'
            f'<p class="soft">{escape(name)}{heard if known else ""}</p>'
            + player(f"{name}, original", gain * recorded, rate, "original")
            + player(f"{name}, reconstruction", gain * rebuilt, rate, "reconstruction")
            + "</div>\n"
        )
    return f'<div class="players">\n{"".join(cells)}</div>\n'


def traversals(space: LatentSpace, origin: Floats, changes: list[float]) -> str:
    """Each of the first dimensions turned from one end to the other while a grain loops.

    Args:
        space: the latent space.
        origin: ``(latent,)`` where the other dimensions stay.
        changes: log-spectral distance in dB that each dimension makes.
    """
    rate = space.codec.sample_rate
    sounds = [_traversal(space, origin, d) for d in range(min(len(changes), MOST_TRAVERSALS))]
    loudest = max([1e-6, *(float(np.abs(sound).max()) for sound in sounds)])
    widest = max([1.0, *changes])
    cells = []
    for label, change, sound in zip(space.labels, changes, sounds, strict=False):
        cells.append(
            f'<div class="player"><h3>{escape(label)}</h3>'
            f'<p class="soft">{change:.1f} dB from the middle to an end</p>'
            f'<div class="bar"><i style="width:{100.0 * change / widest:.0f}%"></i></div>'
            + player(f"traversal of {label}", _PEAK / loudest * sound, rate)
            + "</div>\n"
        )
    return f'<div class="players">\n{"".join(cells)}</div>\n'


def _traversal(space: LatentSpace, origin: Floats, dimension: int) -> Floats:
    """A loop whose grain follows the dimension, decoded step by step, through the native engine."""
    codec = space.codec
    values = np.linspace(-REACH, REACH, _TURNS)
    points = np.concatenate([turned(origin[None], dimension, value) for value in values])
    grains = codec.decode(points)
    natural = codec.sample_rate / codec.grain
    frequency = natural if natural >= _LOWEST_HZ else _LOOP_HZ
    # A grain that is looped faster is read in part, so that it keeps its pitch.
    length = min(codec.grain, round(1.5 * codec.sample_rate / frequency))
    start = (codec.grain - length) / 2
    voice = Player(grains[0], codec.sample_rate, codec.sample_rate, length=max(4, length))
    step = round(TRAVERSAL_SECONDS * codec.sample_rate / _TURNS)
    parts = []
    for grain in grains:
        voice.set_table(grain, codec.sample_rate)
        parts.append(voice.process(frequency, start, length / 3, samples=step))
    return np.concatenate(parts)


def _loudest(samples: NDArray[np.float32], rate: int) -> int:
    """Where the stretch of an excerpt's length with most energy begins, on a grid of 50 ms."""
    hop = max(1, rate // 20)
    energy = np.add.reduceat(np.square(samples, dtype=np.float64), np.arange(0, len(samples), hop))
    width = max(1, round(EXCERPT_SECONDS * rate / hop))
    if len(energy) <= width:
        return 0
    return int(np.argmax(np.convolve(energy, np.ones(width), "valid"))) * hop
