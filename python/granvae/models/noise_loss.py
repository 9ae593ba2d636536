"""The noise loss: what of a recorded grain the tone lacks, for the noise branch to learn."""

from functools import cache

import torch
from torch import Tensor

from granvae.models.losses import FLOOR_DB, power_spectrum
from granvae.models.noise_branch import band_edges, unit_noises

NOISE_EVERY = 4  # grains of a batch for each one whose noise is trained; more only cost time
# A tone within 1 dB of the recorded power lacks nothing: noise in its place would be heard as such.
COMPLETE = 10 ** (-1.0 / 10)
FRAMES = 4  # frames side by side in a grain whose levels are taken; neighbours overlap by half


def noise_loss(x: Tensor, tone: Tensor, gains: Tensor) -> Tensor:
    """How far the levels of the noise are from what the tone lacks, a scalar in nepers.

    What a band lacks is the power that is recorded and not in the tone (`COMPLETE`). It is compared
    with the mean power of the noise, for the whole grain and for each of its frames, by the mean
    absolute difference of levels, and summed. So the gains learn as fast where the tone is loud as
    where it is silent, which they do not from the level of both together, and no noise has to be
    made. The tone gets no gradient: what can be predicted is to be learned from the waveform alone.

    After the noise of Serra & Smith (1990), "Spectral modeling synthesis", who take the magnitudes
    of what is left when the tones are taken out.

    Args:
        x: recorded grains, ``(batch, grain)``.
        tone, gains: as decoded from their latents (`GrainModel.parts`).
    """
    tone, power = tone.detach(), x.pow(2).mean(dim=1).reshape(-1, 1, 1)
    noise = power * torch.exp(2.0 * gains[:, None])
    floor = power * 10 ** (FLOOR_DB / 10) + 1e-12  # above 0: silence has a logarithm too
    total = x.new_zeros(())
    for size in (x.shape[1], max(4, x.shape[1] // FRAMES)):
        lacking = (band_powers(x, size) - band_powers(tone, size) / COMPLETE).clamp(min=0.0)
        made = noise @ _response(size).to(x)
        error = 0.5 * (torch.log(made + floor) - torch.log(lacking + floor)).abs()
        total = total + error[:, :, _membership(size).any(dim=0)].mean()
    return total


def band_powers(x: Tensor, size: int) -> Tensor:
    """Mean powers of grains ``(batch, grain)`` in each band, ``(batch, frames, bands)``.

    Args:
        size: samples of a frame, at most those of a grain; frames overlap by half.
    """
    frames = x.unfold(1, size, max(1, size // 2))
    # The window takes 3/8 of the power, and half of what is left has negative frequencies.
    spectra = power_spectrum(frames.flatten(0, 1)) / (size * size * 3 / 16)
    return (spectra @ _membership(size).to(x)).reshape(len(x), frames.shape[1], -1)


@cache
def _response(size: int) -> Tensor:
    """The mean power of each unit noise in each band of frames of a size, ``(bands, bands)``.

    Nearly the identity; the window of a short frame lets narrow bands leak into their neighbours.
    """
    noises = unit_noises()
    whole = noises.repeat(1, 1 + size // noises.shape[1])
    return band_powers(whole, size).mean(dim=1)


@cache
def _membership(size: int) -> Tensor:
    """Which bins of a spectrum of so many samples are in which band, ``(bins, bands)`` of 0 and 1.

    In short frames some bands have no bin.
    """
    edges = torch.from_numpy(band_edges())
    frequency = torch.arange(size // 2 + 1, dtype=edges.dtype) / size
    band = torch.bucketize(frequency, edges[1:-1], right=True)
    return torch.nn.functional.one_hot(band, len(edges) - 1).float()
