"""Trainings of seconds, for tests of what trains, writes and resumes."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path
from typing import Any

import torch

from granvae.training.checkpoints import read_checkpoint
from granvae.training.config import Budget, TrainConfig
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

    @property
    def folder(self) -> Path:
        """Of the run."""
        return self.run.folder


def of_tones(folder: Path, **changes: Any) -> TrainConfig:
    """Four epochs of small grains of five tones."""
    sounds = write_tones(folder / "sounds")
    config = TrainConfig(
        sounds=(str(sounds),), grain=64, latent=4, epochs=4, seed=3, precision="32"
    )
    return dataclasses.replace(config, **changes)


def quietly(config: TrainConfig, out: Path, budget: Budget = SHORT, **options: Any) -> Trained:
    """Train without a word to the user."""
    lines: list[str] = []
    run = train(config, out, progress=False, say=lines.append, budget=budget, **options)
    return Trained(run, lines)


def rows(out: Path) -> list[dict[str, str]]:
    """The lines of a run's ``metrics.csv``."""
    with (out / "metrics.csv").open() as file:
        return list(csv.DictReader(file))


def weights(path: Path) -> dict[str, torch.Tensor]:
    """Those of a checkpoint."""
    return dict(read_checkpoint(path)["state_dict"])
