"""Whole sounds: stretches of the evaluated recordings, and what the instrument plays of them.

Everything of a model is played by the engine, as Max, Pure Data and Python play it: the recording
is encoded as a path with places, decoded into a table, and looped at its recorded speed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from granvae.data.corpus import Corpus, Recording
from granvae.engine.parameters import parameters
from granvae.engine.synth import Synth
from granvae.evaluation.grain_table import cut_grains, lay_grains
from granvae.evaluation.scoring import Progress
from granvae.export.codec import Codec, Floats

SCALE = 0.7  # of all latents, an edit that moves them towards the mean
OFFSET = 0.5  # σ, added to all latents

_GRID = 0.05  # seconds
_SEARCHED = 120.0  # seconds of a recording, for its loudest stretch


@dataclass(frozen=True, eq=False)
class PlayedSound:
    """A stretch of a recording, and what was played of it.

    Attributes:
        name: of the recording.
        recorded: ``(n,)`` samples.
        played: ``(n,)`` samples by system: ``model``; ``with noise`` where the model makes noise
            and ``model`` leaves it out; ``encoder`` (without refinement, where there is any),
            ``pca`` and ``no network`` (the recorded grains themselves), all at the model's places;
            ``no places`` (the same points without places); ``scaled`` and ``offset`` (the path
            after an edit).
        places: ``(count,)`` of its grains, as `granvae.Synth.places` gives them.
    """

    name: str
    recorded: Floats
    played: dict[str, Floats]
    places: NDArray[np.int64]

    @property
    def heard(self) -> str:
        """The system that is heard with the engine's defaults."""
        return "with noise" if "with noise" in self.played else "model"

    @property
    def as_played(self) -> Floats:
        """What is heard with the engine's defaults."""
        return self.played[self.heard]


def choose_stretches(
    corpus: Corpus, groups: Sequence[Sequence[str]], limits: tuple[float, float, float], seed: int
) -> list[Recording]:
    """The loudest stretch of as many recordings as fit into the time.

    Args:
        corpus: with the recordings.
        groups: their names; one of each group is taken in turn, drawn by seed.
        limits: seconds of the shortest and of the longest stretch, where recordings are as long,
            and of all of them.
        seed: of the draw.
    """
    shortest, longest, total = limits
    rng = np.random.default_rng([seed, 6])
    drawn = [rng.permutation(np.array(group, dtype=object)).tolist() for group in groups]
    names = [name for turn in zip_longest(*drawn) for name in turn if name is not None]
    each = min(max(total / max(len(names), 1), shortest), longest, total)
    sounds = {sound.name: sound for sound in corpus.sounds}
    left = round(total * corpus.sample_rate)
    chosen: list[Recording] = []
    for name in names:
        stretch = _loudest(corpus, sounds[name], each)
        if not 0 < stretch.length <= left:
            break
        left -= stretch.length
        chosen.append(stretch)
    return chosen


def play_sounds(
    codec: Codec,
    model: Path,
    corpus: Corpus,
    stretches: Sequence[Recording],
    on_progress: Progress | None = None,
) -> list[PlayedSound]:
    """What the instrument plays of stretches of recordings.

    Args:
        codec: of the run or the file that is evaluated.
        model: its model file, which the engine plays.
        corpus: of the stretches.
        stretches: to play.
        on_progress: called before each of them.
    """
    played = []
    for index, stretch in enumerate(stretches):
        if on_progress is not None:
            on_progress(index, len(stretches), f"playing {stretch.name}")
        played.append(
            _play(codec, model, stretch.name, corpus.samples[stretch.start : stretch.stop])
        )
    return played


def natural_sound(synth: Synth, samples: int) -> Floats:
    """The table once from its first sample, as long as it lasts, then silence: ``(samples,)``.

    At the speed at which it was recorded, without a fade between the end and the beginning.
    """
    table = len(synth.table)
    sound = synth.process(synth.table_rate / table, 0.0, 0.0, min(samples, table))
    return np.pad(sound, (0, samples - len(sound)))


def quiet_synth(model: Path | str) -> Synth:
    """A model at its own rate, without the noise that the engine adds by default."""
    synth = Synth(model, None)
    if any(parameter.name == "noise" for parameter in parameters()):
        synth.set("noise", 0.0)
    return synth


def _play(codec: Codec, model: Path, name: str, samples: NDArray[np.float32]) -> PlayedSound:
    recorded = samples / max(1.0, float(np.abs(samples).max(initial=0.0)))  # as the engine does
    synth = quiet_synth(model)
    points = synth.encode(recorded)
    places = synth.places
    assert places is not None  # of a sound that was encoded
    grains = cut_grains(recorded, places, codec.grain)

    def laid(reconstruct: Callable[[Floats], ArrayLike]) -> Floats:
        return lay_grains(reconstruct(grains), places)[: len(recorded)]

    def edited(name: str, *amounts: object) -> Floats:
        fresh = quiet_synth(model)  # a loop plays on; a fresh one begins at the first sample
        fresh.path(points, places)
        getattr(fresh, name)(*amounts)
        return natural_sound(fresh, len(recorded))

    played = {"model": natural_sound(synth, len(recorded))}
    noisy = Synth(model, None)
    noisy.path(points, places)
    with_noise = natural_sound(noisy, len(recorded))
    if not np.array_equal(with_noise, played["model"]):
        played["with noise"] = with_noise
    if codec.unrefined is not None:
        played["encoder"] = laid(codec.unrefined.reconstruct)
    if codec.pca is not None:
        played["pca"] = laid(codec.pca.reconstruct)
    played["no network"] = laid(lambda of_recording: of_recording)
    played["no places"] = edited("path", points)
    played["scaled"] = edited("scale", SCALE)
    played["offset"] = edited("offset", OFFSET)
    return PlayedSound(name, recorded, played, places)


def loudest_part(samples: NDArray[np.float32], length: int, rate: int) -> slice:
    """The ``length`` samples with the most energy, on a grid of 50 ms; all, if there are fewer."""
    hop = max(1, round(_GRID * rate))
    steps = max(1, length // hop)
    if len(samples) <= length:
        return slice(0, len(samples))
    energy = np.add.reduceat(np.square(samples, dtype=np.float64), np.arange(0, len(samples), hop))
    loudest = int(np.argmax(np.convolve(energy, np.ones(steps), "valid")))
    start = min(loudest * hop, len(samples) - length)
    return slice(start, start + length)


def _loudest(corpus: Corpus, sound: Recording, seconds: float) -> Recording:
    # Of a recording of hours, only the beginning is read.
    most = round(_SEARCHED * corpus.sample_rate)
    samples = corpus.samples[sound.start : min(sound.stop, sound.start + most)]
    part = loudest_part(samples, round(seconds * corpus.sample_rate), corpus.sample_rate)
    return replace(sound, start=sound.start + part.start, stop=sound.start + part.stop)
