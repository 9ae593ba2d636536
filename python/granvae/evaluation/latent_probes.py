"""What the latent space does to the sound: each latent, and the paths between two points.

The latents are those of hosts, in σ of the training grains. A run is therefore measured through
the model file that it would export.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from granvae.analysis.metrics import lsd_db, si_sdr_db
from granvae.export.codec import Codec, Floats
from granvae.export.export_run import export_run

REACH = 2.0  # σ to either side
STEPS = 16  # of a path
PATHS = 200


def host_file(codec: Codec, folder: Path) -> Path:
    """The model file that hosts play: its own, or what its run exports into ``folder``.

    Raises:
        GranvaeError: the run cannot be exported.
    """
    if codec.run is None:
        return Path(codec.name)
    path = folder / "model.ts"
    export_run(codec.run, path)
    return path


def latent_changes(codec: Codec, points: Floats) -> NDArray[np.float64]:
    """How much each latent changes the decoded grain, as a log-spectral distance in dB.

    Each latent is set to ``-REACH`` and to ``+REACH`` while the others keep typical values. Both
    grains are compared with the one at 0, and averaged over sides and points.

    Of points ``(n, latent)``, typical ones such as the latents of recorded grains: ``(latent,)``.
    """

    def change(latent: int) -> float:
        middle, *ends = (
            codec.decode(with_latent(points, latent, value)) for value in (0.0, -REACH, REACH)
        )
        return float(np.mean([lsd_db(middle, end) for end in ends]))

    return np.array([change(latent) for latent in range(points.shape[1])])


def clear_point(codec: Codec, grains: Floats) -> tuple[Floats, int]:
    """A point at which each latent is clearly audible: ``(latent,)``, and the row of its grain.

    The grain nearest to the origin, of that half of the grains ``(n, grain)`` that
    the model reproduces best. In the very middle lies what it takes for noise.
    """
    latents = codec.encode(grains)
    ratios = si_sdr_db(grains, codec.decode(latents))
    distance = np.linalg.norm(latents, axis=1)
    distance[ratios < np.median(ratios)] = np.inf
    row = int(np.argmin(distance))
    return latents[row], row


def with_latent(points: Floats, latent: int, value: float) -> Floats:
    """The points ``(n, latents)`` with one latent set to ``value`` σ.

    >>> with_latent(np.zeros((1, 3)), 1, 2.0)
    array([[0., 2., 0.]])
    """
    result = points.copy()
    result[:, latent] = value
    return result


@dataclass(frozen=True)
class Smoothness:
    """The largest step of a path over its mean step, in the median over paths; 1 is best.

    Steps of the waveform grow with the level: between two grains of which one is 8 dB louder, the
    gain alone makes 1.5.
    """

    spectral: float  # of steps as log-spectral distances
    waveform: float  # of steps as energy norms of differences of waves


def path_smoothness(codec: Codec, points: Floats, seed: int) -> Smoothness:
    """How evenly the sound changes along `PATHS` paths.

    A path is a straight line of `STEPS` steps between two of the points ``(n, latent)``, drawn by
    seed.
    """
    ends = points[np.random.default_rng([seed, 4]).integers(0, len(points), (PATHS, 2))]
    position = np.linspace(0.0, 1.0, STEPS + 1, dtype=np.float32)[:, None]
    paths = ends[:, :1] + position * (ends[:, 1:] - ends[:, :1])
    grains = codec.decode(paths.reshape(-1, points.shape[1]))
    grains = grains.reshape(PATHS, STEPS + 1, -1)
    before, after = (part.reshape(PATHS * STEPS, -1) for part in (grains[:, :-1], grains[:, 1:]))
    return Smoothness(
        _largest_over_mean(lsd_db(before, after)),
        _largest_over_mean(np.linalg.norm(after - before, axis=1)),
    )


def _largest_over_mean(steps: NDArray[np.floating]) -> float:
    of_paths = steps.reshape(PATHS, STEPS)
    moving = of_paths[of_paths.sum(axis=1) > 0.0]  # both ends may be the same point
    return float(np.median(moving.max(axis=1) / moving.mean(axis=1))) if len(moving) else 1.0
