from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from granvae.models.presets import find_model_preset
from granvae.training import precision
from granvae.training.config import TrainConfig
from granvae.training.precision import computes_bfloat16, in_bfloat16
from support.short_training import SHORT, quietly


def test_a_training_in_bfloat16_is_another_one_but_as_good(
    config: TrainConfig, tmp_path: Path
) -> None:
    budget = dataclasses.replace(SHORT, epoch_batches=(20, 20), validation_grains=256)
    runs = [
        quietly(dataclasses.replace(config, epochs=2, precision=p), tmp_path / p, budget).run
        for p in ("32", "bf16")
    ]
    plain, mixed = (run.summary["val_si_sdr_db"] for run in runs)
    assert plain != mixed
    assert mixed == pytest.approx(plain, abs=1.0)
    assert all(p.dtype == torch.float32 for run in runs for p in run.model.parameters())


def test_the_original_recipe_suits_no_bfloat16() -> None:
    assert not find_model_preset("paper-original").optimiser.mixed


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
