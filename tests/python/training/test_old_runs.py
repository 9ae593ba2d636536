from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from granvae.errors import GranvaeError
from granvae.training.checkpoints import BEST, FOLDER, LAST, read_checkpoint, write_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.run_folder import load_run
from support.short_training import quietly

SENTENCE = r"does not fit the preset grain with grains of 64 samples and 4 latents.*train it again"


@pytest.fixture
def old_run(finished: Path) -> Path:
    """A run whose first layer has twice the width of this version's."""
    for name in (BEST, LAST):
        contents = read_checkpoint(finished / FOLDER / name)
        for owner in ("model", "average"):
            first = f"{owner}.encoder.0.weight"
            contents["state_dict"][first] = contents["state_dict"][first].repeat(2, 1)
        write_checkpoint(contents, finished / FOLDER / name)
    return finished


def test_a_run_of_other_layers_is_refused_in_one_sentence(old_run: Path) -> None:
    with pytest.raises(GranvaeError, match=SENTENCE) as caught:
        load_run(old_run)
    assert "\n" not in str(caught.value)


def test_a_run_of_other_layers_is_not_resumed(old_run: Path, config: TrainConfig) -> None:
    before = {path: path.stat().st_mtime_ns for path in (old_run / FOLDER).iterdir()}
    with pytest.raises(GranvaeError, match=SENTENCE):
        quietly(dataclasses.replace(config, epochs=5), old_run, resume=True)
    assert {path: path.stat().st_mtime_ns for path in (old_run / FOLDER).iterdir()} == before
