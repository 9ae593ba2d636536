"""Small model files for the tests of the engine and its hosts, good ones and bad ones."""

# No postponed annotations: TorchScript reads those of the models and takes no strings.

import json
import warnings
import zipfile
from pathlib import Path

import torch
from torch import Tensor, nn

from support import foreign_models


class Model(nn.Module):
    """The nn~ convention around a linear decoder."""

    def __init__(self, latents: int = 16, grain: int = 512, seed: int = 0) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        time = torch.arange(grain) / grain
        cycles = torch.arange(1, latents + 1)
        phases = torch.rand(latents, generator=generator)
        waves = torch.sin(2 * torch.pi * (cycles[:, None] * time + phases[:, None]))
        self.register_buffer("waves", 0.25 * waves / cycles[:, None])
        self.register_buffer("origin", 0.1 * torch.cos(2 * torch.pi * 3 * time))
        self.register_buffer("decode_params", torch.tensor([latents, grain, 1, 1]))
        self.sr = 44100

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        grains = torch.einsum("bdt,dg->btg", z, self.waves) + self.origin
        return grains.flatten(1).unsqueeze(1)


def save(model: nn.Module, path: Path, align: str | None = None) -> Path:
    """``align``: what ``granvae.json`` says, where there is to be one."""
    extra = {} if align is None else {"granvae.json": json.dumps({"align": align, "format": 2})}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.script(model.eval()).save(str(path), _extra_files=extra)
    return path


def linear_model(path: Path, latents: int = 16, grain: int = 512, seed: int = 0) -> Path:
    """A model of sines, so that every latent is heard and nothing needs training."""
    return save(Model(latents, grain, seed), path)


def bad_models(folder: Path) -> dict[Path, str]:
    """Files that are no playable models, with what the sentence about each must say."""
    whole = linear_model(folder / "whole.ts").read_bytes()
    contents = {
        "text.ts": (b"not a model", "not a TorchScript model"),
        "empty.ts": (b"", "not a TorchScript model"),
        "corrupt.ts": (whole[: len(whole) // 2], "damaged or not TorchScript"),
    }
    for name, (data, _) in contents.items():
        (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "archive.ts", "w") as file:
        file.writestr("archive/data.txt", "hello")
    torch.save({"weights": torch.zeros(3)}, folder / "weights.ts")
    modules = {
        "no-decode.ts": (nn.Identity(), "no method 'decode'"),
        "nan.ts": (foreign_models.NotFinite(), "values that are not finite"),
        "shape.ts": (
            foreign_models.WrongLength(),
            r"decodes to the shape \(1, 1, 442\) where \(1, 1, 441\)",
        ),
        "two.ts": (foreign_models.DecodesTwo(), "to a Tuple where one tensor was"),
        "fails.ts": (foreign_models.Throws(), "fails to decode"),
    }
    return {
        folder / "missing.ts": "cannot be opened",
        folder / "archive.ts": "damaged or not TorchScript",
        folder / "weights.ts": "damaged or not TorchScript",
        **{folder / name: sentence for name, (_, sentence) in contents.items()},
        **{save(module, folder / name): sentence for name, (module, sentence) in modules.items()},
    }
