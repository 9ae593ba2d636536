from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from granvae.training import checkpoint_callback, checkpoints
from granvae.training.checkpoints import BEST, FOLDER, LAST, read_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.lightning_module import Learner
from support.short_training import of_tones, quietly, rows, shorten, weights


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch)


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    return of_tones(tmp_path)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The name and the step of every checkpoint whose bytes go to the disk."""
    found: list[tuple[str, int]] = []
    write = checkpoints.write_checkpoint

    def noted(contents: dict[str, Any], path: Path) -> None:
        found.append((path.name, contents["global_step"]))
        write(contents, path)

    monkeypatch.setattr(checkpoint_callback, "write_checkpoint", noted)
    return found


def worsen_after(epoch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the validation loss rise in every epoch after one."""
    judge = Learner.on_validation_epoch_end

    def judged(self: Learner) -> None:
        judge(self)
        done = self.epochs_done + 1
        self.figures["val_loss"] = abs(done - epoch) + 1.0

    monkeypatch.setattr(Learner, "on_validation_epoch_end", judged)


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
    run, _ = quietly(config, tmp_path / "run")
    assert written == [(BEST, 6), (LAST, 6), (BEST, 12), (LAST, 24)]
    assert (run.epoch, run.step) == (2, 12)
    best, last = (weights(tmp_path / "run" / FOLDER / name) for name in (BEST, LAST))
    assert any(not torch.equal(best[name], last[name]) for name in best)


def test_a_snapshot_does_not_change_with_the_weights_that_it_was_taken_of() -> None:
    weight = torch.ones(3)
    taken = checkpoint_callback.Snapshots()
    taken.save_checkpoint({"a": [{"b": weight}], "c": 1}, "unused")
    weight.zero_()
    assert taken.taken["a"][0]["b"].tolist() == [1.0, 1.0, 1.0]


def test_what_was_learned_before_a_fault_is_written(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Learner.training_step

    def broken(self: Learner, batch: torch.Tensor, index: int) -> torch.Tensor:
        if self.global_step == 20:
            raise ValueError("a fault of ours")
        return step(self, batch, index)

    monkeypatch.setattr(Learner, "training_step", broken)
    with pytest.raises(ValueError, match="a fault of ours"):
        quietly(config, tmp_path / "run")
    assert read_checkpoint(tmp_path / "run" / FOLDER / LAST)["global_step"] == 18
    assert len(rows(tmp_path / "run")) == 3
