"""The module inside a ``model.ts``: a trained model as hosts of the nn~ convention call it."""

import torch
from torch import Tensor, nn

from granvae.export.latent_basis import LatentBasis
from granvae.models.base import GrainModel


class NnTildeModule(nn.Module):
    """A `GrainModel` with the latents of hosts, and audio as streams of grains.

    ``METHOD_params`` are ``[in_dim, in_ratio, out_dim, out_ratio]``, a ratio being audio samples a
    frame, as https://github.com/acids-ircam/nn_tilde reads them. Batch and frames have any size;
    the input need not be contiguous, as nn~ hands over views.

    Args:
        model: the trained model, in evaluation mode.
        basis: of the latents of hosts, with their labels.
        sample_rate: Hz.
    """

    decode_params: Tensor
    encode_params: Tensor
    forward_params: Tensor
    mean: Tensor
    to_model: Tensor
    from_model: Tensor

    def __init__(self, model: GrainModel, basis: LatentBasis, sample_rate: int) -> None:
        super().__init__()
        self.model = model
        self.sr = sample_rate
        self.grain = model.grain
        grain, count = model.grain, basis.count
        self.register_buffer("decode_params", torch.tensor([count, grain, 1, 1]))
        self.register_buffer("encode_params", torch.tensor([1, 1, count, grain]))
        self.register_buffer("forward_params", torch.tensor([1, 1, 1, 1]))
        self.register_buffer("mean", torch.from_numpy(basis.mean.copy()))
        # Transposed, since latents are rows.
        self.register_buffer("to_model", torch.from_numpy(basis.to_model.T.copy()))
        self.register_buffer("from_model", torch.from_numpy(basis.from_model.T.copy()))
        self.decode_input_labels, self.decode_output_labels = list(basis.labels), ["audio"]
        self.encode_input_labels, self.encode_output_labels = ["audio"], list(basis.labels)
        self.forward_input_labels, self.forward_output_labels = ["audio"], ["audio"]

    @torch.jit.export
    def get_methods(self) -> list[str]:
        """The methods that a host may call."""
        return ["decode", "encode", "forward"]

    @torch.jit.export
    def get_sample_rate(self) -> int:
        """In Hz."""
        return self.sr

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        """Latents ``(B, D, T)`` to audio ``(B, 1, T * grain)``."""
        batch, dimensions, frames = z.shape
        host = z.transpose(1, 2).reshape(batch * frames, dimensions)
        latents = self.mean + host @ self.to_model
        return self.model.decode(latents).reshape(batch, 1, frames * self.grain)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        """Audio ``(B, 1, T * grain)`` to the latents that the model infers, ``(B, D, T)``."""
        batch = x.size(0)
        host = (self.model.infer(x.reshape(-1, self.grain)) - self.mean) @ self.from_model
        return host.reshape(batch, -1, host.size(1)).transpose(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        """Audio ``(B, 1, T * grain)`` encoded and decoded again, same shape."""
        return self.decode(self.encode(x))
