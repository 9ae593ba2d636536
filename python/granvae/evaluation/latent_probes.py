"""What the latent space does to the sound: each dimension, and the ways between two points.

The latents are those that a musician turns, in deviations of the training grains. A run is
therefore looked at through the model file that it would export.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from granvae.analysis import metrics
from granvae.export.codec import Codec, Floats, codec_of_file
from granvae.export.export_run import export_run
from granvae.export.model_file import load_model

REACH = 2.0  # deviations to either side
STEPS = 16  # of a path
PATHS = 200


@dataclass(frozen=True)
class LatentSpace:
    """A codec whose latents are those of hosts.

    Attributes:
        codec: encodes and decodes.
        labels: ``latent`` names of its dimensions.
    """

    codec: Codec
    labels: tuple[str, ...]


def host_space(codec: Codec) -> LatentSpace:
    """The latent space of a model file, or of the file that a run would export.

    Raises:
        GranvaeError: the run cannot be exported.
    """
    if codec.run is None:
        return _of_file(Path(codec.name))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.ts"
        export_run(codec.run, path)
        return _of_file(path)


def dimension_changes(space: LatentSpace, points: Floats) -> NDArray[np.float64]:
    """How much each dimension changes the decoded grain, as a log-spectral distance in dB.

    The dimension is turned to ``-REACH`` and to ``+REACH`` while the others stay at typical
    points; both are compared with the grain at 0, and the mean over sides and points is given.

    Args:
        points: ``(n, latent)`` typical ones, the latents of recorded grains.

    Returns:
        ``(latent,)``
    """
    changes = np.empty(points.shape[1])
    for dimension in range(points.shape[1]):
        middle, low, high = (turned(points, dimension, x) for x in (0.0, -REACH, REACH))
        origin = space.codec.decode(middle)
        changes[dimension] = np.mean(
            [metrics.lsd_db(origin, space.codec.decode(side)) for side in (low, high)]
        )
    return changes


def clear_point(space: LatentSpace, grains: Floats) -> tuple[Floats, int]:
    """Where to turn dimensions so that one hears most: ``(latent,)``, and the row of its grain.

    The grain nearest to the middle of the space, of that half of the grains ``(n, grain)`` that
    the model reproduces best. In the very middle itself lies what it takes for noise.
    """
    latents = space.codec.encode(grains)
    ratios = metrics.si_sdr_db(grains, space.codec.decode(latents))
    distance = np.linalg.norm(latents, axis=1)
    distance[ratios < np.median(ratios)] = np.inf
    row = int(np.argmin(distance))
    return latents[row], row


def turned(points: Floats, dimension: int, value: float) -> Floats:
    """The points ``(n, latent)`` with one dimension set to ``value`` deviations."""
    result = points.copy()
    result[:, dimension] = value
    return result


@dataclass(frozen=True)
class Smoothness:
    """The largest step of a path over its mean step, in the median over paths; 1 is best.

    Attributes:
        heard: steps as log-spectral distances.
        wave: steps as energy norms of differences of waves, which grow with the level: between
            two grains of which one is 8 dB louder, the gain alone makes 1.5.
    """

    heard: float
    wave: float


def path_smoothness(space: LatentSpace, points: Floats, seed: int) -> Smoothness:
    """How evenly the sound changes along `PATHS` paths.

    A path is a straight line of `STEPS` steps between two of the points ``(n, latent)``, drawn by
    seed.
    """
    rng = np.random.default_rng([seed, 4])
    ends = points[rng.integers(0, len(points), (PATHS, 2))]
    position = np.linspace(0.0, 1.0, STEPS + 1, dtype=np.float32)[:, None]
    paths = ends[:, :1] + position * (ends[:, 1:] - ends[:, :1])
    grains = space.codec.decode(paths.reshape(-1, points.shape[1]))
    grains = grains.reshape(PATHS, STEPS + 1, -1)
    before, after = (part.reshape(PATHS * STEPS, -1) for part in (grains[:, :-1], grains[:, 1:]))
    return Smoothness(
        _largest_over_mean(metrics.lsd_db(before, after)),
        _largest_over_mean(np.linalg.norm(after - before, axis=1)),
    )


def _largest_over_mean(steps: NDArray[np.floating]) -> float:
    of_paths = steps.reshape(PATHS, STEPS)
    moving = of_paths[of_paths.sum(axis=1) > 0.0]  # both ends may be the same point
    return float(np.median(moving.max(axis=1) / moving.mean(axis=1))) if len(moving) else 1.0


def _of_file(path: Path) -> LatentSpace:
    model = load_model(path)
    names = model.metadata.get("labels") or [f"latent {i}" for i in range(model.latent)]
    return LatentSpace(codec_of_file(model), tuple(map(str, names)))
