from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from granvae.training import checkpoint_callback, checkpoints
from granvae.training.checkpoints import BEST, FOLDER, LAST, read_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.lightning_module import GrainLightningModule
from support.short_training import quietly, rows, weights


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The name and the step of every checkpoint whose bytes go to the disk."""
    found: list[tuple[str, int]] = []
    write = checkpoints.write_checkpoint

    def recorded(contents: dict[str, Any], path: Path) -> None:
        found.append((path.name, contents["global_step"]))
        write(contents, path)

    monkeypatch.setattr(checkpoint_callback, "write_checkpoint", recorded)
    return found


def worsen_after(epoch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the validation loss rise in every epoch after one."""
    validate = GrainLightningModule.on_validation_epoch_end

    def worsened(self: GrainLightningModule) -> None:
        validate(self)
        self.metrics["val_loss"] = abs(self.epochs_done + 1 - epoch) + 1.0

    monkeypatch.setattr(GrainLightningModule, "on_validation_epoch_end", worsened)


def test_short_epochs_are_written_once_at_the_beginning_and_once_at_the_end(
    config: TrainConfig, tmp_path: Path, written: list[tuple[str, int]]
) -> None:
    quietly(config, tmp_path / "run")
    assert written[:2] == [(BEST, 6), (LAST, 6)]
    assert written[-1] == (LAST, 24)
    assert len(written) == 4
    assert read_checkpoint(tmp_path / "run" / FOLDER / LAST)["global_step"] == 24


def test_the_best_epoch_is_kept_though_no_checkpoint_was_due_at_its_end(
    config: TrainConfig, tmp_path: Path, written: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    worsen_after(2, monkeypatch)
    run = quietly(config, tmp_path / "run").run
    assert written == [(BEST, 6), (LAST, 6), (BEST, 12), (LAST, 24)]
    assert (run.epoch, run.step) == (2, 12)
    best, last = (weights(tmp_path / "run" / FOLDER / name) for name in (BEST, LAST))
    assert any(not torch.equal(best[name], last[name]) for name in best)


def test_a_checkpoint_in_memory_does_not_change_with_the_weights() -> None:
    weight = torch.ones(3)
    memory = checkpoint_callback.MemoryCheckpointIO()
    memory.save_checkpoint({"a": [{"b": weight}], "c": 1}, "unused")
    weight.zero_()
    assert memory.newest["a"][0]["b"].tolist() == [1.0, 1.0, 1.0]


def test_what_was_learned_before_a_fault_is_written(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = GrainLightningModule.training_step

    def broken(self: GrainLightningModule, batch: torch.Tensor, index: int) -> torch.Tensor:
        if self.global_step == 20:
            raise ValueError("a fault of ours")
        return step(self, batch, index)

    monkeypatch.setattr(GrainLightningModule, "training_step", broken)
    with pytest.raises(ValueError, match="a fault of ours"):
        quietly(config, tmp_path / "run")
    assert read_checkpoint(tmp_path / "run" / FOLDER / LAST)["global_step"] == 18
    assert len(rows(tmp_path / "run")) == 3
