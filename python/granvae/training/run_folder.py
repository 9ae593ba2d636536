"""The folder of one training run: what is in it, and how to read it back.

::

    config.json     what was asked for (granvae.training.config.TrainConfig)
    versions.json   of Python and of the libraries
    split.json      which sounds trained, which validated, which were skipped and why
    metrics.csv     one line an epoch
    training.png    the same as curves
    grains.png      some of the grains that went in
    pca.npz         principal components of training grains, the yardstick of an evaluation
    latents.npz     posterior means of training grains, for the statistics of an export
    map.npz         where other training grains lie, for the map of an export
    controls.json   how latents correlate with the descriptors that they follow, if any
    checkpoints/    last.ckpt, best.ckpt
    tensorboard/    for `tensorboard --logdir`
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from granvae.data.corpus import Corpus
from granvae.errors import GranvaeError
from granvae.models.presets import GrainModel, build_model
from granvae.training.checkpoints import BEST, LAST, read_either
from granvae.training.config import TrainConfig

CONFIG = "config.json"
SPLIT = "split.json"
VERSIONS = "versions.json"
METRICS = "metrics.csv"
CURVES = "training.png"
GRAINS = "grains.png"
PCA = "pca.npz"
LATENTS = "latents.npz"
TENSORBOARD = "tensorboard"

# Where the learner keeps the averaged weights and its own figures inside a checkpoint.
AVERAGE_PREFIX = "average."
STATE = "granvae"

_LIBRARIES = ("granvae", "torch", "lightning", "numpy", "librosa", "soundfile", "tensorboard")


@dataclass(frozen=True)
class Run:
    """A training run that can be used.

    Attributes:
        folder: where it lies.
        config: what was asked for.
        model: in evaluation mode on the CPU, with the averaged weights of the best checkpoint.
        step: optimiser steps that checkpoint had taken.
        epoch: epochs it had completed.
        summary: how training went so far: ``epochs``, ``steps``, ``minutes``, ``val_loss``,
            ``val_si_sdr_db``, ``parameters``, ``device``.
        train_names: names of the sounds it was trained on.
        validation_names: names of the sounds it was validated on.
    """

    folder: Path
    config: TrainConfig
    model: GrainModel
    step: int
    epoch: int
    summary: dict[str, Any]
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
    load_weights(model, _averaged_weights(checkpoint), used, config)
    try:
        state = dict(checkpoint[STATE])
        step, epoch = int(state["steps"]), int(state["epochs"])
    except (KeyError, TypeError, ValueError) as error:
        raise GranvaeError(
            f"{used} does not tell how far its training came; train it again."
        ) from error
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return Run(folder, config, model, step, epoch, state, split["train"], split["validation"])


def load_weights(
    module: nn.Module, weights: dict[str, Tensor], checkpoint: Path, config: TrainConfig
) -> None:
    """Give a module the weights of a checkpoint.

    Raises:
        GranvaeError: they are of other layers, as those of an older version may be.
    """
    try:
        module.load_state_dict(weights)
    except RuntimeError as error:  # names every weight, which helps nobody
        raise GranvaeError(
            f"{checkpoint} does not fit the preset {config.preset} with grains of {config.grain} "
            f"samples and {config.latent} latents, as this version of granvae builds it; "
            "train it again into another --out."
        ) from error


def holds_run(folder: Path) -> bool:
    """Whether a run was begun in that folder."""
    return (folder / CONFIG).is_file()


def begin_run(folder: Path, config: TrainConfig, train: Corpus, validation: Corpus) -> None:
    """Make the folder of a new run, with everything that is known before the first step.

    Raises:
        GranvaeError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        split = {
            "train": [sound.name for sound in train.sounds],
            "validation": [sound.name for sound in validation.sounds],
            "skipped": [{"path": s.path, "reason": s.reason} for s in train.skipped],
        }
        write_text(folder / SPLIT, json.dumps(split, indent=2) + "\n")
        write_text(folder / VERSIONS, json.dumps(_versions(), indent=2) + "\n")
        save_config(folder, config)  # last: the folder is a run from here on
    except OSError as error:
        raise GranvaeError(
            f"{folder} cannot be written ({error.strerror}); choose another --out."
        ) from error


def save_config(folder: Path, config: TrainConfig) -> None:
    """Write ``config.json`` whole or not at all."""
    temporary = folder / f".{CONFIG}.part"
    config.save(temporary)
    os.replace(temporary, folder / CONFIG)


def read_split(folder: Path) -> dict[str, tuple[str, ...]]:
    """The names of the sounds in each half: ``train`` and ``validation``.

    Raises:
        GranvaeError: the run does not tell.
    """
    try:
        split = json.loads((folder / SPLIT).read_text(encoding="utf-8"))
        return {half: tuple(map(str, split[half])) for half in ("train", "validation")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GranvaeError(
            f"{folder / SPLIT} does not tell which sounds were used ({error}); train it again."
        ) from error


def save_latents(folder: Path, latents: NDArray[np.float32]) -> None:
    """Keep posterior means ``(n, latent)`` of training grains, whole or not at all."""
    temporary = folder / f".{LATENTS}"
    with temporary.open("wb") as file:
        np.savez(file, latents=latents)
    os.replace(temporary, folder / LATENTS)


def write_text(path: Path, text: str) -> None:
    """Write a small text file whole or not at all."""
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def _averaged_weights(checkpoint: dict[str, Any]) -> dict[str, Tensor]:
    return {
        name.removeprefix(AVERAGE_PREFIX): value
        for name, value in checkpoint["state_dict"].items()
        if name.startswith(AVERAGE_PREFIX)
    }


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "platform": platform.platform()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:  # used from a source tree
            continue
    return found
