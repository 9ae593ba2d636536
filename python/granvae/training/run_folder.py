"""The folder of one training run: what is in it, and how to read it back.

::

    config.json     what was asked for (granvae.training.config.TrainConfig)
    versions.json   of Python and of the libraries
    split.json      which sounds trained, which validated, which were skipped and why
    metrics.csv     one line an epoch
    training.png    the same as curves
    grains.png      some of the grains that went in
    pca.npz         principal components of training grains, the baseline of an evaluation
    latents.npz     posterior means of training grains, for the statistics of an export
    map.npz         where these grains lie in the sounds, for the map of an export
    controls.json   how latents correlate with the descriptors that they follow, if any
    checkpoints/    last.ckpt, best.ckpt
    tensorboard/    for `tensorboard --logdir`
    nan-batch.npz   the grains of a batch whose loss was NaN or infinite, with its step, epoch,
                    index in the epoch and seed: the same sounds give the same batch again
"""

import contextlib
import platform
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypedDict

import msgspec
import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from granvae.data.atomic_write import atomic_write, write_json
from granvae.data.corpus import Corpus
from granvae.errors import GranvaeError
from granvae.models.attribute_regularisation import Correlation
from granvae.models.base import GrainModel
from granvae.models.presets import build_model
from granvae.training.checkpoints import BEST, LAST, read_either
from granvae.training.config import CONFIG, TrainConfig, holds_run, unreadable

SPLIT = "split.json"
VERSIONS = "versions.json"
METRICS = "metrics.csv"
CURVES = "training.png"
GRAINS = "grains.png"
PCA = "pca.npz"
LATENTS = "latents.npz"
CONTROLS = "controls.json"
BAD_BATCH = "nan-batch.npz"
TENSORBOARD = "tensorboard"

# Where a checkpoint has the averaged weights and the state of the training.
AVERAGE_PREFIX = "average."
STATE = "granvae"

_LIBRARIES = ("granvae", "torch", "lightning", "numpy", "librosa", "soundfile", "tensorboard")


class Summary(TypedDict, total=False):
    """How far a training had come at a checkpoint."""

    epochs: int
    steps: int
    minutes: float
    val_loss: float
    val_si_sdr_db: float
    best: float  # the lowest validation loss so far
    parameters: int  # of the model
    device: str
    processes: int


@dataclass(frozen=True)
class Run:
    """A training run that can be used.

    Attributes:
        folder: where it lies.
        config: what was asked for.
        model: in evaluation mode on the CPU, with the averaged weights of the best checkpoint.
        step: optimiser steps that checkpoint had taken.
        epoch: epochs it had completed.
        summary: how far that checkpoint had come.
        train_names: names of the sounds it was trained on.
        validation_names: names of the sounds it was validated on.
    """

    folder: Path
    config: TrainConfig
    model: GrainModel = field(repr=False)
    step: int
    epoch: int
    summary: Summary
    train_names: tuple[str, ...]
    validation_names: tuple[str, ...]


def load_run(path: Path | str) -> Run:
    """Read the run in a folder, with its best weights.

    A damaged best checkpoint is replaced by the last one, with a warning.

    Raises:
        GranvaeError: the folder holds no run, or no checkpoint that can be read.
    """
    folder = Path(path)
    if not holds_run(folder):
        raise GranvaeError(
            f"{folder} holds no training run; give a folder that `granvae train --out` made."
        )
    config = TrainConfig.load(folder / CONFIG)
    split = read_split(folder)
    model = build_model(config.preset, config.grain, config.latent)
    used, checkpoint = read_either(folder, BEST, LAST)
    weights, prefix = checkpoint["state_dict"], AVERAGE_PREFIX
    averaged = {n.removeprefix(prefix): w for n, w in weights.items() if n.startswith(prefix)}
    load_weights(model, averaged, used, config)
    with unreadable(used, "does not say how far its training came", "train it again"):
        summary: Summary = checkpoint[STATE]
        step, epoch = int(summary["steps"]), int(summary["epochs"])
    model.eval().requires_grad_(False)
    return Run(folder, config, model, step, epoch, summary, split.train, split.validation)


def load_weights(
    module: nn.Module, weights: dict[str, Tensor], checkpoint: Path, config: TrainConfig
) -> None:
    """Give a module the weights of a checkpoint.

    Raises:
        GranvaeError: they are of other layers.
    """
    try:
        module.load_state_dict(weights)
    except RuntimeError as error:  # names every weight, which helps nobody
        raise GranvaeError(
            f"{checkpoint} does not fit the preset {config.preset} with grains of {config.grain} "
            f"samples and {config.latent} latents, as this version of granvae builds it; "
            "train it again into another --out."
        ) from error


def make_run_folder(folder: Path, config: TrainConfig, train: Corpus, validation: Corpus) -> None:
    """Make the folder of a new run, with everything that is known before the first step.

    Raises:
        FileError: the folder cannot be written.
    """
    write_json(folder / SPLIT, split_of(train, validation))
    write_json(folder / VERSIONS, _versions())
    config.save(folder / CONFIG)  # last: the folder is a run from here on


class Split(msgspec.Struct, frozen=True):
    """The names of the sounds in each half, and what was skipped: its ``path`` and ``reason``."""

    train: tuple[str, ...]
    validation: tuple[str, ...]
    skipped: tuple[dict[str, str], ...] = ()


def split_of(train: Corpus, validation: Corpus) -> Split:
    """The split of a corpus."""
    names = [tuple(sound.name for sound in half.sounds) for half in (train, validation)]
    skipped = tuple({"path": s.path, "reason": s.reason} for s in train.skipped)
    return Split(names[0], names[1], skipped)


def read_split(folder: Path) -> Split:
    """The split of the run in a folder.

    Raises:
        GranvaeError: the file is missing or damaged.
    """
    with unreadable(folder / SPLIT, "does not say which sounds were used", "train it again"):
        return msgspec.json.decode((folder / SPLIT).read_bytes(), type=Split)


def save_latents(folder: Path, latents: NDArray[np.float32]) -> None:
    """Write posterior means ``(n, latent)`` of training grains."""
    with atomic_write(folder / LATENTS) as part:
        np.savez(part, latents=latents)


def load_correlations(folder: Path) -> dict[str, Correlation]:
    """How the latents of a run's controls correlate with their descriptors, by control.

    Empty for a run that has no controls or was not finished.

    Raises:
        GranvaeError: the file is damaged.
    """
    path, advice = folder / CONTROLS, "finish the training with `granvae train … --resume`"
    with unreadable(path, "does not say how the controls correlate", advice):
        text = path.read_bytes() if path.is_file() else b"{}"
        return msgspec.json.decode(text, type=dict[str, Correlation])


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "platform": platform.platform()}
    for library in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):  # granvae in a source tree
            found[library] = version(library)
    return found
