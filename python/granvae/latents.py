"""From the latents of a training to those that a musician turns.

A network leaves its latent dimensions in any order, each with its own mean and deviation. Hosts get
them in deviations of the training latents, the dimension that changes the sound most first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from granvae.metrics import ACTIVE_VARIANCE

PERCENTILES = (1, 5, 25, 50, 75, 95, 99)

_MEASURED = 4096  # latents that are decoded to measure the order; more changes it no more

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Whitening:
    """How host latents and the model's own are converted: ``model[order] = shift + scale * host``.

    A dimension that the encoder left at the prior (collapsed) keeps the prior's deviation as its
    unit: divided by its own tiny one, the encoder's noise would look like a wide range.

    Attributes:
        order: ``(latent,)`` the model's dimension that each host dimension turns.
        shift: ``(latent,)`` mean of the training latents, in the model's units.
        scale: ``(latent,)`` one host unit, in the model's units.
        variance_explained: ``(latent,)`` share of the decoded variance, falling, of sum 1.
        active: ``(latent,)`` False for collapsed dimensions, which come last.
    """

    order: NDArray[np.int64]
    shift: Floats
    scale: Floats
    variance_explained: NDArray[np.float64]
    active: NDArray[np.bool_]

    def to_host(self, latents: Floats) -> Floats:
        """The model's latents ``(n, latent)`` in host order and units."""
        return (latents[:, self.order] - self.shift) / self.scale

    def to_model(self, latents: Floats) -> Floats:
        """The inverse of `to_host`."""
        result = np.empty_like(latents)
        result[:, self.order] = self.shift + self.scale * latents
        return result


def fit_whitening(latents: Floats, decode: Callable[[Floats], Floats]) -> Whitening:
    """Measure order and units on the latents of training grains.

    The weight of a dimension is the mean squared change of the decoded grains when it alone is
    held at its mean; for a linear decoder of independent latents this is exactly the variance it
    explains. The shares are these weights divided by their sum.

    Args:
        latents: ``(n, latent)`` posterior means of training grains.
        decode: the model's decoder, ``(batch, latent)`` to ``(batch, grain)``.
    """
    mean = latents.mean(axis=0)
    deviation = latents.std(axis=0)
    active = deviation**2 > ACTIVE_VARIANCE
    some = latents[np.linspace(0, len(latents) - 1, min(len(latents), _MEASURED)).astype(np.int64)]
    weights = _weights(some, mean, decode)
    order = np.lexsort((-weights, ~active))
    total = float(weights.sum())
    shares = weights / total if total > 0.0 else np.zeros_like(weights)
    return Whitening(
        order=order.astype(np.int64),
        shift=np.asarray(mean[order], np.float32),
        scale=np.asarray(np.where(active, deviation, 1.0)[order], np.float32),
        variance_explained=shares[order],
        active=active[order],
    )


def statistics(host_latents: Floats) -> dict[str, Any]:
    """Mean, deviation and percentiles of each dimension of ``(n, latent)``, as lists."""
    table = np.percentile(host_latents, PERCENTILES, axis=0)
    return {
        "mean": _listed(host_latents.mean(axis=0)),
        "deviation": _listed(host_latents.std(axis=0)),
        "percentiles": {
            str(percent): _listed(row) for percent, row in zip(PERCENTILES, table, strict=True)
        },
    }


def _weights(
    latents: Floats, mean: Floats, decode: Callable[[Floats], Floats]
) -> NDArray[np.float64]:
    whole = np.float64(decode(latents))
    weights = np.empty(latents.shape[1])
    for dimension in range(latents.shape[1]):
        held = latents.copy()
        held[:, dimension] = mean[dimension]
        weights[dimension] = np.mean((decode(held) - whole) ** 2)
    return weights


def _listed(values: NDArray[Any]) -> list[float]:
    return [round(float(value), 6) for value in values]
