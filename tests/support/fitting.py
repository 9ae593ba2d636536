"""Small fits of models to grains of tones."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

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
        loss = loss_of(model, preset, x)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def assert_every_parameter_is_reached(model: nn.Module, loss: Tensor) -> None:
    """Each has a finite gradient that is not all zeros."""
    loss.backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().sum() > 0, name
