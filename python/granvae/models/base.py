"""The contract that every architecture keeps."""

from __future__ import annotations

from torch import Tensor, nn


class GrainModel(nn.Module):
    """A variational auto-encoder of single grains.

    Subclasses are scriptable by TorchScript and hold no state between calls.

    Args:
        grain: samples a grain.
        latent: dimensions of the latent space.
    """

    # The sizes are set here, not declared in the class body: TorchScript cannot read the
    # postponed annotations that a declaration would leave.
    def __init__(self, grain: int, latent: int) -> None:
        super().__init__()
        self.grain = grain
        self.latent = latent

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Grains ``(batch, grain)`` to posterior mean and log-variance, ``(batch, latent)``."""
        raise NotImplementedError

    def decode(self, z: Tensor) -> Tensor:
        """Latents ``(batch, latent)`` to grains ``(batch, grain)`` at their original level."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Grains to the grains decoded from their posteriors' means, both ``(batch, grain)``."""
        return self.decode(self.encode(x)[0])
