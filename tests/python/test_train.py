from __future__ import annotations

import csv
import dataclasses
import json
import os
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tones import write_tones

from granvae import material
from granvae import train as training
from granvae.baseline import Pca
from granvae.checkpoints import BEST, FOLDER, LAST, read_checkpoint
from granvae.config import TrainConfig
from granvae.errors import GranvaeError
from granvae.learner import Learner
from granvae.run import load_run
from granvae.keeper import Keeper


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Epochs and surveys that suit a few seconds of sound."""
    monkeypatch.setattr(material, "EPOCH_BATCHES", (6, 6))
    monkeypatch.setattr(material, "VALIDATION_GRAINS", 64)
    monkeypatch.setattr(material, "SURVEY_SAMPLES", 300 * 64)


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    sounds = write_tones(tmp_path / "sounds")
    return TrainConfig(sounds=(str(sounds),), grain=64, latent=4, epochs=4, seed=3)


def quietly(config: TrainConfig, out: Path, **options: Any) -> Any:
    lines: list[str] = []
    run = training.train(config, out, progress=False, say=lines.append, **options)
    return run, lines


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "metrics.csv").open() as file:
        return list(csv.DictReader(file))


def weights(path: Path) -> dict[str, torch.Tensor]:
    return dict(read_checkpoint(path)["state_dict"])


def interrupt_after_epoch(epoch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send the signal of Ctrl-C when an epoch's last step is done."""
    end = Keeper.on_train_epoch_end

    def interrupted(self: Keeper, trainer: Any, learner: Any) -> None:
        if learner.epochs_done + 1 == epoch:
            signal.raise_signal(signal.SIGINT)
        end(self, trainer, learner)

    monkeypatch.setattr(Keeper, "on_train_epoch_end", interrupted)


@pytest.mark.parametrize("preset", ["grain", "paper"])
def test_a_training_leaves_a_complete_run_that_has_learned(
    preset: str, config: TrainConfig, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    run, lines = quietly(dataclasses.replace(config, preset=preset, epochs=6), out)
    losses = [float(row["train_waveform"]) for row in rows(out)]
    assert len(losses) == 6
    assert losses[-1] < 0.8 * losses[0]
    for name in ("config.json", "versions.json", "split.json", "grains.png", "training.png"):
        assert (out / name).stat().st_size > 0
    assert json.loads((out / "versions.json").read_text())["torch"] == torch.__version__
    latents = np.load(out / "latents.npz")["latents"]
    assert latents.shape == (300, 4)
    assert latents.std(axis=0).min() > 0
    assert Pca.load(out / "pca.npz").basis.shape == (4, 64)
    assert list((out / "tensorboard").glob("events*"))
    assert run.step == 6 * run.epoch
    assert "6 epochs, 36 steps" in lines[-1]

    again = load_run(out)
    assert not again.model.training
    assert again.config == run.config
    assert set(again.train_names).isdisjoint(again.validation_names)
    assert len(again.train_names) + len(again.validation_names) == 5
    x = 0.1 * torch.randn(3, 64)
    assert torch.equal(run.model(x), again.model(x))


def test_the_original_recipe_trains_without_learning(config: TrainConfig, tmp_path: Path) -> None:
    run, _ = quietly(dataclasses.replace(config, preset="paper-original"), tmp_path / "run")
    assert all(np.isfinite(float(row["val_loss"])) for row in rows(tmp_path / "run"))
    assert run.summary["val_si_sdr_db"] < 0.0


def test_the_best_weights_are_those_of_the_lowest_validation_loss(
    config: TrainConfig, tmp_path: Path
) -> None:
    run, _ = quietly(config, tmp_path / "run")
    lowest = min(rows(tmp_path / "run"), key=lambda row: float(row["val_loss"]))
    assert run.step == int(lowest["step"])
    assert run.summary["val_loss"] == pytest.approx(float(lowest["val_loss"]), rel=1e-4)


def test_the_same_seed_trains_the_same_model(config: TrainConfig, tmp_path: Path) -> None:
    for name in ("a", "b"):
        quietly(config, tmp_path / name)
    one, two = (weights(tmp_path / name / FOLDER / LAST) for name in ("a", "b"))
    assert all(torch.equal(one[name], two[name]) for name in one)


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
    with monkeypatch.context() as patch:
        patch.setattr(Learner, "training_step", interrupted)
        with pytest.raises(KeyboardInterrupt):
            training.train(config, tmp_path / "run", progress=False, say=lines.append)
    assert "--resume" in lines[-1]
    stopped = read_checkpoint(tmp_path / "run" / FOLDER / LAST)["global_step"]
    assert 8 < stopped < 12
    assert (tmp_path / "run" / "latents.npz").is_file()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    run, _ = quietly(config, tmp_path / "run", resume=True)
    assert int(rows(tmp_path / "run")[-1]["step"]) == 24
    assert run.summary["minutes"] > 0


def test_minutes_end_the_training_with_the_learning_rate_near_zero(
    config: TrainConfig, tmp_path: Path
) -> None:
    config = dataclasses.replace(config, epochs=None, minutes=0.04)
    run, _ = quietly(config, tmp_path / "run")
    rates = [float(row["rate"]) for row in rows(tmp_path / "run")]
    assert rates[-1] < 0.05 * max(rates)
    assert run.summary["minutes"] >= 0.01


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


def test_a_loss_that_is_not_a_number_stops_with_a_sentence(
    config: TrainConfig, tmp_path: Path
) -> None:
    with pytest.raises(GranvaeError, match=r"loss was not a number at step .*smaller --beta"):
        quietly(dataclasses.replace(config, beta=1e38), tmp_path / "run")


def test_a_full_disk_during_training_keeps_the_epoch_before_it(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, replace = tmp_path / "run", os.replace

    def full(source: Any, target: Any) -> None:
        if Path(target).name == LAST and len(rows(out)) == 2:
            raise OSError(28, "No space left on device")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(GranvaeError, match=r"No space left.*the checkpoint before it is kept"):
            quietly(config, out)
    assert load_run(out).epoch == 1
    quietly(config, out, resume=True)
    assert [int(row["epoch"]) for row in rows(out)] == [1, 2, 3, 4]


def test_a_damaged_best_checkpoint_is_replaced_by_the_last(
    config: TrainConfig, tmp_path: Path
) -> None:
    quietly(config, tmp_path / "run")
    best = tmp_path / "run" / FOLDER / BEST
    best.write_bytes(best.read_bytes()[:1000])
    with pytest.warns(UserWarning, match=r"best\.ckpt is not a whole checkpoint"):
        run = load_run(tmp_path / "run")
    assert run.step == 24


def test_a_folder_without_a_run_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match="holds no training run"):
        load_run(tmp_path)


def test_sounds_that_cannot_be_used_are_named(config: TrainConfig, tmp_path: Path) -> None:
    (tmp_path / "sounds" / "broken.wav").write_bytes(b"RIFF but nothing more")
    _, lines = quietly(dataclasses.replace(config, epochs=1), tmp_path / "run")
    assert any(line.startswith("Skipped broken.wav: ") for line in lines)


def test_a_single_sound_is_split_in_time(tmp_path: Path) -> None:
    sounds = write_tones(tmp_path / "one", count=1, seconds=1.0)
    config = TrainConfig(sounds=(str(sounds),), grain=64, latent=4, epochs=1)
    run, _ = quietly(config, tmp_path / "run")
    assert run.train_names == run.validation_names == ("tone0.wav",)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"preset": "other"}, "no preset 'other'"),
        ({"align": "other"}, "'other'"),
        ({"latent": 1}, "latent dimensions"),
        ({"epochs": 0}, "has no length"),
        ({"epochs": None, "minutes": -1.0}, "has no length"),
        ({"minutes": float("nan")}, "has no length"),
    ],
)
def test_a_configuration_that_cannot_be_trained_leaves_no_folder(
    change: dict[str, Any], sentence: str, config: TrainConfig, tmp_path: Path
) -> None:
    with pytest.raises(GranvaeError, match=sentence):
        quietly(dataclasses.replace(config, **change), tmp_path / "run")
    assert not (tmp_path / "run").exists()
