"""A run whose model is linear, so that the tests know what its latents must be."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
import torch
from torch import Tensor

from granvae.analysis.pca import fit_pca
from granvae.data.corpus import load_corpus
from granvae.data.grain_sampler import GrainSampler
from granvae.models.base import GrainModel
from granvae.models.presets import build_model
from granvae.training import run_folder as runs
from granvae.training.checkpoints import BEST, FOLDER, write_checkpoint
from granvae.training.config import TrainConfig

GRAIN = 64
SAMPLE_RATE = 8000
# In the model's own order: the third latent moves the sound most, the fourth moves nothing.
WEIGHTS = (1.0, 2.0, 4.0, 0.0)
LATENT = len(WEIGHTS)
HOSTED = LATENT - 1  # one is collapsed


class LinearModel(GrainModel):
    """Orthogonal cosines as the decoder and their transposed as the encoder."""

    def __init__(self) -> None:
        super().__init__(GRAIN, LATENT)
        time = torch.arange(GRAIN) + 0.5
        rows = [torch.cos(torch.pi * k * time / GRAIN) for k in (3, 5, 7, 9)]
        basis = torch.stack(rows) * (2.0 / GRAIN) ** 0.5
        weights = 0.05 * torch.tensor(WEIGHTS)[:, None]
        self.register_buffer("basis", basis * weights)
        self.register_buffer("analysis", torch.where(weights > 0.0, basis / weights, 0.0))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        mean = x @ self.analysis.t()
        return mean, torch.zeros_like(mean)

    def decode(self, z: Tensor) -> Tensor:
        return z @ self.basis


def linear_decode(latents: np.ndarray) -> np.ndarray:
    """What `LinearModel` makes of latents ``(n, LATENT)``."""
    return LinearModel().decode(torch.from_numpy(latents)).numpy()


def training_latents(count: int = 3000) -> np.ndarray:
    """Independent latents; the fourth is collapsed, the others have a standard deviation of 1."""
    rng = np.random.default_rng(7)
    latents = rng.normal((0.5, -2.0, 1.0, 0.1), (1.0, 1.0, 1.0, 1e-3), (count, LATENT))
    return latents.astype(np.float32)


def make_run(folder: Path, model: GrainModel | None = None) -> runs.Run:
    """A finished run of `LinearModel`, or of another model of its sizes, in ``folder``."""
    latents = training_latents()
    runs.save_latents(folder, latents)
    fit_pca(linear_decode(latents), 2).save(folder / runs.PCA)
    config = TrainConfig(
        sounds=("sounds",), grain=GRAIN, latent=LATENT, sample_rate=SAMPLE_RATE, align="none"
    )
    return runs.Run(
        folder=folder,
        config=config,
        model=(model or LinearModel()).eval(),
        step=100,
        epoch=3,
        train_names=("a.wav",),
        validation_names=("b.wav",),
        summary={"epochs": 3, "minutes": 0.5},
    )


def save_run(folder: Path, sounds: Path) -> Path:
    """A run on the disk, as `granvae train` leaves it, with weights that no training has touched.

    ``a.wav`` is its training sound and ``b.wav`` its validation sound.
    """
    config = TrainConfig(
        sounds=(str(sounds),), grain=GRAIN, latent=LATENT, sample_rate=SAMPLE_RATE, align="peak"
    )
    corpus = load_corpus(config.sounds, SAMPLE_RATE, GRAIN)
    train, validation = (
        replace(corpus, sounds=tuple(s for s in corpus.sounds if s.name == name))
        for name in ("a.wav", "b.wav")
    )
    runs.make_run_folder(folder, config, train, validation)
    torch.manual_seed(0)
    model = build_model(config.preset, GRAIN, LATENT).eval()
    contents = {
        "state_dict": {runs.AVERAGE_PREFIX + name: w for name, w in model.state_dict().items()},
        runs.STATE: {"steps": 100, "epochs": 3, "minutes": 0.5, "val_loss": 1.5},
    }
    write_checkpoint(contents, folder / FOLDER / BEST)
    grains = GrainSampler(train, GRAIN, config.align).draw(2000, np.random.default_rng(0))
    runs.save_latents(folder, model.encode(torch.from_numpy(grains))[0].detach().numpy())
    fit_pca(grains, LATENT).save(folder / runs.PCA)
    return folder


def write_sounds(folder: Path, names: tuple[str, ...] = ("a.wav", "b.wav")) -> Path:
    """One second each of what `LinearModel` can tell apart and what it cannot, at -20 dBFS."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, name in enumerate(names):
        rng = np.random.default_rng(seed)
        time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
        tone = np.sin(2 * np.pi * (300 + 140 * seed) * time) + 0.1 * rng.normal(size=len(time))
        soundfile.write(folder / name, (0.14 * tone).astype(np.float32), SAMPLE_RATE)
    return folder
