"""Latents that follow audio descriptors, from the command line to the exported file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from granvae.analysis.descriptors import centroid
from granvae.cli import main
from granvae.errors import GranvaeError
from granvae.export.export_run import export_run
from granvae.export.model_file import load_model
from granvae.models.attribute_regularisation import (
    Control,
    control_loss,
    correlations,
    load_correlations,
    place_controls,
    save_correlations,
    with_control_loss,
)
from granvae.models.presets import build_model
from granvae.training import datamodule
from granvae.training import train as training
from granvae.training.config import TrainConfig
from granvae.training.run_folder import load_run
from support.linear_run import make_run
from support.tones import tone_grains, write_tones


def grains(count: int, seed: int = 0) -> torch.Tensor:
    return torch.from_numpy(tone_grains(count, 64, seed))


def test_loudness_takes_the_gain_and_the_others_the_first_latents():
    model = build_model("grain", 64, 8)
    assert place_controls(model, ("centroid", "loudness", "flatness")) == (
        Control("centroid", 0),
        Control("loudness", 7),
        Control("flatness", 1),
    )
    without_gain = build_model("paper-original", 64, 8)
    assert place_controls(without_gain, ("loudness",)) == (Control("loudness", 0),)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("warmth",), r"no control 'warmth'; use some of loudness, centroid"),
        (("centroid", "centroid"), "centroid was given twice"),
        (("centroid", "flatness", "crossings"), "3 controls do not fit into 3 latent dimensions"),
    ],
)
def test_controls_that_cannot_be_had_are_refused(names: tuple[str, ...], sentence: str):
    with pytest.raises(GranvaeError, match=sentence):
        place_controls(build_model("grain", 64, 3), names)


def test_the_loss_is_least_for_a_latent_in_the_descriptors_order():
    x = grains(40)
    ordered = torch.argsort(torch.argsort(centroid(x))).float()[:, None]
    controls = (Control("centroid", 0),)
    right, wrong = control_loss(x, ordered, controls), control_loss(x, -ordered, controls)
    flat = control_loss(x, torch.zeros(40, 1), controls)
    assert float(right) < 0.05
    assert 0.9 < float(flat) <= 1.0
    assert float(wrong) > 1.9


def test_the_loss_moves_the_controlled_latent_and_no_other():
    mean = torch.randn(16, 4, generator=torch.Generator().manual_seed(0)).requires_grad_()
    control_loss(grains(16), mean, (Control("flatness", 2),)).backward()
    assert mean.grad is not None
    assert mean.grad[:, 2].abs().sum() > 0.0
    assert mean.grad[:, [0, 1, 3]].abs().sum() == 0.0


def test_without_controls_the_loss_is_as_it_was():
    terms = {"loss": torch.ones(())}
    assert with_control_loss(terms, grains(4), torch.zeros(4, 2), ()) is terms


def test_correlations_are_measured_and_do_not_stumble_over_what_never_varies(tmp_path: Path):
    model = build_model("grain", 64, 4).eval()
    x = grains(60)
    controls = (Control("loudness", 3), Control("centroid", 0))
    figures = correlations(model, controls, x)
    assert figures["loudness"] == {"spearman": 1.0, "pearson": 1.0}
    assert -1.0 <= figures["centroid"]["spearman"] <= 1.0
    same = correlations(model, controls, x[:1].repeat(5, 1))
    assert same["loudness"] == {"spearman": None, "pearson": None}
    save_correlations(tmp_path, same)
    assert load_correlations(tmp_path) == same
    (tmp_path / "controls.json").write_text("[")
    with pytest.raises(GranvaeError, match=r"controls\.json does not tell.*--resume"):
        load_correlations(tmp_path)


def test_a_run_without_controls_has_no_correlations(tmp_path: Path):
    assert load_correlations(tmp_path) == {}


def test_a_control_is_learned_exported_first_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(datamodule, "EPOCH_BATCHES", (40, 40))
    monkeypatch.setattr(datamodule, "VALIDATION_GRAINS", 128)
    monkeypatch.setattr(datamodule, "SURVEY_SAMPLES", 600 * 64)
    sounds, out, file = tmp_path / "sounds", tmp_path / "run", tmp_path / "model.ts"
    write_tones(sounds, count=10)
    options = "--grain 64 --latent 6 --epochs 6 --align none --controls centroid,loudness"
    assert main.main(["train", str(sounds), "--out", str(out), *options.split()]) == 0
    run = load_run(out)
    assert run.config.controls == ("centroid", "loudness")
    controls = place_controls(run.model, run.config.controls)
    assert correlations(run.model, controls, grains(200))["centroid"]["spearman"] > 0.5
    figures = load_correlations(out)  # of the two tones that were kept for validation
    assert figures["centroid"]["spearman"] > 0.5
    assert figures["loudness"]["spearman"] > 0.99

    assert main.main(["export", str(out), "--out", str(file)]) == 0
    capsys.readouterr()
    assert main.main(["info", str(file)]) == 0
    text = capsys.readouterr().out
    wanted = f"The latent centroid follows centroid: Spearman {figures['centroid']['spearman']:.2f}"
    assert wanted in text
    model = load_model(file)
    assert model.metadata["labels"][:2] == ["centroid", "loudness"]
    assert model.metadata["controls"] == figures

    # What a musician hears: the first latent turned up makes brighter grains.
    x = grains(60, seed=5).numpy()
    z = model.encode(x)
    low, high = z.copy(), z.copy()
    low[:, 0], high[:, 0] = -1.5, 1.5
    brighter = centroid(torch.from_numpy(model.decode(high))) > centroid(
        torch.from_numpy(model.decode(low))
    )
    assert float(brighter.float().mean()) > 0.9


def test_a_bad_control_is_refused_before_a_folder_is_made(tmp_path: Path, capsys):
    sounds = write_tones(tmp_path / "sounds", count=2)
    options = ["--out", str(tmp_path / "run"), "--controls", "warmth"]
    assert main.main(["train", str(sounds), *options]) == 1
    assert "no control 'warmth'" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_run_goes_on_with_the_same_controls_only(tmp_path: Path):
    config = TrainConfig(sounds=("sounds",), grain=64, latent=4, controls=("centroid",))
    config.save(tmp_path / "config.json")
    assert TrainConfig.load(tmp_path / "config.json") == config
    with pytest.raises(GranvaeError, match="begun with controls"):
        training.train(replace(config, controls=()), tmp_path, resume=True)


def test_a_control_that_collapsed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    run = make_run(tmp_path / "run")
    latents = np.load(run.folder / "latents.npz")["latents"][:, [3, 0, 1, 2]]
    np.savez(run.folder / "latents.npz", latents=latents)
    save_correlations(run.folder, {"centroid": {"spearman": 0.1, "pearson": 0.1}})
    run = replace(run, config=replace(run.config, controls=("centroid",)))
    export_run(run, tmp_path / "model.ts")
    assert main.main(["info", str(tmp_path / "model.ts")]) == 0
    assert "The control centroid was not learned: its latent is collapsed." in (
        capsys.readouterr().out
    )
