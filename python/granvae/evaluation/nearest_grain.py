"""The nearest recorded grain: what a sampler with a large memory would play instead of a model."""

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from granvae.analysis.metrics import SILENCE_DBFS
from granvae.analysis.pca import normalise
from granvae.data.corpus import Corpus
from granvae.data.grain_sampler import GrainSampler

_FULL_LENGTH = 512  # samples; grains that are longer are fewer, or memory would grow
_CHUNK = 512  # grains a matrix product; with 60,000 stored ones it takes 123 MB


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
