"""Our own presets as files, untrained, with the layers of the native back end and without."""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from granvae.engine.model_info import METADATA_FILE
from granvae.export.graph_rewrites import rewrite
from granvae.export.latent_basis import LatentBasis
from granvae.export.model_file import quiet_torchscript
from granvae.export.native_program import NATIVE_FILE, native_program
from granvae.export.nn_tilde_module import NnTildeModule
from granvae.models.base import GrainModel
from granvae.models.presets import build_model

GRAIN, LATENT, HOSTED, RATE = 128, 6, 5, 16000
LATENTS = np.random.default_rng(1).normal(0.0, 1.5, (11, HOSTED)).astype(np.float32)
PRESETS = ("grain", "paper", "spectral", "nsgt")


def untrained(preset: str, grain: int = GRAIN, latent: int = LATENT) -> GrainModel:
    """With norms that are no identity, as training leaves them."""
    torch.manual_seed(0)
    model = build_model(preset, grain, latent).eval()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm1d | nn.LayerNorm):
            nn.init.uniform_(layer.weight, 0.5, 1.5)
            nn.init.normal_(layer.bias, 0.0, 0.2)
        if isinstance(layer, nn.BatchNorm1d):
            assert layer.running_mean is not None
            assert layer.running_var is not None
            layer.running_mean.normal_(0.0, 0.3)
            layer.running_var.uniform_(0.5, 2.0)
    return model.requires_grad_(False)


def hosted() -> LatentBasis:
    """Fewer latents than the model's, rotated and moved."""
    rng = np.random.default_rng(0)
    turn = np.linalg.qr(rng.normal(size=(LATENT, LATENT)))[0][:, :HOSTED].astype(np.float32)
    mean = rng.normal(0.0, 0.3, LATENT).astype(np.float32)
    labels = tuple(f"größe {k}" for k in range(HOSTED))
    return LatentBasis(mean, turn, turn.T.copy(), np.ones(HOSTED) / HOSTED, labels, 1)


def file_of(preset: str, folder: Path, program: bytes | None, grain: int = GRAIN) -> Path:
    path = folder / f"{preset}.ts"
    extra = {METADATA_FILE: b"{}"} | ({NATIVE_FILE: program} if program else {})
    with quiet_torchscript():
        host = NnTildeModule(rewrite(untrained(preset, grain))[0], hosted(), RATE).eval()
        torch.jit.script(host).save(str(path), _extra_files=extra)
    return path


def program_of(preset: str, grain: int = GRAIN) -> bytes:
    program = native_program(untrained(preset, grain), hosted(), RATE)
    assert program is not None
    return program.to_bytes()
