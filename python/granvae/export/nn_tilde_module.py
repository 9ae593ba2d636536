"""The module inside a ``model.ts``: a trained model as hosts of the nn~ convention call it."""

import torch
from torch import Tensor, nn

from granvae.export.latent_basis import LatentBasis
from granvae.export.whole_sounds import WholeSounds
from granvae.models.base import GrainModel
from granvae.models.noise_seeds import noise_offsets

DEFAULT_NOISE = 0.5

# The convention's numbers for the types of attributes.
_BOOLEAN, _INTEGER, _REAL = 0, 1, 2


class NnTildeModule(nn.Module):
    """A `GrainModel` with the latents of hosts, and audio as streams of grains.

    ``METHOD_params`` are ``[in_dim, in_ratio, out_dim, out_ratio]``, a ratio being audio samples a
    frame, as https://github.com/acids-ircam/nn_tilde reads them. Batch and frames have any size;
    the input need not be contiguous, as nn~ hands over views.

    Its attributes are ``noise`` (0 … 1) and ``seed``, which draws it, where the model has a noise
    branch, and ``align``, where the model learned grains with their peak in the middle.

    Args:
        model: the trained model, in evaluation mode.
        basis: of the latents of hosts, with their labels.
        sample_rate: Hz.
        aligned: whether it learned grains with their peak in the middle.
    """

    decode_params: Tensor
    encode_params: Tensor
    forward_params: Tensor
    mean: Tensor
    to_model: Tensor
    from_model: Tensor

    def __init__(
        self, model: GrainModel, basis: LatentBasis, sample_rate: int, aligned: bool = False
    ) -> None:
        super().__init__()
        self.model = model
        self.sr = sample_rate
        self.grain = model.grain
        self.noisy = model.bands > 0
        self.noise = DEFAULT_NOISE
        self.seed = 0
        self.drawn = 0  # grains with noise since the seed was set
        self.aligned = aligned
        self.align = False
        self.sounds = WholeSounds(model.grain)
        grain, count = model.grain, basis.count
        self.register_buffer("decode_params", torch.tensor([count, grain, 1, 1]))
        self.register_buffer("encode_params", torch.tensor([1, 1, count, grain]))
        self.register_buffer("forward_params", torch.tensor([1, 1, 1, 1]))
        self.register_buffer("noise_params", torch.tensor([_REAL]))
        self.register_buffer("seed_params", torch.tensor([_INTEGER]))
        self.register_buffer("align_params", torch.tensor([_BOOLEAN]))
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
    def get_attributes(self) -> list[str]:
        """The attributes that do anything in this model."""
        names: list[str] = []
        if self.noisy:
            names += ["noise", "seed"]
        if self.aligned:
            names.append("align")
        return names

    @torch.jit.export
    def get_noise(self) -> float:
        """How much noise `decode` and `forward` add, 0 … 1."""
        return self.noise

    @torch.jit.export
    def set_noise(self, amount: float) -> int:
        """0 where it is taken: 0 … 1, else -1."""
        if not (amount >= 0.0 and amount <= 1.0):
            return -1
        self.noise = amount
        return 0

    @torch.jit.export
    def get_seed(self) -> int:
        """That of the first grain after it was set; later ones count on."""
        return self.seed

    @torch.jit.export
    def set_seed(self, seed: int) -> int:
        """The noise begins anew."""
        self.seed = seed
        self.drawn = 0
        return 0

    @torch.jit.export
    def get_align(self) -> bool:
        """Whether `encode` moves grains to their peaks."""
        return self.align

    @torch.jit.export
    def set_align(self, on: bool) -> int:
        """For models that learned aligned grains; others leave them where they are."""
        self.align = on and self.aligned
        return 0

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        """Latents ``(B, D, T)`` to audio ``(B, 1, T * grain)``.

        With noise each grain has a seed of its own, one more than the grain before, from call to
        call: what repeats with every buffer of a host would be heard as a tone.
        """
        if self.noisy and self.noise > 0.0:
            offsets = self._next_offsets(z.size(0) * z.size(2))
            return self.decode_with_noise(z, self.noise, offsets)
        return self._audio(self.model.decode(self._latents(z)), z.size(0))

    @torch.jit.export
    def decode_with_noise(self, z: Tensor, amount: float, offsets: Tensor) -> Tensor:
        """The same with noise drawn by the caller: ``offsets`` int64 ``(B * T,)`` of
        `noise_offsets`."""
        grains = self.model.decode_with_noise(self._latents(z), amount, offsets)
        return self._audio(grains, z.size(0))

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        """Audio ``(B, 1, T * grain)`` to the latents that the model infers, ``(B, D, T)``.

        With the attribute ``align``, each frame's grain moves to the peak, as in training, within
        the audio that was given. Latents are then those of grains that were learned, but `decode`
        lays these side by side and loses the pitch: it is off unless asked for.
        """
        batch = x.size(0)
        sounds = x.reshape(batch, -1)
        if self.align:
            places = torch.arange(sounds.size(1) // self.grain, device=x.device) * self.grain
            grains = self.sounds.take(sounds, self.sounds.aligned(sounds, places))
        else:
            grains = sounds.reshape(-1, self.grain)
        host = (self.model.infer(grains) - self.mean) @ self.from_model
        return host.reshape(batch, -1, host.size(1)).transpose(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        """Whole sounds ``(B, 1, N)`` through the model, same shape, each grain at its place.

        Grains overlap by three quarters, so that this costs four times as much as `encode`.
        """
        sounds = x.reshape(x.size(0), -1)
        places = self.sounds.cover(sounds, self.aligned)
        latents = self.model.infer(self.sounds.cut(sounds, places))
        tones = self.model.decode(latents)
        noises: Tensor | None = None
        if self.noisy and self.noise > 0.0:
            offsets = self._next_offsets(latents.size(0))
            noises = self.model.decode_with_noise(latents, self.noise, offsets) - tones
        return self.sounds.join(sounds, places, tones, noises).unsqueeze(1)

    def _latents(self, z: Tensor) -> Tensor:
        """Of hosts, ``(B, D, T)``, to those of the model, ``(B * T, latent)``."""
        host = z.transpose(1, 2).reshape(z.size(0) * z.size(2), z.size(1))
        return self.mean + host @ self.to_model

    def _audio(self, grains: Tensor, batch: int) -> Tensor:
        return grains.reshape(batch, 1, -1)

    def _next_offsets(self, count: int) -> Tensor:
        first = self.seed + self.drawn
        self.drawn += count
        return noise_offsets(torch.arange(first, first + count, device=self.mean.device))
