"""The module inside a ``model.ts``: a trained model as hosts of the nn~ convention call it."""

# No postponed annotations here: TorchScript reads those of the class and takes no strings.

import torch
from torch import Tensor, nn

from granvae.latents import Whitening
from granvae.models.base import GrainModel


class HostModel(nn.Module):
    """A `GrainModel` with latents in host order and units, and audio as streams of grains.

    ``METHOD_params`` are ``[in_dim, in_ratio, out_dim, out_ratio]``, a ratio being audio samples a
    frame, as https://github.com/acids-ircam/nn_tilde reads them. Batch and frames have any size;
    the input need not be contiguous, as nn~ hands over views.

    Args:
        model: the trained model, in evaluation mode.
        whitening: see `granvae.latents`.
        sample_rate: Hz.
        labels: ``latent`` names for the latent inlets and outlets.
    """

    decode_params: Tensor
    encode_params: Tensor
    forward_params: Tensor
    order: Tensor
    rank: Tensor
    shift: Tensor
    scale: Tensor

    def __init__(
        self, model: GrainModel, whitening: Whitening, sample_rate: int, labels: list[str]
    ) -> None:
        super().__init__()
        self.model = model
        self.sr = sample_rate
        self.grain = model.grain
        grain, latent = model.grain, model.latent
        self.register_buffer("decode_params", torch.tensor([latent, grain, 1, 1]))
        self.register_buffer("encode_params", torch.tensor([1, 1, latent, grain]))
        self.register_buffer("forward_params", torch.tensor([1, 1, 1, 1]))
        order = torch.from_numpy(whitening.order.copy())
        self.register_buffer("order", order)
        self.register_buffer("rank", torch.argsort(order))
        self.register_buffer("shift", torch.from_numpy(whitening.shift.copy()))
        self.register_buffer("scale", torch.from_numpy(whitening.scale.copy()))
        audio_in, audio_out = ["audio"], ["audio"]
        self.decode_input_labels, self.decode_output_labels = list(labels), audio_out
        self.encode_input_labels, self.encode_output_labels = audio_in, list(labels)
        self.forward_input_labels, self.forward_output_labels = audio_in, audio_out

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
        latents = (self.shift + self.scale * host).index_select(1, self.rank)
        return self.model.decode(latents).reshape(batch, 1, frames * self.grain)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        """Audio ``(B, 1, T * grain)`` to the posterior's mean ``(B, D, T)``."""
        batch = x.size(0)
        mean = self.model.encode(x.reshape(-1, self.grain))[0]
        host = (mean.index_select(1, self.order) - self.shift) / self.scale
        return host.reshape(batch, -1, host.size(1)).transpose(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        """Audio ``(B, 1, T * grain)`` encoded and decoded again, same shape."""
        return self.decode(self.encode(x))
