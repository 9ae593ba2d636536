from __future__ import annotations

import dataclasses
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from granvae.errors import GranvaeError
from granvae.training.checkpoint_callback import CheckpointCallback
from granvae.training.checkpoints import FOLDER, LAST, read_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.run_folder import load_run
from granvae.training.train import train
from support.short_training import SHORT, Trained, quietly, rows, weights
from support.tones import write_tones


def interrupt_after_epoch(epoch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send the signal of Ctrl-C when an epoch's last step is done."""
    end = CheckpointCallback.on_train_epoch_end

    def interrupted(self: CheckpointCallback, trainer: Any, module: Any) -> None:
        if module.epochs_done + 1 == epoch:
            signal.raise_signal(signal.SIGINT)
        end(self, trainer, module)

    monkeypatch.setattr(CheckpointCallback, "on_train_epoch_end", interrupted)


@pytest.mark.parametrize("preset", ["grain", "paper"])
def test_an_interrupted_and_resumed_training_is_the_same_as_one_without_a_break(
    preset: str,
    config: TrainConfig,
    trained: Callable[[str], Trained],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = dataclasses.replace(config, preset=preset)
    whole, parted = trained(preset).folder, tmp_path / "parted"
    with monkeypatch.context() as patch:
        interrupt_after_epoch(2, patch)
        with pytest.raises(KeyboardInterrupt):
            quietly(config, parted)
    assert len(rows(parted)) == 2
    quietly(config, parted, resume=True)
    lines = [[{**row, "minutes": ""} for row in rows(out)] for out in (whole, parted)]
    assert lines[0] == lines[1]
    expected, actual = (weights(out / FOLDER / LAST) for out in (whole, parted))
    assert all(torch.equal(actual[name], expected[name]) for name in expected)


def test_ctrl_c_in_an_epoch_saves_at_once_and_says_how_to_go_on(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = GrainLightningModule.training_step

    def interrupted(self: GrainLightningModule, batch: torch.Tensor, index: int) -> torch.Tensor:
        if self.global_step == 8:
            signal.raise_signal(signal.SIGINT)
        return step(self, batch, index)

    lines: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patch:
        patch.setattr(GrainLightningModule, "training_step", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(config, tmp_path / "run", progress=False, say=lines.append, budget=SHORT)
    assert "--resume" in lines[-1]
    stopped = read_checkpoint(tmp_path / "run" / FOLDER / LAST)["global_step"]
    assert 8 < stopped < 12
    assert (tmp_path / "run" / "latents.npz").is_file()
    assert signal.getsignal(signal.SIGINT) is before
    run = quietly(config, tmp_path / "run", resume=True).run
    assert int(rows(tmp_path / "run")[-1]["step"]) == 24
    assert run.summary["minutes"] > 0


def test_a_finished_run_is_left_as_it_is_and_goes_on_with_more_epochs(
    config: TrainConfig, finished: Path
) -> None:
    before = (finished / FOLDER / LAST).read_bytes()
    lines = quietly(config, finished, resume=True).lines
    assert "trained to its end" in lines[-1]
    assert (finished / FOLDER / LAST).read_bytes() == before
    quietly(dataclasses.replace(config, epochs=5), finished, resume=True)
    assert [int(row["epoch"]) for row in rows(finished)] == [1, 2, 3, 4, 5]
    assert load_run(finished).config.epochs == 5


def test_an_existing_run_is_not_overwritten(config: TrainConfig, finished: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in finished.rglob("*")}
    with pytest.raises(GranvaeError, match=r"already holds a run.*--resume"):
        quietly(config, finished)
    assert {p: p.stat().st_mtime_ns for p in finished.rglob("*")} == before


def test_only_the_same_run_is_resumed(config: TrainConfig, finished: Path, tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match="holds no run to resume"):
        quietly(config, tmp_path / "nothing", resume=True)
    for change in ({"latent": 8}, {"controls": ("centroid",)}):
        with pytest.raises(GranvaeError, match=f"begun with {next(iter(change))} .*, not"):
            quietly(dataclasses.replace(config, **change), finished, resume=True)
    other = write_tones(tmp_path / "other", count=3)
    with pytest.raises(GranvaeError, match="are not those that"):
        quietly(dataclasses.replace(config, sounds=(str(other),)), finished, resume=True)
