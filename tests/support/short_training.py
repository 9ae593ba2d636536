"""Trainings of seconds, for tests of what trains, keeps and resumes."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch

from granvae.training import datamodule
from granvae.training import train as training
from granvae.training.checkpoints import read_checkpoint
from granvae.training.config import TrainConfig
from support.tones import write_tones

COMMAND = Path(__file__).parent / "train_small.py"  # the same as a program


def shorten(patch: pytest.MonkeyPatch) -> None:
    """Epochs and surveys that suit a few seconds of sound."""
    patch.setattr(datamodule, "EPOCH_BATCHES", (6, 6))
    patch.setattr(datamodule, "VALIDATION_GRAINS", 64)
    patch.setattr(datamodule, "SURVEY_SAMPLES", 300 * 64)


def of_tones(folder: Path, **changes: Any) -> TrainConfig:
    """Four epochs of small grains of five tones."""
    sounds = write_tones(folder / "sounds")
    config = TrainConfig(sounds=(str(sounds),), grain=64, latent=4, epochs=4, seed=3)
    return dataclasses.replace(config, **changes)


def quietly(config: TrainConfig, out: Path, **options: Any) -> Any:
    """Train, and return the run and the lines for the user."""
    lines: list[str] = []
    run = training.train(config, out, progress=False, say=lines.append, **options)
    return run, lines


def rows(out: Path) -> list[dict[str, str]]:
    """The lines of a run's ``metrics.csv``."""
    with (out / "metrics.csv").open() as file:
        return list(csv.DictReader(file))


def weights(path: Path) -> dict[str, torch.Tensor]:
    """Those of a checkpoint."""
    return dict(read_checkpoint(path)["state_dict"])
