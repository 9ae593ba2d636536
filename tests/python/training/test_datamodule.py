from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from granvae.training.config import Budget, TrainConfig
from granvae.training.datamodule import TrainingData, prepare_data
from granvae.training.run_folder import Split, read_split
from support.short_training import SHORT
from support.tones import write_tones


def prepared(
    config: TrainConfig, out: Path | None = None, budget: Budget = SHORT
) -> tuple[TrainingData, list[str]]:
    lines: list[str] = []
    return prepare_data(config, out, False, None, lines.append, budget=budget), lines


def test_a_single_sound_is_split_in_time(config: TrainConfig, tmp_path: Path) -> None:
    sounds = write_tones(tmp_path / "one", count=1, seconds=1.0)
    prepared(dataclasses.replace(config, sounds=(str(sounds),)), tmp_path / "run")
    assert read_split(tmp_path / "run") == Split(("tone0.wav",), ("tone0.wav",))


def test_sounds_that_cannot_be_used_are_named(config: TrainConfig, tmp_path: Path) -> None:
    sounds = shutil.copytree(config.sounds[0], tmp_path / "sounds")
    (sounds / "broken.wav").write_bytes(b"RIFF but nothing more")
    _, lines = prepared(dataclasses.replace(config, sounds=(str(sounds),)))
    assert any(line.startswith("Skipped broken.wav: ") for line in lines)


def test_a_batch_has_as_many_grains_as_asked_for(config: TrainConfig) -> None:
    data, _ = prepared(dataclasses.replace(config, batch=40))
    assert next(iter(data.stream)).shape == (40, 64)
    assert sum(len(batch) for batch in data.validation) == SHORT.validation_grains


@pytest.mark.parametrize(("limits", "batches"), [((2, 3), 3), ((900, 1000), 900)])
def test_an_epoch_keeps_within_the_budget(
    config: TrainConfig, limits: tuple[int, int], batches: int
) -> None:
    data, _ = prepared(config, budget=dataclasses.replace(SHORT, epoch_batches=limits))
    assert data.stream.batches_per_epoch == batches
