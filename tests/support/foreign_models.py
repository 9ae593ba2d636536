"""Models of the nn~ convention as others make them, and some that nobody should make."""

# No postponed annotations here: TorchScript reads those of the models and takes no strings.

import torch
from torch import Tensor, nn


class Foreign(nn.Module):
    """A decoder without memory or chance: latent 0 is the level of a sine, 1 that of a constant."""

    def __init__(self, ratio: int = 441, channels: int = 1, latents: int = 2) -> None:
        super().__init__()
        self.ratio = ratio
        self.channels = channels
        self.register_buffer("decode_params", torch.tensor([latents, ratio, channels, 1]))
        self.register_buffer("encode_params", torch.tensor([1, 1, latents, ratio]))
        self.register_buffer("wave", torch.sin(2 * torch.pi * torch.arange(ratio) / max(ratio, 2)))
        self.sampling_rate = 22050

    @torch.jit.export
    def get_methods(self) -> list[str]:
        return ["decode", "encode"]

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        sine = z[:, :1].unsqueeze(3) * self.wave
        audio = (0.5 * sine + 0.1 * z[:, 1:2].unsqueeze(3)).flatten(2)
        # Channel k is k + 1 times as quiet as the first.
        levels = 1.0 / torch.arange(1, self.channels + 1).to(audio.dtype)
        return audio * levels[:, None]

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        frames = x.reshape(x.size(0), -1, self.ratio)
        mean = frames.mean(2)
        return torch.stack([frames.amax(2) - mean, mean], dim=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(self.encode(x))


class Remembers(Foreign):
    """A causal convolution that keeps the end of its input for the next call, for one batch.

    That is how cached convolutions stream (Caillon & Esling 2022, "Streamable neural audio
    synthesis with non-causal convolutions").
    """

    def __init__(self, reach: int = 300, batches: int = 1) -> None:
        super().__init__(ratio=128)
        self.reach = reach
        self.register_buffer("cache", torch.zeros(batches, 1, reach))
        self.register_buffer("taps", torch.full((1, 1, reach + 1), 1.0 / (reach + 1)))
        self.calls = 0

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        audio = (0.5 * z[:, :1].unsqueeze(3) * (self.wave + 1.0)).flatten(2)
        padded = torch.cat([self.cache[: audio.size(0)], audio], dim=2)
        self.cache[: audio.size(0)] = padded[:, :, -self.reach :]
        self.calls += 1
        return torch.conv1d(padded, self.taps)


class Streams(Remembers):
    """Memory and chance together, as RAVE has them."""

    def __init__(self) -> None:
        super().__init__(batches=8)

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        audio = (0.5 * z[:, :1].unsqueeze(3) * (self.wave + 1.0)).flatten(2)
        audio = audio + 0.1 * torch.rand_like(audio)
        padded = torch.cat([self.cache[: audio.size(0)], audio], dim=2)
        self.cache[: audio.size(0)] = padded[:, :, -self.reach :]
        return torch.conv1d(padded, self.taps)


class Chance(Foreign):
    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return 0.1 * torch.randn(z.size(0), 1, z.size(2) * self.ratio)


class Settable(Foreign):
    """Attributes of every kind, as the public package writes them: tuples."""

    def __init__(self) -> None:
        super().__init__()
        self.gain = (1.0,)
        self.shape = (2, True)
        self.word = ("soft",)
        self.register_buffer("gain_params", torch.tensor([2]))
        self.register_buffer("shape_params", torch.tensor([1, 0]))
        self.register_buffer("word_params", torch.tensor([3]))

    @torch.jit.export
    def get_attributes(self) -> list[str]:
        return ["none", "gain", "shape", "word"]

    @torch.jit.export
    def get_gain(self) -> float:
        return self.gain[0]

    @torch.jit.export
    def set_gain(self, gain: float) -> int:
        if gain < 0.0:
            return -1
        self.gain = (gain,)
        return 0

    @torch.jit.export
    def get_shape(self) -> tuple[int, bool]:
        return self.shape

    @torch.jit.export
    def set_shape(self, order: int, even: bool) -> int:
        self.shape = (order, even)
        return 0

    @torch.jit.export
    def get_word(self) -> str:
        return self.word[0]

    @torch.jit.export
    def set_word(self, word: str) -> int:
        self.word = (word,)
        return 0

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return self.gain[0] * (z[:, :1].unsqueeze(3) * self.wave).flatten(2)


class Throws(Foreign):
    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        raise RuntimeError("no decoder here")


class ThrowsLater(Foreign):
    """Only away from the origin, as a model may that was loaded well."""

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        if bool((z.abs() > 1.0).any()):
            raise RuntimeError("too far")
        return torch.zeros(z.size(0), 1, z.size(2) * self.ratio)


class NotFiniteLater(Foreign):
    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return torch.log(1.0 - z[:, :1]).repeat_interleave(self.ratio, dim=2)


class NeverFinite(Foreign):
    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return torch.full((z.size(0), 1, z.size(2) * self.ratio), float("nan"))


class DecodesTwo(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("decode_params", torch.tensor([2, 441, 1, 1]))

    @torch.jit.export
    def decode(self, z: Tensor) -> tuple[Tensor, Tensor]:
        return z, z

    def forward(self, x: Tensor) -> Tensor:
        return x


class WrongLength(Foreign):
    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return torch.zeros(z.size(0), 1, z.size(2) * self.ratio + 1)


class Slow(Foreign):
    """Makes a product of large matrices on the way: about a tenth of a second and more."""

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        work = torch.ones(1200, 1200)
        for _ in range(6):
            work = torch.tanh(work @ work)
        return 0.0 * work[0, 0] + torch.zeros(z.size(0), 1, z.size(2) * self.ratio)
