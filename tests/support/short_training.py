"""Trainings of seconds, for tests of what trains, writes and resumes."""

import csv
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from granvae.training.checkpoints import FOLDER, read_checkpoint
from granvae.training.config import Budget, TrainConfig
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.run_folder import Run
from granvae.training.train import train
from support.tones import write_tones

COMMAND = Path(__file__).parent / "train_small.py"  # the same as a program
SHORT = Budget(epoch_batches=(6, 6), validation_grains=64, survey_samples=300 * 64)


@dataclasses.dataclass(frozen=True)
class Trained:
    """A run, and the lines for the user that its training reported."""

    run: Run
    lines: list[str]


def of_tones(folder: Path, **changes: Any) -> TrainConfig:
    """Four epochs of small grains of five tones."""
    fixed = {"grain": 64, "latent": 4, "epochs": 4, "seed": 3, "precision": "32"}
    return TrainConfig(sounds=(str(write_tones(folder / "sounds")),), **{**fixed, **changes})


def quietly(config: TrainConfig, out: Path, budget: Budget = SHORT, **options: Any) -> Trained:
    """Train without a word to the user."""
    lines: list[str] = []
    run = train(config, out, progress=False, say=lines.append, budget=budget, **options)
    return Trained(run, lines)


def at_step(
    number: int, act: Callable[[GrainLightningModule, Tensor], Any], patch: Any = setattr
) -> None:
    """Let something be done to the module and its loss in a step of the trainings to come."""
    step = GrainLightningModule.training_step

    def patched(self: GrainLightningModule, *arguments: Any) -> Tensor:
        loss = step(self, *arguments)
        if self.global_step == number:
            act(self, loss)
        return loss

    patch(GrainLightningModule, "training_step", patched)


def rows(out: Path) -> list[dict[str, str]]:
    """The lines of a run's ``metrics.csv``."""
    with (out / "metrics.csv").open() as file:
        return list(csv.DictReader(file))


def column(out: Path, name: str) -> list[float]:
    """Of a run's ``metrics.csv``."""
    return [float(row[name]) for row in rows(out)]


def checkpoint(out: Path, name: str = "last.ckpt") -> dict[str, Any]:
    """Of a run."""
    return read_checkpoint(out / FOLDER / name)


def same_weights(*checkpoints: dict[str, Any]) -> bool:
    """Whether two checkpoints have the same weights to the bit."""
    one, other = (each["state_dict"] for each in checkpoints)
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def state_of(folder: Path) -> dict[Path, int]:
    """When each file in a folder was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
