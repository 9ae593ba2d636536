"""Which grains an evaluation judges, and how every system does on the same ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from granvae.analysis import metrics
from granvae.data.corpus import Corpus, Sound
from granvae.data.grain_sampler import GrainSampler
from granvae.errors import GranvaeError
from granvae.evaluation.scores import Scores, figures_of

Floats = NDArray[np.float32]
Progress = Callable[[int, int, str], None]  # files done, files in all, the one in work
System = Callable[[Floats], Floats]  # grains (batch, grain) to their reconstructions

_LOOKED_AT = 8  # times as many grains as are judged; looking at all of 100 hours takes minutes


@dataclass(frozen=True, eq=False)
class Choice:
    """Grains of a corpus that are judged.

    Attributes:
        corpus: where they lie.
        sampler: takes them.
        offsets: by file name, where they begin; files of silence have none and are left out.
    """

    corpus: Corpus
    sampler: GrainSampler
    offsets: dict[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return sum(map(len, self.offsets.values()))

    def some(self, count: int, seed: int) -> tuple[Floats, list[str]]:
        """At most ``count`` of the grains ``(n, grain)``, drawn by seed, and the file of each."""
        names = np.repeat(list(self.offsets), [len(part) for part in self.offsets.values()])
        offsets = np.concatenate(list(self.offsets.values()))
        drawn = np.random.default_rng(seed).permutation(len(offsets))[:count]
        return self.sampler.take(offsets[drawn]), [str(name) for name in names[drawn]]


def choose_grains(corpus: Corpus, grain: int, align: str, most: int, seed: int) -> Choice:
    """The grains that cover a corpus one grain apart, aligned and audible; at most about ``most``.

    Of more than that a seeded choice stays, each file keeping its share, but at least one. Where
    there are more than `_LOOKED_AT` times as many, they are taken further apart.

    Raises:
        GranvaeError: no sound is long enough, or none is loud enough.
    """
    sampler = GrainSampler(corpus, grain, align)
    grains = sum(sound.length for sound in corpus.sounds) // grain
    hop = grain * max(1, grains // (_LOOKED_AT * most))
    loud = {}
    for sound in corpus.sounds:
        offsets = _loud(sampler, sound, hop)
        if len(offsets):
            loud[sound.name] = offsets
    total = sum(map(len, loud.values()))
    if not total:
        raise GranvaeError(
            f"None of the {len(corpus.sounds)} sounds has a grain above "
            f"{metrics.SILENCE_DBFS:g} dBFS RMS; give louder recordings."
        )
    rng = np.random.default_rng(seed)
    share = min(1.0, most / total)
    chosen = {
        name: np.sort(rng.choice(offsets, max(1, round(share * len(offsets))), replace=False))
        for name, offsets in loud.items()
    }
    return Choice(corpus, sampler, chosen)


def judge(
    systems: Mapping[str, System],
    choice: Choice,
    on_progress: Progress | None = None,
    by_heart: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> dict[str, Scores]:
    """How well each of the systems reproduces the grains.

    Args:
        by_heart: by system, files that it stores, on which it is not judged.
    """
    files: dict[str, dict[str, dict[str, float]]] = {system: {} for system in systems}
    for index, (name, offsets) in enumerate(choice.offsets.items()):
        if on_progress is not None:
            on_progress(index, len(choice.offsets), name)
        grains = choice.sampler.take(offsets)
        for system, through in systems.items():
            if name not in by_heart.get(system, ()):
                files[system][name] = figures_of(grains, through(grains))
    return {
        system: Scores(figures, {name: len(choice.offsets[name]) for name in figures})
        for system, figures in files.items()
    }


def _loud(sampler: GrainSampler, sound: Sound, hop: int) -> NDArray[np.int64]:
    offsets = sampler.offsets_of(sound, hop)
    if not len(offsets):
        return offsets
    return offsets[metrics.rms_dbfs(sampler.take(offsets)) >= metrics.SILENCE_DBFS]
