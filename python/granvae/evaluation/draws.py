"""How points sound that no recording gave: drawn ones, walks and straight lines."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from granvae.analysis.bands import band_levels_db, concentration, noisy_share, periodicity
from granvae.analysis.descriptors import DESCRIPTORS
from granvae.engine.grain_map import read_map
from granvae.engine.synth import Synth
from granvae.export.codec import Floats

EDGES = (0.0, 300.0, 700.0, 1500.0, 3000.0, 5000.0, 7500.0, 10_000.0, 20_000.0)  # Hz
_WALK = 16  # grains, the last of which counts
_TREES, _LEAF, _FOLDS = 60, 5, 4


@dataclass(frozen=True)
class DrawScores:
    """How the grains of one kind of points sound, beside those of recordings.

    Attributes:
        auc: how well a classifier tells them apart: 0.5 not at all, 1 always.
        noisy: the share of grains as noisy as the noisiest 7 % of those of recordings.
        periodicity: how nearly a grain repeats itself, 0 … 1, in the mean.
    """

    auc: float
    noisy: float
    periodicity: float


@dataclass(frozen=True)
class Draws:
    """How points sound that no recording gave.

    Attributes:
        kinds: ``random``, and ``line``, the middles of straight lines between recorded grains. With
            a model that has a map with places also ``walk`` (the ends of short walks), ``random
            prior``, and ``learned``, the grains of the map themselves.
        periodicity: of the reconstructions that all these are compared with.
    """

    kinds: dict[str, DrawScores]
    periodicity: float

    @property
    def has_map(self) -> bool:
        """Whether the model draws and walks by what it learned."""
        return "learned" in self.kinds

    def to_dict(self) -> dict[str, object]:
        """For JSON, without NaN."""
        scores = {kind: asdict(one) for kind, one in self.kinds.items()}
        known = {
            kind: {name: value if np.isfinite(value) else None for name, value in one.items()}
            for kind, one in scores.items()
        }
        return {**known, "recorded_periodicity": self.periodicity}


def score_draws(model: Path, points: Floats, count: int, seed: int) -> Draws:
    """How drawn points, walks and lines of a model sound, as the engine decodes them.

    They are compared with recorded grains as the model reproduces them: what is lost in decoding
    is no fault of the points.

    Args:
        model: its file.
        points: ``(n, latents)`` of recorded grains, at best held-out ones.
        count: of points of each kind.
        seed: of all draws.
    """
    synth = Synth(model, None)
    rng = np.random.default_rng([seed, 7])
    ends = points[rng.integers(0, len(points), (count, 2))]
    seeds = range(seed + 1, seed + 1 + count)
    drawn = {"random": np.stack([synth.random(one) for one in seeds])}
    grain_map = read_map(model)
    if grain_map is not None and grain_map.place.any():
        rows = rng.permutation(len(grain_map.latents))[:count]
        # Neighbours on one walk are alike, which would tell them from others: one of each.
        drawn["walk"] = np.stack([synth.walk(_WALK, one)[-1] for one in seeds])
        drawn["random prior"] = np.stack([synth.random(one, prior=True) for one in seeds])
        drawn["learned"] = grain_map.latents[rows]
    drawn["line"] = ends.mean(axis=1)
    rate = synth.table_rate
    real = decoded_grains(synth, points)
    kinds = {kind: _score(decoded_grains(synth, of), real, rate) for kind, of in drawn.items()}
    return Draws(kinds, float(periodicity(real).mean()))


def decoded_grains(synth: Synth, points: Floats) -> Floats:
    """The grains ``(n, grain)`` of points ``(n, latents)`` as the engine decodes them."""
    side_by_side = np.full(len(points), synth.grain)
    side_by_side[0] = 0
    synth.path(points, side_by_side)
    return synth.table.reshape(len(points), synth.grain)


def classifier_auc(some: Floats, others: Floats, rate: float) -> float:
    """How well a classifier tells grains ``(n, grain)`` from others ``(m, grain)``.

    The area under the curve of true against false positives: 0.5 where they cannot be told apart, 1
    where they always are (Lopez-Paz & Oquab 2017, "Revisiting classifier two-sample tests"). NaN
    for fewer than four of a kind. A random forest sees the levels of bands and descriptors of each
    grain, and is tried on grains that it has not seen.
    """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    if min(len(some), len(others)) < _FOLDS:
        return float("nan")
    features = np.concatenate([_features(some, rate), _features(others, rate)])
    labels = np.repeat([0, 1], [len(some), len(others)])
    forest = RandomForestClassifier(_TREES, min_samples_leaf=_LEAF, random_state=0)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    guesses = cross_val_predict(forest, features, labels, cv=folds, method="predict_proba")
    return float(roc_auc_score(labels, guesses[:, 1]))


def _score(grains: Floats, real: Floats, rate: float) -> DrawScores:
    return DrawScores(
        classifier_auc(grains, real, rate),
        noisy_share(real, grains),
        float(periodicity(grains).mean()),
    )


def _features(grains: Floats, rate: float) -> NDArray[np.float64]:
    """Levels of bands relative to the whole grain, and descriptors: ``(n, features)``."""
    levels = band_levels_db(grains, rate, EDGES)
    whole = 10.0 * np.log10(np.sum(10.0 ** (levels / 10.0), axis=1, keepdims=True))
    described = [one(torch.from_numpy(grains)).numpy() for one in DESCRIPTORS.values()]
    clicks = np.nan_to_num(concentration(grains, rate))
    return np.column_stack([levels - whole, *described, clicks, periodicity(grains)])
