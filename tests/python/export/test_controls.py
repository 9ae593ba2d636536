"""Latents that follow audio descriptors, from the training to the exported file."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from granvae.analysis.descriptors import centroid
from granvae.cli import main
from granvae.data.atomic_write import write_json
from granvae.export.export_run import export_run
from granvae.export.model_file import open_model_file
from granvae.models.attribute_regularisation import correlations, place_controls
from granvae.training.run_folder import CONTROLS, Run, load_correlations, save_latents
from support.fitting import grains
from support.linear_run import training_latents
from support.short_training import SHORT, of_tones, quietly
from support.tones import write_tones


def test_a_control_is_learned_and_comes_first_in_the_file(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
):
    write_tones(tmp_path / "sounds", count=10)
    config = of_tones(tmp_path, latent=6, seed=5, align="none", controls=("centroid", "loudness"))
    budget = replace(SHORT, epoch_batches=(60, 60), validation_grains=128)
    run = quietly(config, tmp_path / "run", budget).run
    controls = place_controls(run.model, run.config.controls)
    assert correlations(run.model, controls, grains(200))["centroid"]["spearman"] > 0.5
    measured = load_correlations(run.folder)  # of the two tones that are held out
    assert measured["centroid"]["spearman"] > 0.5
    assert measured["loudness"]["spearman"] > 0.99

    export_run(run, out)
    assert main.main(["info", str(out)]) == 0
    expected = f"follows centroid: Spearman {measured['centroid']['spearman']:.2f}"
    assert expected in " ".join(capsys.readouterr().out.split())
    model = open_model_file(out)
    assert model.metadata["labels"][:2] == ["centroid", "loudness"]
    assert model.metadata["controls"] == measured

    # What a musician hears: the first latent turned up makes brighter grains.
    z = model.encode(grains(60, seed=5).numpy())
    low, high = z.copy(), z.copy()
    low[:, 0], high[:, 0] = -1.5, 1.5
    dull, bright = (centroid(torch.from_numpy(model.decode(end))) for end in (low, high))
    # Machines round in their own ways, and trainings of seconds differ by that.
    assert float((bright > dull).float().mean()) > 0.75


def test_a_control_that_collapsed_is_named(run: Run, out: Path, capsys: pytest.CaptureFixture[str]):
    save_latents(run.folder, training_latents()[:, [3, 0, 1, 2]])
    write_json(run.folder / CONTROLS, {"centroid": {"spearman": 0.1, "pearson": 0.1}})
    export_run(replace(run, config=replace(run.config, controls=("centroid",))), out)
    assert main.main(["info", str(out)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "The control centroid was not learned: its latent is collapsed." in text
