from __future__ import annotations

import dataclasses
import signal
from pathlib import Path
from typing import Any

import pytest
import torch

from granvae.errors import GranvaeError
from granvae.training import train as training
from granvae.training.checkpoint_callback import Keeper
from granvae.training.checkpoints import FOLDER, LAST, read_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.lightning_module import Learner
from granvae.training.run_folder import load_run
from support.short_training import of_tones, quietly, rows, shorten, weights
from support.tones import write_tones


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch)


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    return of_tones(tmp_path)


def interrupt_after_epoch(epoch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send the signal of Ctrl-C when an epoch's last step is done."""
    end = Keeper.on_train_epoch_end

    def interrupted(self: Keeper, trainer: Any, learner: Any) -> None:
        if learner.epochs_done + 1 == epoch:
            signal.raise_signal(signal.SIGINT)
        end(self, trainer, learner)

    monkeypatch.setattr(Keeper, "on_train_epoch_end", interrupted)


@pytest.mark.parametrize("preset", ["grain", "paper"])
def test_an_interrupted_and_resumed_training_is_the_same_as_one_without_a_break(
    preset: str, config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = dataclasses.replace(config, preset=preset)
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    quietly(config, whole)
    with monkeypatch.context() as patch:
        interrupt_after_epoch(2, patch)
        with pytest.raises(KeyboardInterrupt):
            quietly(config, parted)
    assert len(rows(parted)) == 2
    quietly(config, parted, resume=True)
    for expected, got in zip(rows(whole), rows(parted), strict=True):
        del expected["minutes"], got["minutes"]
        assert got == expected
    expected, got = (weights(out / FOLDER / LAST) for out in (whole, parted))
    assert all(torch.equal(got[name], expected[name]) for name in expected)


def test_ctrl_c_in_an_epoch_saves_at_once_and_says_how_to_go_on(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Learner.training_step

    def interrupted(self: Learner, batch: torch.Tensor, index: int) -> torch.Tensor:
        if self.global_step == 8:
            signal.raise_signal(signal.SIGINT)
        return step(self, batch, index)

    lines: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patch:
        patch.setattr(Learner, "training_step", interrupted)
        with pytest.raises(KeyboardInterrupt):
            training.train(config, tmp_path / "run", progress=False, say=lines.append)
    assert "--resume" in lines[-1]
    stopped = read_checkpoint(tmp_path / "run" / FOLDER / LAST)["global_step"]
    assert 8 < stopped < 12
    assert (tmp_path / "run" / "latents.npz").is_file()
    assert signal.getsignal(signal.SIGINT) is before
    run, _ = quietly(config, tmp_path / "run", resume=True)
    assert int(rows(tmp_path / "run")[-1]["step"]) == 24
    assert run.summary["minutes"] > 0


def test_a_finished_run_is_left_as_it_is_and_goes_on_with_more_epochs(
    config: TrainConfig, tmp_path: Path
) -> None:
    quietly(config, tmp_path / "run")
    before = (tmp_path / "run" / FOLDER / LAST).read_bytes()
    _, lines = quietly(config, tmp_path / "run", resume=True)
    assert "trained to its end" in lines[-1]
    assert (tmp_path / "run" / FOLDER / LAST).read_bytes() == before
    quietly(dataclasses.replace(config, epochs=5), tmp_path / "run", resume=True)
    assert [int(row["epoch"]) for row in rows(tmp_path / "run")] == [1, 2, 3, 4, 5]
    assert load_run(tmp_path / "run").config.epochs == 5


def test_an_existing_run_is_not_overwritten(config: TrainConfig, tmp_path: Path) -> None:
    quietly(config, tmp_path / "run")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "run").rglob("*")}
    with pytest.raises(GranvaeError, match=r"already holds a run.*--resume"):
        quietly(config, tmp_path / "run")
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "run").rglob("*")} == before


def test_only_the_same_run_is_resumed(config: TrainConfig, tmp_path: Path) -> None:
    out = tmp_path / "run"
    with pytest.raises(GranvaeError, match="holds no run to resume"):
        quietly(config, out, resume=True)
    quietly(config, out)
    with pytest.raises(GranvaeError, match="begun with latent 4, not 8"):
        quietly(dataclasses.replace(config, latent=8), out, resume=True)
    other = write_tones(tmp_path / "other", count=3)
    with pytest.raises(GranvaeError, match="are not those that"):
        quietly(dataclasses.replace(config, sounds=(str(other),)), out, resume=True)
