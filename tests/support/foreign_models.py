"""Models of the nn~ convention as others make them, and some that nobody should make."""

# No postponed annotations here: TorchScript reads those of the models and takes no strings.

import torch
from torch import Tensor, nn


class Foreign(nn.Module):
    """A decoder without memory or chance: latent 0 is the level of a sine, 1 that of a constant."""

    def __init__(self, ratio: int = 441) -> None:
        super().__init__()
        self.ratio = ratio
        self.register_buffer("decode_params", torch.tensor([2, ratio, 1, 1]))
        self.register_buffer("wave", torch.sin(2 * torch.pi * torch.arange(ratio) / max(ratio, 2)))
        self.sampling_rate = 22050

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        sine = z[:, :1].unsqueeze(3) * self.wave
        return (0.5 * sine + 0.1 * z[:, 1:2].unsqueeze(3)).flatten(2)


class Tone(nn.Module):
    """A cosine whose frequency in Hz is latent 0 and whose level is latent 1."""

    def __init__(self, grain: int = 512, phase: float = 0.0) -> None:
        super().__init__()
        self.register_buffer("decode_params", torch.tensor([2, grain, 1, 1]))
        self.register_buffer("time", torch.arange(grain, dtype=torch.float64) / 44100)
        self.phase = phase
        self.sampling_rate = 44100

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        cycles = z[:, :1].unsqueeze(3).to(torch.float64) * self.time
        wave = torch.cos(2 * torch.pi * cycles + self.phase).to(torch.float32)
        return (z[:, 1:].unsqueeze(3) * wave).flatten(2)


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
        self.calls = 0  # changes even where the origin leaves the cache at 0

    def source(self, z: Tensor) -> Tensor:
        return (0.5 * z[:, :1].unsqueeze(3) * (self.wave + 1.0)).flatten(2)

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        audio = self.source(z)
        padded = torch.cat([self.cache[: audio.size(0)], audio], dim=2)
        self.cache[: audio.size(0)] = padded[:, :, -self.reach :]
        self.calls += 1
        return torch.conv1d(padded, self.taps)


class Codec(nn.Module):
    """Encodes and decodes by convolutions with memory, so that a sound is not its grains apart.

    Both sum what they get with what they had, which decays: latents are running means of a frame.
    """

    encoded: Tensor
    decoded: Tensor

    def __init__(self, ratio: int = 128, reach: int = 5) -> None:
        super().__init__()
        self.ratio = ratio
        self.register_buffer("encode_params", torch.tensor([1, 1, 2, ratio]))
        self.register_buffer("decode_params", torch.tensor([2, ratio, 1, 1]))
        generator = torch.Generator().manual_seed(0)
        self.register_buffer("heard", torch.randn(2, 1, ratio, generator=generator) / ratio)
        decay = 0.95 ** torch.arange(reach + 1.0).flip(0)
        self.register_buffer("mixing", decay * torch.randn(2, 2, 1, generator=generator))
        self.register_buffer("waves", 0.1 * torch.randn(2, 1, ratio, generator=generator))
        self.register_buffer("encoded", torch.zeros(1, 2, reach))
        self.register_buffer("decoded", torch.zeros(1, 2, reach))
        self.sampling_rate = 22050

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        frames = torch.conv1d(x, self.heard, stride=self.ratio)
        padded = torch.cat([self.encoded, frames], dim=2)
        self.encoded = padded[:, :, -5:].clone()
        return torch.conv1d(padded, self.mixing)

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        padded = torch.cat([self.decoded, z], dim=2)
        self.decoded = padded[:, :, -5:].clone()
        mixed = torch.conv1d(padded, self.mixing)
        return torch.conv_transpose1d(mixed, self.waves, stride=self.ratio)


class Streams(Remembers):
    """Memory and chance together, as RAVE has them."""

    def source(self, z: Tensor) -> Tensor:
        audio = (0.5 * z[:, :1].unsqueeze(3) * (self.wave + 1.0)).flatten(2)
        return audio + 0.1 * torch.rand_like(audio)


class Chance(Foreign):
    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return 0.1 * torch.randn(z.size(0), 1, z.size(2) * self.ratio)


class Throws(Foreign):
    """Where a latent is beyond the limit, as a model may that was loaded well."""

    def __init__(self, limit: float = -1.0) -> None:
        super().__init__()
        self.limit = limit

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        if bool((z.abs() > self.limit).any()):
            raise RuntimeError("too far")
        return torch.zeros(z.size(0), 1, z.size(2) * self.ratio)


class NotFinite(Throws):
    """Where latent 0 is beyond the limit."""

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return torch.log(self.limit - z[:, :1]).repeat_interleave(self.ratio, dim=2)


class DecodesTwo(Foreign):
    @torch.jit.export
    def decode(self, z: Tensor) -> tuple[Tensor, Tensor]:
        return z, z


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
