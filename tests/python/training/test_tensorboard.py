"""What is shown while a model trains, and when a training is said to be over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from granvae.training import datamodule, tensorboard
from granvae.training.config import TrainConfig
from granvae.training.run_folder import load_run
from granvae.training.tensorboard import Monitor, Plateau
from granvae.training.train import train
from support.tones import write_tones


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datamodule, "EPOCH_BATCHES", (3, 3))
    monkeypatch.setattr(datamodule, "VALIDATION_GRAINS", 64)
    monkeypatch.setattr(datamodule, "SURVEY_SAMPLES", 300 * 64)


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    sounds = write_tones(tmp_path / "sounds")
    return TrainConfig(sounds=(str(sounds),), grain=64, latent=4, epochs=2, seed=3)


def recorded(run: Path) -> EventAccumulator:
    events = EventAccumulator(str(run / "tensorboard"))
    events.Reload()
    return events


def test_tensorboard_shows_figures_pictures_and_sounds(config, tmp_path, monkeypatch):
    monkeypatch.setattr(tensorboard, "LAST_SHARE", float("inf"))
    train(config, tmp_path / "run", progress=False, say=lambda _line: None)
    events = recorded(tmp_path / "run")
    tags = events.Tags()
    assert set(tags["images"]) == {"reconstructions", "dimensions", "changes", "map"}
    assert set(tags["audio"]) == {"original", "reconstruction"}
    for name in ("SI-SDR dB/model", "SI-SDR dB/PCA", "LSD dB/model", "val_loss", "train_loss"):
        values = [event.value for event in events.Scalars(name)]
        assert len(values) == 2
        assert np.isfinite(values).all()
    assert "configuration/text_summary" in tags["tensors"]


def test_pictures_wait_until_they_take_a_small_share_of_the_time(config, tmp_path):
    train(config, tmp_path / "run", progress=False, say=lambda _line: None)
    assert recorded(tmp_path / "run").Tags()["images"] == []  # the training took seconds


def test_a_set_of_pictures_is_paid_for_by_its_share_of_the_training(monkeypatch):
    watch = Monitor.__new__(Monitor)
    watch.spent, watch.cost, watch.begun = 2.0, 1.0, 100.0
    for seconds, affordable in ((299.0, False), (301.0, True)):
        monkeypatch.setattr(tensorboard.time, "monotonic", lambda now=100.0 + seconds: now)
        assert watch._affordable(tensorboard.SHARE) == affordable


def tell(validation: list[float], training: list[float]) -> list[str]:
    plateau = Plateau()
    losses = enumerate(zip(validation, training, strict=True), 1)
    return [plateau.after_epoch(epoch, v, t) for epoch, (v, t) in losses]


def test_a_loss_that_falls_is_not_commented():
    falling = list(np.linspace(2.0, 1.0, 60))
    assert not any(tell(falling, falling))
    pausing = [2.0, 1.0, *[1.5] * 9, 0.9, *[1.5] * 9]
    assert not any(tell(pausing, pausing))


def test_over_fitting_is_told_once_with_its_best_epoch():
    said = tell([2.0, 1.0, *[1.2] * 30], [2.0, 1.0, *np.linspace(0.9, 0.1, 30)])
    (sentence,) = filter(None, said)
    assert said.index(sentence) == 2 + tensorboard.PATIENCE - 1
    assert "lowest 1 after epoch 2" in sentence
    assert "by heart" in sentence


def test_a_training_that_stands_still_is_told_apart_from_over_fitting():
    (sentence,) = filter(None, tell([2.0, 1.0, *[1.0] * 12], [2.0, 1.0, *[1.0] * 12]))
    assert "no longer falls either" in sentence


def test_long_trainings_are_given_more_time():
    falling, still = list(np.linspace(2.0, 1.0, 100)), [1.1] * 30
    said = tell(falling + still, falling + still)
    assert next(i for i, s in enumerate(said, 1) if s) == 125  # a fifth of all epochs


@pytest.mark.parametrize("stop_early", [False, True])
def test_a_training_stops_early_only_if_asked(config, tmp_path, monkeypatch, stop_early: bool):
    monkeypatch.setattr(Plateau, "after_epoch", after_two_epochs)
    config = TrainConfig(**{**vars(config), "epochs": 5, "stop_early": stop_early})
    lines: list[str] = []
    run = train(config, tmp_path / "run", progress=False, say=lines.append)
    epochs = (tmp_path / "run" / "metrics.csv").read_text().count("\n") - 1
    assert epochs == (2 if stop_early else 5)
    (line,) = (line for line in lines if line.startswith("It stands still."))
    assert ("Stopping early" in line) == stop_early
    assert ("--stop-early" in line) != stop_early
    assert load_run(tmp_path / "run").epoch == run.epoch <= epochs


def after_two_epochs(self: Plateau, epoch: int, *_losses: Any) -> str:
    return "It stands still." if epoch == 2 else ""
