from __future__ import annotations

from pathlib import Path

import pytest
import torch

from granvae.training import datamodule, precision
from granvae.training.config import TrainConfig
from granvae.training.precision import computes_bfloat16, in_bfloat16
from granvae.training.run_folder import Run
from granvae.training.train import train
from support.tones import write_tones


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainConfig:
    monkeypatch.setattr(datamodule, "EPOCH_BATCHES", (20, 20))
    monkeypatch.setattr(datamodule, "VALIDATION_GRAINS", 256)
    monkeypatch.setattr(datamodule, "SURVEY_SAMPLES", 300 * 64)
    sounds = write_tones(tmp_path / "sounds")
    return TrainConfig(sounds=(str(sounds),), grain=64, latent=6, epochs=6)


def trained(config: TrainConfig, out: Path, mixed: bool, monkeypatch: pytest.MonkeyPatch) -> Run:
    with monkeypatch.context() as patch:
        patch.setattr(precision, "computes_bfloat16", lambda device: mixed)
        return train(config, out, progress=False, say=lambda line: None)


def test_a_training_in_bfloat16_is_another_one_but_as_good(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [trained(config, tmp_path / str(m), m, monkeypatch) for m in (False, True)]
    plain, mixed = (run.summary["val_si_sdr_db"] for run in runs)
    assert plain != mixed
    assert mixed == pytest.approx(plain, abs=1.0)
    assert all(p.dtype == torch.float32 for run in runs for p in run.model.parameters())


def test_the_original_recipe_never_computes_in_bfloat16(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datamodule, "EPOCH_BATCHES", (3, 3))
    config = TrainConfig(**{**vars(config), "preset": "paper-original", "epochs": 1})
    runs = [trained(config, tmp_path / str(m), m, monkeypatch) for m in (False, True)]
    plain, mixed = (run.summary["val_loss"] for run in runs)
    assert plain == mixed


def test_devices_of_which_nothing_is_known_compute_in_float32() -> None:
    assert not computes_bfloat16(torch.device("mps"))


def test_a_precision_that_was_asked_for_is_taken_whatever_the_hardware(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    processor = torch.device("cpu")
    for capable in (False, True):
        monkeypatch.setattr(precision, "computes_bfloat16", lambda device, so=capable: so)
        assert in_bfloat16("bf16", False, processor)
        assert not in_bfloat16("32", True, processor)
        assert in_bfloat16("auto", True, processor) == capable
        assert not in_bfloat16("auto", False, processor)
