"""Evaluation: what is measured, on which grains, and what is written."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from granvae.analysis.metrics import METRICS
from granvae.data.corpus import load_corpus
from granvae.errors import GranvaeError
from granvae.evaluation.evaluate import Limits, evaluate
from granvae.evaluation.result import Evaluation
from granvae.export.export_run import export_run
from granvae.training.run_folder import load_run, save_latents
from support.linear_run import GRAIN, LATENT, SAMPLE_RATE, LinearModel, save_run, write_sounds


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    return write_sounds(tmp_path / "sounds")


def test_metrics_equal_the_plain_computation_on_every_grain(shared: Path, linear_file: Path):
    result = evaluate(linear_file, [shared / "sounds"])
    model = LinearModel()
    ratios = {}
    for name in ("a.wav", "b.wav"):
        samples, _ = soundfile.read(shared / "sounds" / name, dtype="float32")
        frames = samples[: len(samples) // GRAIN * GRAIN].reshape(-1, GRAIN)
        rebuilt = model(torch.from_numpy(frames)).numpy()
        error = np.sum((frames - rebuilt) ** 2, axis=1)
        ratios[name] = 10 * np.log10(np.sum(frames**2, axis=1) / error)
        assert result.files[name].snr_db == pytest.approx(ratios[name].mean(), abs=0.02)
    every = np.concatenate(list(ratios.values()))
    assert result.grains == len(every)
    assert result.mean.snr_db == pytest.approx(every.mean(), abs=0.02)
    for side in (result.training, result.held_out, result.elsewhere):  # of a file none is known
        assert not side.get("model")


def test_the_json_holds_what_programs_rely_on(reported: Evaluation):
    text = (reported.written[0].parents[1] / "new" / "report.json").read_text()
    report = json.loads(text, parse_constant=pytest.fail)
    metrics = set(METRICS)
    for mean in ("mean", "pca", "nearest", "encoder", "mean_of_files", "pca_of_files"):
        assert set(report[mean]) == metrics
    assert report["encoder"] != report["mean"]  # which is with refinement
    assert report["beside"] == {"other": report["mean"]}  # whose weights are the same
    assert set(report["files"]) == {"a.wav", "b.wav", "b <2> & $x$.wav"}
    for of_file in report["files"].values():
        assert set(of_file) == metrics | {"pca"}
        assert set(of_file["pca"]) == metrics
    assert report["seed"] == 5
    assert report["grains"] > 100
    assert 0 <= report["active_units"] <= LATENT
    sides = metrics | {"encoder", "pca", "other", "files", "grains"}
    assert set(report["training"]) == sides  # of which the nearest grain would be the very grain
    assert set(report["unseen"]) == sides | {"nearest"}
    assert report["elsewhere"]["files"] == 1  # written after the training
    assert set(report["classes"]) == {"a", "b"}
    assert 1 <= len(report["dimensions"]) <= LATENT
    for latent in report["dimensions"]:
        assert latent["audible"] == (latent["lsd_db"] >= 1.0)
    assert report["path_smoothness"] >= 1.0
    assert report["path_smoothness_wave"] >= 1.0
    of_files = [one["snr_db"] for one in report["files"].values()]
    assert report["mean_of_files"]["snr_db"] == pytest.approx(np.mean(of_files))


def test_a_run_and_its_exported_file_get_the_same_metrics(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    # An export leaves out latents that stand still, as they do before any training.
    latents = np.random.default_rng(0).normal(size=(500, LATENT)).astype(np.float32)
    save_latents(run, latents)
    export_run(load_run(run), tmp_path / "model.ts")
    of_run, of_file = evaluate(run, [sounds]), evaluate(tmp_path / "model.ts", [sounds])
    assert asdict(of_run.mean) == pytest.approx(asdict(of_file.mean), abs=1e-3)
    pca = (asdict(one.scores["pca"].mean) for one in (of_run, of_file))
    assert next(pca) == pytest.approx(next(pca), abs=1e-6)
    assert of_run.active_units == of_file.active_units


def test_each_split_has_its_own_files_and_the_means_of_both_sides(
    by_split: dict[str, Evaluation],
):
    files = {"all": {"a.wav", "b.wav"}, "train": {"a.wav"}, "validation": {"b.wav"}}
    whole = by_split["all"]
    assert whole.training_files == by_split["train"].training_files == {"a.wav"}
    assert by_split["validation"].training_files == frozenset()
    for part, result in by_split.items():
        assert set(result.files) == files[part]
        for side, name in (("training", "a.wav"), ("held_out", "b.wav")):
            here, there = (getattr(one, side)["model"] for one in (whole, result))
            assert set(there.files) == {name}
            assert asdict(here.mean) == pytest.approx(asdict(there.mean), rel=1e-6)
    assert not whole.elsewhere["model"]


def test_sounds_that_are_not_of_the_split_are_refused(shared: Path, tmp_path: Path):
    other = write_sounds(tmp_path / "other", ("c.wav",))
    with pytest.raises(GranvaeError, match="None of the given sounds is a validation file"):
        evaluate(shared / "run", [other], split="validation")


def test_a_single_file_is_cut_where_the_training_cut_it(tmp_path: Path):
    sounds = write_sounds(tmp_path / "sounds", ("a.wav",))
    run = save_run(tmp_path / "run", write_sounds(tmp_path / "both"))
    (run / "split.json").write_text(json.dumps({"train": ["a.wav"], "validation": ["a.wav"]}))
    whole, part = evaluate(run, [sounds]), evaluate(run, [sounds], split="validation")
    assert part.grains == pytest.approx(0.2 * whole.grains, rel=0.15)


def test_recordings_from_elsewhere_stand_beside_both_sides_of_the_runs_own(
    shared: Path, by_split: dict[str, Evaluation], tmp_path: Path
):
    run, own = shared / "run", by_split["all"]
    strange = write_sounds(tmp_path / "strange", ("a.wav", "b.wav", "c.wav", "d.wav"))
    for name in ("a.wav", "b.wav"):  # which sound as the run's own do
        (strange / name).unlink()
    other = evaluate(run, [strange])
    assert set(other.files) == set(other.elsewhere["model"].files) == {"c.wav", "d.wav"}
    assert other.training_files == frozenset()
    for side in ("training", "held_out"):
        here, there = getattr(own, side)["model"], getattr(other, side)["model"]
        assert here.files.keys() == there.files.keys()
        assert asdict(here.mean) == pytest.approx(asdict(there.mean), rel=1e-6)
    assert json.loads(other.to_json())["elsewhere"]["files"] == 2
    both = evaluate(run, [shared / "sounds", strange])
    assert set(both.elsewhere["model"].files) == {"c.wav", "d.wav"}
    assert both.training_files == {"a.wav"}


def test_a_model_of_other_grains_cannot_stand_beside(shared: Path, linear_file: Path):
    with pytest.raises(GranvaeError, match=r"has the align none, but .* peak"):
        evaluate(shared / "run", beside=[linear_file])


def test_a_run_whose_sounds_are_gone_is_still_scored_on_others(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    other = write_sounds(tmp_path / "other", ("c.wav",))
    for name in ("a.wav", "b.wav"):
        (sounds / name).unlink()
    result = evaluate(run, [other])
    assert "nearest" not in result.scores
    assert json.loads(result.to_json())["training"] is None


def test_a_file_alone_does_not_know_its_split(shared: Path, linear_file: Path):
    for sounds, split in (([shared / "sounds"], "validation"), ([], "all")):
        with pytest.raises(GranvaeError, match="does not know its training files"):
            evaluate(linear_file, sounds, split=split)


def test_quiet_grains_are_left_out(tmp_path: Path, linear_file: Path):
    folder = write_sounds(tmp_path / "sounds", ("a.wav",))
    samples, rate = soundfile.read(folder / "a.wav", dtype="float32")
    fading = samples.copy()
    fading[len(samples) // 2 :] *= 0.01  # -60 dBFS
    soundfile.write(folder / "a.wav", fading, rate, subtype="FLOAT")
    result = evaluate(linear_file, [folder])
    assert result.grains == pytest.approx(len(samples) / GRAIN / 2, abs=2)
    soundfile.write(folder / "a.wav", 0.015 * samples, rate, subtype="FLOAT")
    with pytest.raises(GranvaeError, match="above -50 dBFS"):
        evaluate(linear_file, [folder])


def test_a_seeded_selection_keeps_the_share_of_each_file(shared: Path, linear_file: Path):
    first, again, other = (
        evaluate(linear_file, [shared / "sounds"], seed=seed, limits=Limits(grains=60))
        for seed in (1, 1, 2)
    )
    assert first.grains == pytest.approx(60, abs=1)
    assert set(first.files) == {"a.wav", "b.wav"}
    assert first.to_json() == again.to_json()
    assert first.mean != other.mean


def test_sounds_before_and_after_the_model_are_written(reported: Evaluation):
    assert all(path.is_file() for path in reported.written)
    out = reported.written[0].parent
    before, rate = soundfile.read(out / "input.wav")
    after, _ = soundfile.read(out / "reconstruction.wav")
    assert rate == SAMPLE_RATE
    assert before.shape == after.shape
    whole = load_corpus([out.parent / "sounds"], SAMPLE_RATE, GRAIN).samples
    np.testing.assert_allclose(before, whole, atol=1e-6)
    assert not np.array_equal(before, after)


def test_of_many_sounds_only_the_beginnings_are_written(shared: Path, file_reported: Evaluation):
    before, rate = soundfile.read(file_reported.written[0].parent / "input.wav")
    whole = load_corpus([shared / "sounds"], SAMPLE_RATE, GRAIN)
    parts = [whole.samples[one.start : one.start + rate // 4] for one in whole.sounds]
    np.testing.assert_allclose(before, np.concatenate(parts), atol=1e-6)


def test_a_folder_that_is_no_run_and_one_without_sounds_are_refused(
    tmp_path: Path, linear_file: Path
):
    (tmp_path / "empty").mkdir()
    with pytest.raises(GranvaeError, match="holds no training run"):
        evaluate(tmp_path / "empty", [tmp_path])
    with pytest.raises(GranvaeError, match="empty"):
        evaluate(linear_file, [tmp_path / "empty"])


def test_skipped_files_are_named(sounds: Path, linear_file: Path):
    (sounds / "broken.wav").write_bytes(b"no sound")
    result = evaluate(linear_file, [sounds])
    assert [skipped.path for skipped in result.skipped] == ["broken.wav"]


def test_active_units_do_not_depend_on_the_units_of_the_file(tmp_path: Path, linear_file: Path):
    # Host latents all have a standard deviation of 1; the model's fourth latent is collapsed.
    folder = tmp_path / "loud"
    folder.mkdir()
    rng = np.random.default_rng(0)
    latents = torch.from_numpy(rng.normal(size=(200, LATENT)).astype(np.float32))
    audio = LinearModel().decode(latents).reshape(-1).numpy()
    soundfile.write(folder / "a.wav", audio, SAMPLE_RATE, subtype="FLOAT")
    result = evaluate(linear_file, [folder])
    assert result.active_units == 3
    assert result.mean.si_sdr_db > 60.0
