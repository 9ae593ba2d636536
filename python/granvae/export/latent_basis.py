"""From the latents of a network to those of hosts.

A network leaves its latent dimensions in any order, each with its own mean and standard deviation,
and a sound's brightness may be spread over three of them. Hosts get dimensions that are
uncorrelated over the training grains, in standard deviations of these grains, the one that changes
the sound most first.

Plain principal components of the latents would not do: the KL term draws the latents of all grains
to a unit normal distribution, which has no principal axes. The latents are therefore whitened, so
that every direction has a standard deviation of 1. The rotation, which whitening leaves free, is
taken from the sound: its axes are the eigenvectors of the mean of ``J' J``, where ``J`` is how a
grain changes for one standard deviation along each direction. With a linear decoder these are
exactly the principal components of the decoded sound.

Dimensions with a meaning of their own are never mixed into the rotation: the log-gain
(:mod:`granvae.models.level`), and those that follow a descriptor
(:mod:`granvae.models.attribute_regularisation`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from granvae.analysis.metrics import ACTIVE_VARIANCE

PERCENTILES = (1, 5, 25, 50, 75, 95, 99)
GAIN_LABEL = "gain"

_HELD = 4096  # latents that are decoded to measure the shares; more change them no more
_SLOPED = 1024  # latents around which the decoder's slopes are measured
_SLOPES = 2**22  # samples of slopes in memory at a time: 32 MiB as doubles

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Decode = Callable[[Floats], Floats]


@dataclass(frozen=True)
class LatentBasis:
    """The conversion between host latents ``h`` and the model's own ``z``.

    ``z = mean + to_model h`` and ``h = from_model (z - mean)``. A collapsed direction, along which
    the training latents hardly vary, has no host latent: it is decoded at its mean.

    Attributes:
        mean: ``(latent,)`` of the training latents, in the model's units.
        to_model: ``(latent, host)``; each column is one standard deviation of the training latents.
        from_model: ``(host, latent)``, its inverse on the directions that are not collapsed.
        variance_explained: ``(host,)`` share of the decoded variance, of sum 1; falling, but for
            the labelled dimensions that come first.
        labels: ``host`` names.
        collapsed: directions that are left out.
    """

    mean: Floats
    to_model: Floats
    from_model: Floats
    variance_explained: Doubles
    labels: tuple[str, ...]
    collapsed: int

    @property
    def count(self) -> int:
        """Host latents."""
        return len(self.labels)

    @property
    def standard_deviation(self) -> Floats:
        """``(host,)`` what one unit of each host latent is in standard deviations of the prior."""
        return np.asarray(np.linalg.norm(self.to_model, axis=0), np.float32)

    def to_host(self, latents: Floats) -> Floats:
        """The model's latents ``(n, latent)`` as those of hosts ``(n, host)``."""
        return np.asarray((latents - self.mean) @ self.from_model.T, np.float32)

    def from_host(self, latents: Floats) -> Floats:
        """Host latents ``(n, host)`` as the model's ``(n, latent)``, ready to decode."""
        return np.asarray(self.mean + latents @ self.to_model.T, np.float32)


def fit_latent_basis(
    latents: Floats, decode: Decode, gain: int | None = None, controls: dict[str, int] | None = None
) -> LatentBasis:
    """Measure rotation, order and units of host latents on those of training grains.

    The weight of a host dimension is the mean squared change of the decoded grains when it alone is
    held at its mean; for a linear decoder this is exactly the variance it explains. Its share is
    its weight divided by the sum of all. Loud grains count as loud as they are.

    Args:
        latents: ``(n, latent)`` posterior means of training grains.
        decode: the model's decoder, ``(batch, latent)`` to ``(batch, grain)``.
        gain: the dimension that is the log-gain, which stays by itself and is never left out.
        controls: by label, the dimensions that come first and stay by themselves.
    """
    named = dict(controls or {})
    first = len(named)
    if gain is not None and gain not in named.values():
        named[GAIN_LABEL] = gain
    mean = latents.mean(axis=0, dtype=np.float64)
    axes, labels = _axes(latents, named, gain)
    first = sum(label in labels for label in list(named)[:first])
    free = np.array([d for d in range(latents.shape[1]) if d not in named.values()], np.int64)
    rotated = _rotated(latents, free, decode)
    to_model = np.concatenate([axes, rotated], axis=1)
    labels += [""] * rotated.shape[1]
    from_model = np.linalg.pinv(to_model)
    weights = _weights(_some(latents, _HELD), mean, to_model, from_model, decode)
    order = [*range(first), *(first + np.argsort(-weights[first:], kind="stable"))]
    total = float(weights.sum())
    shares = weights / total if total > 0.0 else np.zeros_like(weights)
    return LatentBasis(
        mean=np.asarray(mean, np.float32),
        to_model=np.asarray(to_model[:, order], np.float32),
        from_model=np.asarray(from_model[order], np.float32),
        variance_explained=shares[order],
        labels=tuple(labels[k] or f"latent {place}" for place, k in enumerate(order)),
        collapsed=latents.shape[1] - to_model.shape[1],
    )


def statistics(host_latents: Floats) -> dict[str, Any]:
    """Mean, standard deviation and percentiles of each dimension of ``(n, host)``, as lists."""
    table = zip(PERCENTILES, np.percentile(host_latents, PERCENTILES, axis=0), strict=True)
    return {
        "mean": _listed(host_latents.mean(axis=0)),
        "deviation": _listed(host_latents.std(axis=0)),
        "percentiles": {str(percent): _listed(row) for percent, row in table},
    }


def _axes(latents: Floats, named: dict[str, int], gain: int | None) -> tuple[Doubles, list[str]]:
    """The dimensions that stay by themselves, as columns, but for the collapsed ones."""
    columns, labels = [np.empty((latents.shape[1], 0))], []
    for label, dimension in named.items():
        deviation = float(latents[:, dimension].std(dtype=np.float64))
        if deviation**2 <= ACTIVE_VARIANCE:
            if dimension != gain:
                continue
            # Grains of one level leave the gain useful; only their deviation is no unit.
            deviation = 1.0
        column = np.zeros((latents.shape[1], 1))
        column[dimension] = deviation
        columns.append(column)
        labels.append(label)
    return np.concatenate(columns, axis=1), labels


def _rotated(latents: Floats, free: NDArray[np.int64], decode: Decode) -> Doubles:
    """The directions of the rotation ``(latent, directions)``, each one standard deviation."""
    count = latents.shape[1]
    if not len(free):
        return np.empty((count, 0))
    covariance = np.cov(latents[:, free], rowvar=False, dtype=np.float64).reshape(len(free), -1)
    variances, vectors = np.linalg.eigh(covariance)
    kept = variances > ACTIVE_VARIANCE
    white = np.zeros((count, int(kept.sum())))
    white[free] = vectors[:, kept] * np.sqrt(variances[kept])
    if not white.shape[1]:
        return white
    _, rotation = np.linalg.eigh(_sensitivity(_some(latents, _SLOPED), white, decode))
    rotated = white @ rotation
    # An eigenvector's sign is free; without a rule the same run would export with either.
    strongest = np.take_along_axis(rotated, np.abs(rotated).argmax(axis=0)[None], axis=0)
    return np.asarray(rotated * np.where(strongest < 0.0, -1.0, 1.0))


def _sensitivity(latents: Floats, directions: Doubles, decode: Decode) -> Doubles:
    """The mean of ``J' J`` over latents: ``(directions, directions)``.

    Slopes over a whole standard deviation to either side say more of what a musician hears than
    the derivative at the point does.
    """
    total = np.zeros((directions.shape[1], directions.shape[1]))
    steps = np.asarray(directions.T, np.float32)
    rows = max(1, _SLOPES // (directions.shape[1] * decode(latents[:1]).shape[1]))
    for start in range(0, len(latents), rows):
        part = latents[start : start + rows]
        slopes = [0.5 * (decode(part + step) - decode(part - step)) for step in steps]
        flat = np.stack(slopes).reshape(len(slopes), -1).astype(np.float64)
        total += flat @ flat.T
    return total / len(latents)


def _weights(
    latents: Floats, mean: Doubles, to_model: Doubles, from_model: Doubles, decode: Decode
) -> Doubles:
    whole = np.float64(decode(latents))
    host = (latents - mean) @ from_model.T
    weights = np.empty(to_model.shape[1])
    for index in range(to_model.shape[1]):
        held = latents - np.outer(host[:, index], to_model[:, index])
        weights[index] = np.mean((decode(np.asarray(held, np.float32)) - whole) ** 2)
    return weights


def _some(latents: Floats, most: int) -> Floats:
    """At most so many rows, spread evenly."""
    rows = np.linspace(0, len(latents) - 1, min(len(latents), most)).astype(np.int64)
    return latents[rows]


def _listed(values: NDArray[Any]) -> list[float]:
    return [round(float(value), 6) for value in values]
