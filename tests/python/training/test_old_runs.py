from __future__ import annotations

from pathlib import Path

import pytest

from granvae.errors import GranvaeError
from granvae.training import datamodule
from granvae.training.checkpoints import BEST, FOLDER, LAST, read_checkpoint, write_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.run_folder import CONFIG, load_run
from granvae.training.train import train
from support.tones import write_tones

SENTENCE = r"does not fit the preset grain with grains of 64 samples and 4 latents.*train it again"


@pytest.fixture
def old_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run whose first layer has twice the width of this version's."""
    monkeypatch.setattr(datamodule, "EPOCH_BATCHES", (2, 2))
    monkeypatch.setattr(datamodule, "SURVEY_SAMPLES", 300 * 64)
    sounds, run = write_tones(tmp_path / "sounds"), tmp_path / "run"
    config = TrainConfig(sounds=(str(sounds),), grain=64, latent=4, epochs=1)
    train(config, run, progress=False, say=lambda line: None)
    for name in (BEST, LAST):
        contents = read_checkpoint(run / FOLDER / name)
        for owner in ("model", "average"):
            first = f"{owner}.encoder.0.weight"
            contents["state_dict"][first] = contents["state_dict"][first].repeat(2, 1)
        write_checkpoint(contents, run / FOLDER / name)
    return run


def test_a_run_of_other_layers_is_refused_in_one_sentence(old_run: Path) -> None:
    with pytest.raises(GranvaeError, match=SENTENCE) as caught:
        load_run(old_run)
    assert "\n" not in str(caught.value)


def test_a_run_of_other_layers_is_not_resumed(old_run: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (old_run / FOLDER).iterdir()}
    config = TrainConfig.load(old_run / CONFIG)
    longer = TrainConfig(**{**vars(config), "epochs": 2})
    with pytest.raises(GranvaeError, match=SENTENCE):
        train(longer, old_run, resume=True, progress=False, say=lambda line: None)
    assert {path: path.stat().st_mtime_ns for path in (old_run / FOLDER).iterdir()} == before
