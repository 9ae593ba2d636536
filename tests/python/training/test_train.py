from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from granvae.analysis.pca import Pca
from granvae.errors import GranvaeError
from granvae.training.checkpoints import FOLDER, LAST
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


def test_minutes_end_the_training_with_the_learning_rate_near_zero(
    config: TrainConfig, tmp_path: Path
) -> None:
    config = dataclasses.replace(config, epochs=None, minutes=0.04)
    run, _ = quietly(config, tmp_path / "run")
    rates = [float(row["rate"]) for row in rows(tmp_path / "run")]
    assert rates[-1] < 0.05 * max(rates)
    assert run.summary["minutes"] >= 0.01


def test_a_single_sound_is_split_in_time(tmp_path: Path) -> None:
    sounds = write_tones(tmp_path / "one", count=1, seconds=1.0)
    config = TrainConfig(sounds=(str(sounds),), grain=64, latent=4, epochs=1)
    run, _ = quietly(config, tmp_path / "run")
    assert run.train_names == run.validation_names == ("tone0.wav",)


def test_sounds_that_cannot_be_used_are_named(config: TrainConfig, tmp_path: Path) -> None:
    (tmp_path / "sounds" / "broken.wav").write_bytes(b"RIFF but nothing more")
    _, lines = quietly(dataclasses.replace(config, epochs=1), tmp_path / "run")
    assert any(line.startswith("Skipped broken.wav: ") for line in lines)


def test_a_batch_has_as_many_grains_as_asked_for(
    config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, step = set(), Learner.training_step

    def noted(self: Learner, batch: torch.Tensor, index: int) -> torch.Tensor:
        sizes.add(tuple(batch.shape))
        return step(self, batch, index)

    monkeypatch.setattr(Learner, "training_step", noted)
    quietly(dataclasses.replace(config, batch=40, epochs=1), tmp_path / "run")
    assert sizes == {(40, 64)}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"preset": "other"}, "no preset 'other'"),
        ({"align": "other"}, "'other'"),
        ({"latent": 1}, "latent dimensions"),
        ({"batch": 1}, "batch of 1 grains is too small"),
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
