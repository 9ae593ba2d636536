"""The path loss: a term of training that makes straight paths change the sound evenly."""

import torch
from torch import Tensor

from granvae.models.base import GrainModel
from granvae.models.losses import FLOOR_DB, power_spectrum

LINE_EVERY = 32  # grains of a batch for each line; more lines cost more and even out no better
LINE_STEPS = 8  # of a line; an evaluation takes 16
# Where in a training the term starts, and where it has its full weight, of the whole. From the
# beginning it cost unaligned grains 2 dB of SI-SDR: it blends sounds before they are learned.
FIRST, FULL = 0.6, 0.8


def path_loss(model: GrainModel, latents: Tensor) -> Tensor:
    """How unevenly the sound changes along straight lines between latents: a scalar, 0 is even.

    One grain in `LINE_EVERY` is joined to the next one by a line of `LINE_STEPS` steps. With the
    root mean square change ``s_i`` of each step, the loss of a line is
    ``log(sqrt(mean(s_i²)) / mean(s_i))``: 0 where all steps are equal. It is averaged over lines,
    and summed for the waveform and the log-magnitude spectrum.

    After Chen, Klushyn, Ferroni, Bayer & van der Smagt (2020), "Learning flat latent manifolds with
    VAEs", who penalise a metric tensor that is not the same everywhere. Here lines may differ from
    one another, so that the term does not resist what latents mean. It only keeps a grain from
    changing all at once in the middle between two others, as decoders do that are trained on
    recorded grains alone.

    The gain is held: its steps are equal in decibels, whatever is learned.

    Args:
        model: decodes.
        latents: ``(batch, latent)``; under 17 of them have no line, and a loss of 0.
    """
    ends = latents[LINE_EVERY // 2 :: LINE_EVERY]
    starts = latents[LINE_EVERY // 2 - 1 :: LINE_EVERY][: len(ends)]
    if not len(ends):
        return latents.new_zeros(())
    position = torch.linspace(0.0, 1.0, LINE_STEPS + 1, dtype=latents.dtype, device=latents.device)
    points = starts[:, None] + position[:, None] * (ends - starts)[:, None]
    if model.gain_dimension >= 0:
        held = torch.arange(model.latent, device=latents.device) == model.gain_dimension
        points = points.masked_fill(held, 0.0)
    grains = model.decode(points.flatten(0, 1)).to(latents.dtype)
    power = power_spectrum(grains)
    floor = power.amax(dim=1, keepdim=True) * 10 ** (FLOOR_DB / 10) + 1e-12
    levels = torch.log(power + floor)
    lines = points.shape[:2]
    return _unevenness(grains.reshape(*lines, -1)) + _unevenness(levels.reshape(*lines, -1))


def path_weight(weight: float, progress: float) -> float:
    """The weight of the term at ``progress`` (0 … 1 of the training)."""
    return weight * min(1.0, max(0.0, (progress - FIRST) / (FULL - FIRST)))


def _unevenness(points: Tensor) -> Tensor:
    """Of lines ``(lines, points, size)``."""
    squares = (points[:, 1:] - points[:, :-1]).pow(2).mean(dim=2)
    # The root's slope is infinite at 0, which two equal latents reach.
    squares = squares + 1e-12
    return (0.5 * squares.mean(dim=1).log() - squares.sqrt().mean(dim=1).log()).mean()
