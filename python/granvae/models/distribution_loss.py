"""The distribution loss: a term of training that makes drawn grains sound like recorded ones.

Other terms compare a grain with its reconstruction, and leave open what latents decode to that no
grain was encoded to. Here many grains that were drawn are compared with as many that were
recorded, whichever belongs to whichever.
"""

import math

import torch
from torch import Tensor

from granvae.models.band_loss import band_levels, level_floor, short_time_levels
from granvae.models.base import GrainModel
from granvae.models.level import LOG_RMS_CENTRE, split_level
from granvae.models.losses import shared_normal
from granvae.models.noise_branch import random_offsets

DRAWN_EVERY = 4  # grains of a batch for each drawn one
SPREAD = 0.3  # of draws round training points, in standard deviations: what `random` plays
DIRECTIONS = 32  # on which each kind of feature is projected, anew in each step
# Levels further than this below a grain's own are not told apart. Quieter bands would have the
# steepest gradients, from a term that knows each grain only by chance.
FLOOR_DB = -40.0
FIRST = 0.3  # where in a training the term starts; before, there is nothing to draw from yet


def distribution_loss(
    model: GrainModel,
    x: Tensor,
    mean: Tensor,
    generator: torch.Generator,
    share: tuple[int, int] = (0, 1),
) -> Tensor:
    """How far drawn grains are from recorded ones as a distribution, a scalar, 0 is no distance.

    The sum of `sliced_wasserstein` over the waves, the levels of bands and those of short frames.
    Grains are drawn with all their noise, and compared without their level.

    Args:
        model: decodes; it has a gain latent.
        x: recorded grains, ``(batch, grain)``.
        mean: of their posteriors, ``(batch, latent)``; no gradient reaches them.
        generator: of draws and directions.
        share: ``(rank, world)``; the grains of this process are compared among themselves.
    """
    drawn = draw_latents(mean.detach(), len(x) // DRAWN_EVERY, generator, share)
    offsets = random_offsets(len(drawn), generator, share)
    drawn[:, model.gain_dimension] = 0.0  # the middle gain, far from full scale
    made = model.decode_with_noise(drawn, 1.0, offsets) * math.exp(-LOG_RMS_CENTRE)
    real = split_level(x[: len(drawn)])[0]
    return sum(
        (
            sliced_wasserstein(a, b, generator)
            for a, b in zip(_features(real), _features(made), strict=True)
        ),
        x.new_zeros(()),
    )


def distribution_weight(weight: float, progress: float) -> float:
    """The weight of the term at ``progress`` (0 … 1 of the training)."""
    return weight if progress >= FIRST else 0.0


def draw_latents(
    mean: Tensor, count: int, generator: torch.Generator, share: tuple[int, int] = (0, 1)
) -> Tensor:
    """Latents as `random` draws them: training points, moved by `SPREAD` standard deviations.

    Args:
        mean: of the posteriors of a batch, ``(batch, latent)``; their last ``count`` are moved.
        count: how many to draw, at most ``batch``.
        generator: of the moves.
        share: ``(rank, world)`` of the process that has these rows.
    """
    centred = mean - mean.mean(dim=0)
    # A random sum of the batch has its covariance.
    weights = shared_normal((count, len(mean)), generator, share, mean) / len(mean) ** 0.5
    drawn: Tensor = mean[len(mean) - count :] + SPREAD * weights @ centred
    return drawn


def sliced_wasserstein(a: Tensor, b: Tensor, generator: torch.Generator) -> Tensor:
    """The distance of two sets of as many rows ``(n, features)`` each, a scalar.

    The mean over `DIRECTIONS` random directions of the mean absolute difference of the sorted
    projections: the sliced Wasserstein distance of Rabin, Peyré, Delon & Bernot (2011),
    "Wasserstein barycenter and its application to texture mixing", as a loss after Deshpande,
    Zhang & Schwing (2018), "Generative modeling using the sliced Wasserstein distance".
    """
    directions = torch.randn(
        (a.shape[1], DIRECTIONS), generator=generator, dtype=a.dtype, device=a.device
    )
    directions = directions / directions.norm(dim=0)
    one, other = ((rows @ directions).sort(dim=0).values for rows in (a, b))
    distance: Tensor = (one - other).abs().mean()
    return distance


def _features(shape: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    floor = level_floor(shape, FLOOR_DB)
    return shape, band_levels(shape, floor), short_time_levels(shape, floor)
