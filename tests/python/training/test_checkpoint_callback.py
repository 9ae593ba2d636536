from pathlib import Path
from typing import Any

import pytest
import torch

from granvae.training import checkpoints
from granvae.training.checkpoint_callback import MemoryCheckpointIO
from granvae.training.checkpoints import BEST, LAST
from granvae.training.lightning_module import GrainLightningModule
from support.short_training import at_step, checkpoint, rows, same_weights


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The name and the step of every checkpoint whose bytes go to the disk."""
    found: list[tuple[str, int]] = []
    write = checkpoints.write_checkpoint

    def recorded(contents: dict[str, Any], path: Path) -> None:
        found.append((path.name, contents["global_step"]))
        write(contents, path)

    monkeypatch.setattr(checkpoints, "write_checkpoint", recorded)
    return found


def test_short_epochs_are_written_once_at_the_beginning_and_once_at_the_end(learn, written) -> None:
    run = learn().run
    assert written[:2] == [(BEST, 6), (LAST, 6)]
    assert written[-1] == (LAST, 24)
    assert len(written) == 4
    assert checkpoint(run.folder)["global_step"] == 24


def test_the_best_epoch_is_kept_though_no_checkpoint_was_due_at_its_end(
    learn, written, monkeypatch
) -> None:
    validate = GrainLightningModule.on_validation_epoch_end

    def best_in_the_second(self: GrainLightningModule) -> None:
        validate(self)
        self.metrics["val_loss"] = abs(self.epochs_done - 1) + 1.0

    monkeypatch.setattr(GrainLightningModule, "on_validation_epoch_end", best_in_the_second)
    run = learn().run
    assert written == [(BEST, 6), (LAST, 6), (BEST, 12), (LAST, 24)]
    assert (run.epoch, run.step) == (2, 12)
    assert not same_weights(checkpoint(run.folder, BEST), checkpoint(run.folder))


def test_a_checkpoint_in_memory_does_not_change_with_the_weights() -> None:
    weight = torch.ones(3)
    memory = MemoryCheckpointIO()
    memory.save_checkpoint({"a": [{"b": weight}], "c": 1}, "unused")
    weight.zero_()
    assert memory.newest["a"][0]["b"].tolist() == [1.0, 1.0, 1.0]


def test_what_was_learned_before_a_fault_is_written(learn, out: Path, monkeypatch) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("a fault of ours")

    at_step(20, fail, monkeypatch.setattr)
    with pytest.raises(ValueError, match="a fault of ours"):
        learn()
    assert checkpoint(out)["global_step"] == 18
    assert len(rows(out)) == 3
