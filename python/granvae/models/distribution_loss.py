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

DRAWN_EVERY = 4  # grains of a batch for each drawn one
SPREAD = 0.3  # of draws round training points, in standard deviations: what `random` plays
DIRECTIONS = 32  # on which each kind of feature is projected, anew in each step
# Levels further than this below a grain's own are not told apart. Quieter bands would have the
# steepest gradients, from a term that knows each grain only by chance.
FLOOR_DB = -40.0
STEPS = 3  # from one step with the term to the next: it costs a third of a step
FIRST = 0.3  # where in a training the term starts; before, there is nothing to draw from yet


def distribution_loss(
    model: GrainModel,
    x: Tensor,
    tone: Tensor,
    gains: Tensor,
    offsets: Tensor,
    generator: torch.Generator,
) -> Tensor:
    """How far drawn grains are from recorded ones as a distribution, a scalar, 0 is no distance.

    The sum of `sliced_wasserstein` over the waves, the levels of bands and those of short frames.
    Drawn grains have all their noise, and are compared without their level.

    Args:
        model: makes the noise.
        x: recorded grains, ``(batch, grain)``, at least as many as were drawn.
        tone, gains: as decoded from `draw_latents` (`GrainModel.parts`).
        offsets: where in the noise each drawn grain begins, ``(drawn,)``.
        generator: of the directions.
    """
    made = tone * math.exp(-LOG_RMS_CENTRE) + model.noise(gains, offsets)
    real = split_level(x[: len(made)])[0]
    return sum(
        (
            sliced_wasserstein(a, b, generator)
            for a, b in zip(_features(real), _features(made), strict=True)
        ),
        x.new_zeros(()),
    )


def distribution_weight(weight: float, progress: float, step: int) -> float:
    """The weight of the term at ``progress`` (0 … 1 of the training) and in a step; 0 in most."""
    return weight * STEPS if progress >= FIRST and not step % STEPS else 0.0


def draw_latents(
    model: GrainModel,
    mean: Tensor,
    generator: torch.Generator,
    share: tuple[int, int] = (0, 1),
) -> Tensor:
    """Latents as `random` draws them: training points, moved by `SPREAD` standard deviations.

    Args:
        model: has a gain latent, which is set to the middle, far from full scale.
        mean: of the posteriors of a batch, ``(batch, latent)``; the last of them are moved, one in
            `DRAWN_EVERY`. No gradient reaches them.
        generator: of the moves.
        share: ``(rank, world)`` of the process that has these rows.
    """
    mean = mean.detach()
    points = mean[-(len(mean) // DRAWN_EVERY) :]
    # A random sum of the batch has its covariance.
    weights = shared_normal((len(points), len(mean)), generator, share, mean) / len(mean) ** 0.5
    drawn: Tensor = points + SPREAD * weights @ (mean - mean.mean(dim=0))
    held = torch.arange(model.latent, device=mean.device) == model.gain_dimension
    return drawn.masked_fill(held, 0.0)


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
