"""How far levels of bands are off: what trains a noise branch, whose samples nobody can predict."""

from functools import cache

import torch
from torch import Tensor

from granvae.models.base import GrainModel
from granvae.models.losses import FLOOR_DB, power_spectrum
from granvae.models.noise_branch import band_edges

NOISE_EVERY = 4  # grains of a batch for each one whose noise is compared; more only cost time
FRAMES = 4  # frames side by side in a grain whose levels are compared; neighbours overlap by half


def noise_loss(
    model: GrainModel, x: Tensor, tone: Tensor, gains: Tensor, offsets: Tensor
) -> Tensor:
    """How far the levels of tone and noise together are from recorded ones, a scalar in nepers.

    The tone gets no gradient: what is predictable is to be learned from the waveform alone. One
    grain in `NOISE_EVERY` is compared.

    Args:
        model: makes the noise.
        x: recorded grains, ``(batch, grain)``.
        tone, gains: as decoded from their latents (`GrainModel.parts`).
        offsets: where in the noise each grain begins, ``(batch,)``.
    """
    x, tone = x[::NOISE_EVERY], tone[::NOISE_EVERY].detach()
    level = x.pow(2).mean(dim=1, keepdim=True).sqrt()
    noise = level * model.noise(gains[::NOISE_EVERY], offsets[::NOISE_EVERY])
    return level_distance(x, tone + noise).mean()


def level_distance(x: Tensor, y: Tensor) -> Tensor:
    """Mean absolute differences of `band_levels` and of `short_time_levels`, summed, ``(batch,)``.

    Both are floored relative to ``x``. As in the spectral losses of Engel et al. (2020), "DDSP",
    but of bands, whose levels are the same for two noises of one sound but for a decibel or two.
    """
    floor = level_floor(x)
    whole = (band_levels(y, floor) - band_levels(x, floor)).abs().mean(dim=1)
    parts = (short_time_levels(y, floor) - short_time_levels(x, floor)).abs().mean(dim=1)
    return whole + parts


def level_floor(x: Tensor, floor_db: float = FLOOR_DB) -> Tensor:
    """What is added to the mean powers of bands: that of grains and ``floor_db``, ``(batch, 1)``.

    Above 0, so that silence has a logarithm.
    """
    return x.pow(2).mean(dim=1, keepdim=True) * 10 ** (floor_db / 10) + 1e-12


def band_levels(x: Tensor, floor: Tensor) -> Tensor:
    """The RMS of grains ``(batch, grain)`` in each band, in nepers: ``(batch, bands)``.

    Args:
        floor: mean power that is added to each, ``(batch, 1)``.
    """
    return _levels(x, floor)


def short_time_levels(x: Tensor, floor: Tensor) -> Tensor:
    """As `band_levels` of each frame: ``(batch, frames * bands)``."""
    size = x.shape[1] // FRAMES
    frames = x.unfold(1, size, size // 2)
    levels = _levels(frames.flatten(0, 1), floor.repeat_interleave(frames.shape[1], dim=0))
    return levels.reshape(len(x), -1)


def _levels(x: Tensor, floor: Tensor) -> Tensor:
    size = x.shape[1]
    # The window takes 3/8 of the power, and half of what is left has negative frequencies.
    power = power_spectrum(x) @ _membership(size).to(x) / (size * size * 3 / 16)
    return 0.5 * torch.log(power + floor)


@cache
def _membership(size: int) -> Tensor:
    """Which bins of a spectrum of so many samples are in which band, ``(bins, bands)`` of 0 and 1.

    Bands without a bin, in short frames, are left out.
    """
    edges = torch.from_numpy(band_edges())
    frequency = torch.arange(size // 2 + 1, dtype=edges.dtype) / size
    band = torch.bucketize(frequency, edges[1:-1], right=True)
    members = torch.nn.functional.one_hot(band, len(edges) - 1).float()
    return members[:, members.any(dim=0)]
