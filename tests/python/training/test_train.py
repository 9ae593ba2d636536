import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from granvae.analysis.bands import band_levels_db
from granvae.analysis.pca import Pca
from granvae.errors import GranvaeError
from granvae.training.distributed import Machine
from granvae.training.run_folder import load_run
from support.short_training import SHORT, checkpoint, column, rows, same_weights
from support.tones import write_sound


@pytest.mark.parametrize("preset", ["grain", "paper"])
def test_a_training_leaves_a_complete_run_that_has_learned(preset: str, trained) -> None:
    run = trained(preset).run
    out, losses = run.folder, column(run.folder, "train_waveform")
    assert len(losses) == 4
    assert losses[-1] < 0.8 * losses[0]
    for name in ("config.json", "versions.json", "split.json", "grains.png", "training.png"):
        assert (out / name).stat().st_size > 0
    assert json.loads((out / "versions.json").read_text())["torch"] == torch.__version__
    latents = np.load(out / "latents.npz")["latents"]
    assert latents.shape[1] == 4
    assert 200 < len(latents) < 450  # about 300, as peaks may lie half a grain apart
    assert latents.std(axis=0).min() > 0
    assert Pca.load(out / "pca.npz").basis.shape == (4, 64)
    assert list((out / "tensorboard").glob("events*"))
    assert run.step == 6 * run.epoch
    assert "4 epochs, 24 steps" in trained(preset).lines[-1]

    again = load_run(out)
    assert not again.model.training
    assert again.config == run.config
    assert set(again.train_names).isdisjoint(again.validation_names)
    assert len(again.train_names) + len(again.validation_names) == 5
    x = 0.1 * torch.randn(3, 64)
    assert torch.equal(run.model(x), again.model(x))


def test_the_original_recipe_trains_without_learning(learn) -> None:
    summary = learn(preset="paper-original", epochs=1).run.summary
    assert np.isfinite(summary["val_loss"])
    assert summary["val_si_sdr_db"] < 0.0


def test_trained_on_noise_a_model_plays_it_as_loud_as_recorded_with_its_noise(
    learn, tmp_path: Path
) -> None:
    """Without, hardly any of it: nothing in it can be predicted."""
    rng = np.random.default_rng(0)
    for index in range(4):
        hiss = 0.1 * rng.standard_normal(20_000)
        write_sound(tmp_path / "hiss" / f"{index}.wav", hiss)
    budget = dataclasses.replace(SHORT, epoch_batches=(30, 30), validation_grains=256)
    sounds = (str(tmp_path / "hiss"),)
    run = learn(sounds=sounds, epochs=6, align="none", budget=budget).run
    grains = torch.from_numpy(0.1 * rng.standard_normal((200, 64)).astype(np.float32))
    latents = run.model.infer(grains)
    offsets = torch.from_numpy(rng.integers(0, 4096, 200))
    recorded, tone, noisy = (
        band_levels_db(each.numpy(), 44100.0).mean(axis=0)
        for each in (
            grains,
            run.model.decode(latents),
            run.model.decode_with_noise(latents, 1.0, offsets),
        )
    )
    too_quiet, difference = recorded - tone, np.abs(noisy - recorded)
    assert too_quiet[2:].min() > 3.0  # above 5 kHz, where a grain has most of it
    assert difference[2:].max() < 1.5
    assert (difference < too_quiet).all()
    assert {"train_noise", "val_noise"} <= set(rows(run.folder)[-1])


def test_the_best_weights_are_those_of_the_lowest_validation_loss(trained) -> None:
    run = trained("grain").run
    lowest = min(rows(run.folder), key=lambda row: float(row["val_loss"]))
    assert run.step == int(lowest["step"])
    assert run.summary["val_loss"] == pytest.approx(float(lowest["val_loss"]), rel=1e-4)


def test_the_same_seed_trains_the_same_model(learn, trained) -> None:
    assert same_weights(checkpoint(trained("grain").run.folder), checkpoint(learn().run.folder))


def test_minutes_end_the_training_with_the_learning_rate_near_zero(learn) -> None:
    run = learn(epochs=None, minutes=0.02).run
    assert column(run.folder, "rate")[-1] < 0.05 * 4e-3
    assert column(run.folder, "minutes")[-1] >= 0.01


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"preset": "other"}, "no preset 'other'"),
        ({"align": "other"}, "'other'"),
        ({"latent": 1}, "latent dimensions"),
        ({"controls": ("warmth",)}, "no control 'warmth'"),
        ({"batch": 1}, "batch of 1 grains is too small"),
        ({"precision": "16"}, "no precision '16'; use one of auto, 32, bf16"),
        ({"epochs": 0}, "has no length"),
        ({"epochs": None, "minutes": -1.0}, "has no length"),
        ({"minutes": float("nan")}, "has no length"),
        ({"machine": Machine("cuda")}, "--device cuda is not available"),
        ({"machine": Machine("cpu", devices=3)}, "256 grains cannot be shared by 3 processes"),
    ],
)
def test_what_cannot_be_trained_leaves_no_folder(
    change: dict[str, Any], sentence: str, learn, out: Path, monkeypatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(GranvaeError, match=sentence):
        learn(**change)
    assert not out.exists()
