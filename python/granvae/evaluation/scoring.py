"""Which grains an evaluation scores, and the scores of every system on the same ones."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from granvae.analysis.metrics import SILENCE_DBFS, rms_dbfs
from granvae.analysis.pca import normalise
from granvae.data.corpus import Corpus
from granvae.data.grain_sampler import GrainSampler
from granvae.errors import GranvaeError
from granvae.evaluation.result import Metrics, Scores, score_grains
from granvae.training.run_folder import Run

Floats = NDArray[np.float32]
Progress = Callable[[int, int, str], None]  # files done, files in all, the one in work
System = Callable[[Floats], Floats]  # grains (batch, grain) to their reconstructions

_FULL_LENGTH = 512  # samples; grains that are longer are fewer, or memory would grow
_CHUNK = 512  # grains a matrix product; with 60,000 stored ones it takes 123 MB
PARTS = ("all", "train", "validation")  # of a run's own sounds
_CANDIDATES = 8  # times as many grains as are scored; reading all of 100 hours takes minutes


@dataclass(frozen=True, eq=False)
class GrainSelection:
    """The grains of a corpus that are scored."""

    corpus: Corpus
    sampler: GrainSampler  # reads them
    offsets: dict[str, NDArray[np.int64]]  # where they begin, by file; silent files have none

    def draw(self, count: int, seed: int) -> tuple[Floats, list[str]]:
        """At most ``count`` of the grains ``(n, grain)``, drawn by seed, and the file of each."""
        names, offsets = self.drawn_offsets(count, seed)
        return self.sampler.take(offsets), names

    def drawn_offsets(self, count: int, seed: int) -> tuple[list[str], NDArray[np.int64]]:
        """Files and offsets of the grains that `draw` reads."""
        names = np.repeat(list(self.offsets), [len(part) for part in self.offsets.values()])
        offsets = np.concatenate(list(self.offsets.values()))
        drawn = np.random.default_rng(seed).permutation(len(offsets))[:count]
        return names[drawn].tolist(), offsets[drawn]


def part_of_run(corpus: Corpus, run: Run, part: str) -> tuple[Corpus, frozenset[str]]:
    """The sounds of one side of a run's split, and the names of those that it was trained on.

    A run that had a single file cut it in time; the same cut is made again. ``part`` is one of
    `PARTS`.

    Raises:
        GranvaeError: none of the sounds belongs to that part.
    """
    train, validation = frozenset(run.train_names), frozenset(run.validation_names)
    if part not in PARTS:
        raise GranvaeError(f"The split {part!r} is unknown; give {', '.join(PARTS)}.")
    if part != "all":
        wanted = train if part == "train" else validation
        sounds = tuple(sound for sound in corpus.sounds if sound.name in wanted)
        if not sounds:
            raise GranvaeError(
                f"None of the given sounds is a {part} file of {run.folder}; "
                f"give the folder that it was trained on: {', '.join(run.config.sounds)}."
            )
        corpus = replace(corpus, sounds=sounds)
        if train & validation:
            halves = corpus.split(run.config.validation, run.config.seed, run.config.grain)
            corpus = halves[0] if part == "train" else halves[1]
    trained_on = frozenset[str]() if part == "validation" else train
    return corpus, trained_on & {sound.name for sound in corpus.sounds}


def select_grains(corpus: Corpus, grain: int, align: str, most: int, seed: int) -> GrainSelection:
    """Audible grains that cover a corpus one grain apart, aligned; at most about ``most``.

    Of more than that a seeded selection stays, each file keeping its share, but at least one. Where
    there are more than `_CANDIDATES` times as many, they are taken further apart.

    Raises:
        GranvaeError: no sound is long enough, or none is loud enough.
    """
    sampler = GrainSampler(corpus, grain, align)
    grains = sum(sound.length for sound in corpus.sounds) // grain
    hop = grain * max(1, grains // (_CANDIDATES * most))
    audible = {}
    for sound in corpus.sounds:
        offsets = sampler.offsets_of(sound, hop)
        if len(offsets):
            audible[sound.name] = offsets[rms_dbfs(sampler.take(offsets)) >= SILENCE_DBFS]
    total = sum(map(len, audible.values()))
    if not total:
        raise GranvaeError(
            f"None of the {len(corpus.sounds)} sounds has a grain above "
            f"{SILENCE_DBFS:g} dBFS RMS; give louder recordings."
        )
    rng = np.random.default_rng(seed)
    share = min(1.0, most / total)
    chosen = {
        name: np.sort(rng.choice(offsets, max(1, round(share * len(offsets))), replace=False))
        for name, offsets in audible.items()
        if len(offsets)
    }
    return GrainSelection(corpus, sampler, chosen)


def score_systems(
    systems: Mapping[str, System],
    selection: GrainSelection,
    on_progress: Progress | None = None,
    memorised: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> dict[str, Scores]:
    """How well each of the systems, by name, reproduces the grains.

    Before each file ``on_progress`` is called. Files that a system stores are ``memorised``, and
    it is not scored on them.
    """
    files: dict[str, dict[str, Metrics]] = {system: {} for system in systems}
    for index, (name, offsets) in enumerate(selection.offsets.items()):
        if on_progress is not None:
            on_progress(index, len(selection.offsets), name)
        grains = selection.sampler.take(offsets)
        for system, reconstruct in systems.items():
            if name not in memorised.get(system, ()):
                files[system][name] = score_grains(grains, reconstruct(grains))
    return {
        system: Scores(metrics, {name: len(selection.offsets[name]) for name in metrics})
        for system, metrics in files.items()
    }


class StoredGrains:
    """Training grains, of which the most similar one replaces a recorded grain.

    Similarity is the normalised correlation. The stored grain gets the recorded one's level for
    free, as PCA does (`granvae.analysis.pca`). Where a model has its weights, this baseline has all
    grains at hand: it shows how far memory goes without any learning.

    Args:
        grains: ``(n, grain)`` at any level.

    Examples:
        >>> StoredGrains([[1.0, 0.0], [0.0, 1.0]]).reconstruct([[0.4, 0.1]]).round(2)
        array([[0.41, 0.  ]], dtype=float32)
    """

    def __init__(self, grains: ArrayLike) -> None:
        self._stored = torch.from_numpy(normalise(grains)[0].astype(np.float32))

    def __len__(self) -> int:
        return len(self._stored)

    def reconstruct(self, grains: ArrayLike) -> NDArray[np.float32]:
        """For grains ``(batch, grain)`` the nearest stored ones, each at the level of its own."""
        normal, level = normalise(grains)
        queries = torch.from_numpy(normal.astype(np.float32))
        with torch.inference_mode():
            parts = torch.split(queries, _CHUNK)
            chosen = [torch.argmax(part @ self._stored.T, dim=1) for part in parts]
            nearest = self._stored[torch.cat(chosen)]
        return np.asarray(nearest.numpy() * level, np.float32)


def store_grains(corpus: Corpus, grain: int, align: str, seed: int, most: int) -> StoredGrains:
    """At most ``most`` audible grains from anywhere in the corpus, aligned as in the training.

    Of grains longer than 512 samples, only as many as have the samples of ``most`` such.
    """
    sampler = GrainSampler(corpus, grain, align, SILENCE_DBFS)
    count = min(most, most * _FULL_LENGTH // grain)
    return StoredGrains(sampler.draw(count, np.random.default_rng([seed, 3])))
