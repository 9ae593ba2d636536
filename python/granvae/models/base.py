"""The contract that every architecture keeps."""

import torch
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
        self.gain_dimension = -1  # the latent that is the log-gain and nothing else; -1 for none
        self.bands = 0  # of the noise branch (`granvae.models.noise_branch`); 0 without one

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Grains ``(batch, grain)`` to posterior mean and log-variance, ``(batch, latent)``."""
        raise NotImplementedError

    def decode(self, z: Tensor) -> Tensor:
        """Latents ``(batch, latent)`` to grains ``(batch, grain)`` at their original level.

        The tone alone, where a model has a noise branch.
        """
        raise NotImplementedError

    @torch.jit.export
    def decode_with_noise(self, z: Tensor, amount: float, offsets: Tensor) -> Tensor:
        """As :meth:`decode`, with noise where a model has a branch for it.

        Args:
            z: latents, ``(batch, latent)``.
            amount: of the noise, 0 … 1; 1 is as much as was learned.
            offsets: int64 ``(batch,)``, where in the noise each grain begins, 0 … period - 1.
        """
        return self.decode(z)

    def parts(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Latents ``(batch, latent)`` to grains as :meth:`decode` gives them, and to the gains of
        their noise in nepers, ``(batch, bands)``, none where a model has no noise branch.

        For training: the gradient of the gains does not reach beyond the last layer.
        """
        return self.decode(z), z.new_zeros((z.size(0), self.bands))

    def own_error(self, x: Tensor, z: Tensor) -> Tensor | None:
        """What a model that is not trained on waveforms minimises in their place, ``(batch,)``.

        Args:
            x: the grains, ``(batch, grain)``.
            z: latents drawn from their posteriors, ``(batch, latent)``.

        Returns:
            How badly ``z`` describes ``x``, or None for the preset's error of waveforms.
        """
        return None

    def infer(self, x: Tensor) -> Tensor:
        """Grains ``(batch, grain)`` to the latents that hosts get, ``(batch, latent)``: the
        posterior mean, or better where a model knows how (:mod:`granvae.models.refine`)."""
        return self.encode(x)[0]

    def forward(self, x: Tensor) -> Tensor:
        """Grains to the grains decoded from :meth:`infer`'s latents, both ``(batch, grain)``."""
        return self.decode(self.infer(x))
