"""Small fits of models to grains of tones."""

from collections.abc import Iterable

import torch
from torch import Tensor

from granvae.models.base import GrainModel
from granvae.models.losses import sample_posterior, vae_losses
from granvae.models.presets import find_model_preset
from support.tones import tone_grains


def grains(count: int, grain: int = 64, seed: int = 0) -> Tensor:
    """Grains ``(count, grain)`` of tones."""
    return torch.from_numpy(tone_grains(count, grain, seed))


def loss_of(model: GrainModel, preset: str, x: Tensor) -> Tensor:
    """The loss of a model preset, without warm-up and path loss."""
    settings = find_model_preset(preset).loss
    mean, log_variance = model.encode(x)
    z = sample_posterior(mean, log_variance)
    own, y = model.own_error(x, z), model.decode(z)
    return vae_losses(x, y, own, mean, log_variance, settings, settings.beta)["loss"]


def fit(model: GrainModel, preset: str, batches: Iterable[Tensor], rate: float) -> list[float]:
    """Take one step of Adam a batch, and return the losses."""
    optimiser = torch.optim.Adam(model.parameters(), rate)
    losses = []
    for x in batches:
        optimiser.zero_grad()
        loss = loss_of(model, preset, x)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
