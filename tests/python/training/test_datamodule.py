import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from granvae.training.config import Budget, TrainConfig
from granvae.training.datamodule import TrainingData, prepare_data
from granvae.training.run_folder import Split, read_split
from support.short_training import SHORT
from support.tones import write_tones


@pytest.fixture
def prepare(config: TrainConfig, out: Path) -> Callable[..., tuple[TrainingData, list[str]]]:
    def prepare(budget: Budget = SHORT, **changes: Any) -> tuple[TrainingData, list[str]]:
        lines: list[str] = []
        changed = dataclasses.replace(config, **changes)
        return prepare_data(changed, out, False, None, lines.append, budget=budget), lines

    return prepare


def test_a_single_sound_is_split_in_time(prepare, out: Path, tmp_path: Path) -> None:
    prepare(sounds=(str(write_tones(tmp_path / "one", count=1, seconds=1.0)),))
    assert read_split(out) == Split(("tone0.wav",), ("tone0.wav",))


def test_files_are_held_out_by_name(prepare, out: Path, tmp_path: Path) -> None:
    prepare(sounds=(str(write_tones(tmp_path / "four", count=4)),), held_out=("*[13].wav",))
    assert read_split(out) == Split(("tone0.wav", "tone2.wav"), ("tone1.wav", "tone3.wav"))


def test_sounds_that_cannot_be_used_are_named(prepare, tmp_path: Path) -> None:
    sounds = write_tones(tmp_path / "sounds")
    (sounds / "broken.wav").write_bytes(b"RIFF but nothing more")
    _, lines = prepare(sounds=(str(sounds),))
    assert any(line.startswith("Skipped broken.wav: ") for line in lines)


def test_a_batch_has_as_many_grains_as_asked_for(prepare) -> None:
    data, _ = prepare(batch=40)
    assert next(iter(data.stream)).shape == (40, 64)
    assert sum(len(batch) for batch in data.validation) == SHORT.validation_grains


@pytest.mark.parametrize(("limits", "batches"), [((2, 3), 3), ((900, 1000), 900)])
def test_an_epoch_keeps_within_the_budget(prepare, limits: tuple[int, int], batches: int) -> None:
    data, _ = prepare(dataclasses.replace(SHORT, epoch_batches=limits))
    assert data.stream.batches_per_epoch == batches
