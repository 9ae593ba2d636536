"""Small models with encoders and attributes, for tests of what turns sounds into paths."""

# No postponed annotations: TorchScript reads those of the models and takes no strings.

import numpy as np
import torch
from torch import Tensor, nn

from support.tiny_models import save

__all__ = ["GRAIN", "RATE", "Adjustable", "Exact", "Fourier", "save", "sayable"]

RATE = 44100
GRAIN = 512
PARTIALS = 8  # of RATE / GRAIN, each with a cosine and a sine: what the models can say


class Fourier(nn.Module):
    """Latents are Fourier coefficients of a grain, so that encoding is exact where it can be."""

    def __init__(self, channels: int = 1) -> None:
        super().__init__()
        time = torch.arange(GRAIN, dtype=torch.float64) / GRAIN
        angles = 2 * torch.pi * torch.arange(1, PARTIALS + 1)[:, None] * time
        waves = torch.cat([torch.cos(angles), torch.sin(angles)]).to(torch.float32)
        self.channels = channels
        self.register_buffer("waves", 0.1 * waves)
        self.register_buffer("decode_params", torch.tensor([2 * PARTIALS, GRAIN, channels, 1]))
        self.register_buffer("encode_params", torch.tensor([1, 1, 2 * PARTIALS, GRAIN]))
        self.decode_input_labels = [f"partial {k}, or so" for k in range(2 * PARTIALS)]
        self.sr = RATE

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        grains = torch.einsum("bdt,dg->btg", z, self.waves).flatten(1).unsqueeze(1)
        # The second channel is half as loud as the first, and so on.
        return torch.cat([grains / (c + 1) for c in range(self.channels)], dim=1)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        grains = x.reshape(x.shape[0], -1, 512)
        return torch.einsum("btg,dg->bdt", grains, self.waves) * (2.0 / (512 * 0.01))


class Exact(nn.Module):
    """Its latents are the samples of a grain, so that it can say every sound."""

    def __init__(self, grain: int = 64) -> None:
        super().__init__()
        self.grain = grain
        self.register_buffer("decode_params", torch.tensor([grain, grain, 1, 1]))
        self.register_buffer("encode_params", torch.tensor([1, 1, grain, grain]))
        self.sr = RATE

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return z.transpose(1, 2).flatten(1).unsqueeze(1)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], -1, self.grain).transpose(1, 2)


class Adjustable(Fourier):
    """Has attributes of every kind, as the public package writes them: tuples."""

    def __init__(self) -> None:
        super().__init__()
        self.gain = (1.0,)
        self.name = ("plain",)
        self.shape = (2, True)
        self.register_buffer("gain_params", torch.tensor([2]))
        self.register_buffer("name_params", torch.tensor([3]))
        self.register_buffer("shape_params", torch.tensor([1, 0]))

    @torch.jit.export
    def get_attributes(self) -> list[str]:
        return ["none", "gain", "name", "shape"]

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
    def get_name(self) -> str:
        return self.name[0]

    @torch.jit.export
    def set_name(self, name: str) -> int:
        self.name = (name,)
        return 0

    @torch.jit.export
    def get_shape(self) -> tuple[int, bool]:
        return self.shape

    @torch.jit.export
    def set_shape(self, order: int, even: bool) -> int:
        self.shape = (order, even)
        return 0

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        return self.gain[0] * torch.einsum("bdt,dg->btg", z, self.waves).flatten(1).unsqueeze(1)


def sayable(seconds: float = 0.5, rate: int = RATE, seed: int = 0) -> np.ndarray:
    """A steady sound of the partials that the models know, ``(n,)``."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    k = np.arange(1, PARTIALS + 1)[:, None]
    angles = 2 * np.pi * (k * RATE / GRAIN * time + rng.uniform(size=(PARTIALS, 1)))
    return np.asarray((0.3 / k * np.sin(angles)).sum(axis=0), np.float32)
