from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from granvae.data.grain_dataset import GrainStream
from granvae.errors import GranvaeError
from granvae.training.checkpoints import BEST, FOLDER, LAST, read_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.run_folder import BAD_BATCH, load_run
from support.short_training import SHORT, quietly, rows, weights


def test_a_loss_that_is_not_a_number_stops_and_keeps_its_batch_and_the_checkpoint_before(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, draw = tmp_path / "run", GrainStream._draw

    def spoilt(self: GrainStream, epoch: int, index: int) -> Any:
        grains = draw(self, epoch, index)
        if (epoch, index) == (2, 3):
            grains[5, 7] = np.inf
        return grains

    with monkeypatch.context() as patch:
        patch.setattr(GrainStream, "_draw", spoilt)
        with pytest.raises(
            GranvaeError, match=r"not a number at step 15 .*nan-batch\.npz.*another --seed"
        ) as caught:
            quietly(config, out)
    assert "\n" not in str(caught.value)
    bad = np.load(out / BAD_BATCH)
    assert {name: int(bad[name]) for name in ("step", "epoch", "index", "seed")} == {
        "step": 15,
        "epoch": 2,
        "index": 3,
        "seed": 3,
    }
    assert bad["grains"].shape == (256, 64)
    assert np.argwhere(~np.isfinite(bad["grains"])).tolist() == [[5, 7]]
    kept = weights(out / FOLDER / LAST)
    assert read_checkpoint(out / FOLDER / LAST)["global_step"] == 12
    assert all(torch.isfinite(value).all() for value in kept.values())


def test_a_gradient_that_is_not_a_number_never_reaches_the_weights(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The loss is finite here: it would be the next batch, an innocent one, that is found bad.
    step = GrainLightningModule.training_step

    def spoilt(self: GrainLightningModule, batch: torch.Tensor, index: int) -> torch.Tensor:
        loss = step(self, batch, index)
        if self.global_step == 8:
            loss.register_hook(lambda gradient: gradient * float("nan"))
        return loss

    monkeypatch.setattr(GrainLightningModule, "training_step", spoilt)
    with pytest.raises(GranvaeError, match="not a number at step 8"):
        quietly(config, tmp_path / "run")
    assert int(np.load(tmp_path / "run" / BAD_BATCH)["step"]) == 8


def test_a_loss_beyond_all_numbers_stops_with_a_sentence(
    config: TrainConfig, tmp_path: Path
) -> None:
    with pytest.raises(GranvaeError, match=r"loss was not a number at step .*smaller --beta"):
        quietly(dataclasses.replace(config, beta=1e38), tmp_path / "run")


def test_a_full_disk_during_training_keeps_the_epoch_before_it(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, replace = tmp_path / "run", os.replace

    def full(source: Any, target: Any) -> None:
        if Path(target).suffix == ".ckpt" and len(rows(out)) == 2:
            raise OSError(28, "No space left on device")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(GranvaeError, match=r"No space left.*the checkpoint before it is kept"):
            quietly(config, out, dataclasses.replace(SHORT, write_seconds=0.0))
    assert load_run(out).epoch == 1
    quietly(config, out, resume=True)
    assert [int(row["epoch"]) for row in rows(out)] == [1, 2, 3, 4]


def test_a_damaged_best_checkpoint_is_replaced_by_the_last(finished: Path) -> None:
    best = finished / FOLDER / BEST
    best.write_bytes(best.read_bytes()[:1000])
    with pytest.warns(UserWarning, match=r"best\.ckpt is not a whole checkpoint"):
        run = load_run(finished)
    assert run.step == 24
