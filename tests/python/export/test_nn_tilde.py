"""Models made with the public ``nn-tilde`` package play here, and ours keep its convention."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from granvae.engine import _native
from support import tiny_models
from support.preset_files import HOSTED, LATENTS, PRESETS, RATE, file_of, program_of

nn_tilde: Any = pytest.importorskip(
    "nn_tilde", reason="`pip install nn-tilde` tries its models too"
)

RATIO = 256


class Public(nn_tilde.Module):  # type: ignore[misc,name-defined] # it may be missing
    """As its documentation shows it: registered methods and an attribute."""

    def __init__(self) -> None:
        super().__init__(sr=32000)
        self.register_buffer("wave", torch.sin(2 * torch.pi * torch.arange(RATIO) / RATIO))
        self.register_attribute("level", 1.0)
        self.register_method("decode", 2, RATIO, 2, 1, ["sine", "constant"], ["left", "right"])
        self.register_method("encode", 1, 1, 2, RATIO)

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        audio = (z[:, :1].unsqueeze(3) * self.wave + 0.1 * z[:, 1:].unsqueeze(3)).flatten(2)
        return torch.cat([self.level[0] * audio, -audio], dim=1)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        frames = x.reshape(x.size(0), -1, self.wave.size(0))
        return torch.stack([frames.amax(2), frames.mean(2)], dim=1)

    @torch.jit.export
    def get_level(self) -> float:
        return self.level[0]

    @torch.jit.export
    def set_level(self, level: float) -> int:
        self.level = (level,)
        return 0


def test_a_model_of_the_public_package_plays_and_is_set(tmp_path: Path):
    decoder = _native.Decoder(str(tiny_models.save(Public(), tmp_path / "public.ts")))
    wanted = {"latents": 2, "grain": RATIO, "rate": 32000, "channels": 2, "encodes": True}
    wanted |= {"labels": ["sine", "constant"], "attributes": {"level": ["real"]}}
    assert decoder.info == {**decoder.info, **wanted}
    point = np.array([[0.5, 0.0]], np.float32)
    wave = 0.5 * np.sin(2 * np.pi * np.arange(RATIO) / RATIO)
    np.testing.assert_allclose(decoder.decode(point)[0], wave, atol=1e-6)
    decoder.set("level", [0.5])
    np.testing.assert_allclose(decoder.decode(point)[0], wave / 2, atol=1e-6)
    decoder.select_channel(2)
    np.testing.assert_allclose(decoder.decode(point)[0], -wave, atol=1e-6)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("frames", [1, 4])
def test_every_method_of_ours_does_what_registering_it_would_check(
    preset: str, frames: int, tmp_path: Path
):
    path = file_of(preset, tmp_path, program_of(preset))
    model = torch.jit.load(str(path))
    samples = frames * model.grain
    assert model.get_sample_rate() == RATE
    for method in model.get_methods():
        ins, in_ratio, outs, out_ratio = getattr(model, f"{method}_params").tolist()
        # As the host hands them over: one of several batches, cut from a longer buffer.
        x = torch.zeros(2, ins, samples // in_ratio + 3)[:, :, 3:]
        made = getattr(model, method)(x)
        assert (tuple(made.shape), made.dtype) == ((2, outs, samples // out_ratio), torch.float32)
        assert bool(torch.isfinite(made).all())


def test_ours_can_be_registered_inside_a_model_of_the_package(tmp_path: Path):
    path = file_of("grain", tmp_path, None)
    inner = torch.jit.load(str(path))

    class Around(nn_tilde.Module):  # type: ignore[misc,name-defined] # as above
        def __init__(self) -> None:
            super().__init__()
            self.inner = inner
            # Runs it, with zeros, and refuses what the host would.
            self.register_method("decode", HOSTED, inner.grain, 1, 1, test_buffer_size=1024)

        def decode(self, z: Tensor) -> Tensor:
            return self.inner.decode(z)

    assert Around().get_methods() == ["decode"]
    z = torch.from_numpy(LATENTS[:1]).unsqueeze(2)
    assert inner.decode(z).shape == (1, 1, inner.grain)
