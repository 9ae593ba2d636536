"""Evaluation: what is measured, on which grains, and what is written."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from granvae.analysis.metrics import METRICS
from granvae.data.corpus import load_corpus
from granvae.errors import GranvaeError
from granvae.evaluation.band_scores import BANDS
from granvae.evaluation.evaluate import Limits, evaluate
from granvae.evaluation.result import Evaluation
from granvae.evaluation.sound_scores import SOUND_HEADINGS
from granvae.export.export_run import export_run
from granvae.training.run_folder import load_run, save_latents
from support.linear_run import GRAIN, LATENT, SAMPLE_RATE, LinearModel, save_run, write_sounds
from support.tones import folder_of


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    return write_sounds(tmp_path / "sounds")


GRAINS_ONLY = Limits(sound_seconds=0.0, drawn_points=4)


def test_metrics_equal_the_plain_computation_on_every_grain(shared: Path, linear_file: Path):
    result = evaluate(linear_file, [shared / "sounds"], limits=GRAINS_ONLY)
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
        assert set(of_file) == {*of_file["pca"], "pca"} == metrics | {"pca"}
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
    sounds = report["sounds"]
    assert set(sounds["sides"]) == {"training", "held-out", "elsewhere"}
    assert set(sounds["files"]) == set(sounds["seconds"]) == set(report["files"])
    assert set(sounds["median"]["model"]) == set(SOUND_HEADINGS)
    assert sounds["median"]["no network"]["si_sdr_db"] > 60.0
    assert set(sounds["bands"]["model"]["bias_db"]) == set(BANDS)
    assert set(sounds["bands_by_class"]) == {"a", "b"}
    assert {"random", "line"} <= set(report["draws"])
    assert report["path_smoothness"] >= 1.0
    assert report["path_smoothness_wave"] >= 1.0
    of_files = [one["snr_db"] for one in report["files"].values()]
    assert report["mean_of_files"]["snr_db"] == pytest.approx(np.mean(of_files))


def test_a_run_and_its_exported_file_get_the_same_metrics(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    # An export leaves out latents that stand still, as they do before any training.
    save_latents(run, np.random.default_rng(0).normal(size=(500, LATENT)).astype(np.float32))
    export_run(load_run(run), tmp_path / "model.ts")
    of_run, of_file = (
        evaluate(one, [sounds], limits=GRAINS_ONLY) for one in (run, tmp_path / "model.ts")
    )
    # The file's encoder is in half precision.
    assert asdict(of_run.mean) == pytest.approx(asdict(of_file.mean), abs=0.01)
    pca, again = (asdict(one.scores["pca"].mean) for one in (of_run, of_file))
    assert pca == pytest.approx(again, abs=1e-6)
    assert of_run.active_units == of_file.active_units


def test_each_split_has_its_own_files_and_the_means_of_both_sides(by_split):
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


@pytest.mark.parametrize(
    ("target", "sounds", "options", "sentence"),
    [
        (
            "run",
            ["elsewhere"],
            {"split": "validation"},
            "None of the given .* is a validation file",
        ),
        ("run", [], {"beside": ["linear.ts"]}, "has the align none, but .* peak"),
        ("linear.ts", ["sounds"], {"split": "validation"}, "does not know its training files"),
        ("linear.ts", [], {}, "does not know its training files"),
        ("linear.ts", ["empty"], {}, "empty"),
        ("empty", ["sounds"], {}, "holds no training run"),
    ],
)
def test_what_cannot_be_scored_is_refused(shared, monkeypatch, target, sounds, options, sentence):
    monkeypatch.chdir(shared)
    with pytest.raises(GranvaeError, match=sentence):
        evaluate(target, sounds, **options)


def test_a_single_file_is_cut_where_the_training_cut_it(tmp_path: Path):
    sounds = write_sounds(tmp_path / "sounds", ("a.wav",))
    run = save_run(tmp_path / "run", write_sounds(tmp_path / "both"))
    (run / "split.json").write_text(json.dumps({"train": ["a.wav"], "validation": ["a.wav"]}))
    whole, part = (
        evaluate(run, [sounds], split=split, limits=GRAINS_ONLY) for split in ("all", "validation")
    )
    assert part.grains == pytest.approx(0.2 * whole.grains, rel=0.15)


def test_recordings_from_elsewhere_stand_beside_both_sides_of_the_runs_own(shared, by_split):
    run, own = shared / "run", by_split["all"]
    other = evaluate(run, [shared / "elsewhere"], limits=GRAINS_ONLY)
    assert set(other.files) == set(other.elsewhere["model"].files) == {"c.wav", "d.wav"}
    assert other.training_files == frozenset()
    for side in ("training", "held_out"):
        here, there = getattr(own, side)["model"], getattr(other, side)["model"]
        assert here.files.keys() == there.files.keys()
        assert asdict(here.mean) == pytest.approx(asdict(there.mean), rel=1e-6)
    assert json.loads(other.to_json())["elsewhere"]["files"] == 2
    both = evaluate(run, [shared / "sounds", shared / "elsewhere"], limits=GRAINS_ONLY)
    assert set(both.elsewhere["model"].files) == {"c.wav", "d.wav"}
    assert both.training_files == {"a.wav"}


def test_a_run_whose_sounds_are_gone_is_still_scored_on_others(sounds: Path, shared: Path):
    run = save_run(sounds.parent / "run", sounds)
    shutil.rmtree(sounds)
    result = evaluate(run, [shared / "elsewhere"], limits=GRAINS_ONLY)
    assert "nearest" not in result.scores
    assert json.loads(result.to_json())["training"] is None


def test_quiet_grains_are_left_out(shared: Path, tmp_path: Path, linear_file: Path):
    samples, rate = soundfile.read(shared / "sounds" / "a.wav", dtype="float32")
    gain = np.repeat([1.0, 0.01], len(samples) // 2)  # -60 dBFS at last
    folder_of(tmp_path, rate, a=gain * samples)
    result = evaluate(linear_file, [tmp_path], limits=GRAINS_ONLY)
    assert result.grains == pytest.approx(len(samples) / GRAIN / 2, abs=2)
    folder_of(tmp_path, rate, a=0.015 * samples)
    with pytest.raises(GranvaeError, match="above -50 dBFS"):
        evaluate(linear_file, [tmp_path], limits=GRAINS_ONLY)


def test_a_seeded_selection_keeps_the_share_of_each_file(shared: Path, linear_file: Path):
    arguments = (linear_file, [shared / "sounds"])
    first, again, other = (
        evaluate(*arguments, seed=seed, limits=Limits(grains=60, sound_seconds=0.0, drawn_points=4))
        for seed in (1, 1, 2)
    )
    assert first.grains == pytest.approx(60, abs=1)
    assert set(first.files) == {"a.wav", "b.wav"}
    assert first.to_json() == again.to_json()
    assert first.mean != other.mean


def test_the_played_sounds_are_written_beside_the_recordings(reported: Evaluation):
    assert all(path.is_file() for path in reported.written)
    out = reported.written[0].parent
    before, rate = soundfile.read(out / "input.wav")
    after, _ = soundfile.read(out / "reconstruction.wav")
    assert rate == SAMPLE_RATE
    assert before.shape == after.shape
    whole = load_corpus([out.parent / "sounds"], SAMPLE_RATE, GRAIN)
    recorded = {one.name: whole.samples[one.start : one.stop] for one in whole.sounds}
    assert set(reported.sounds.files) == set(recorded)  # of a second each, in turn by class
    in_turn = np.concatenate([recorded[name] for name in reported.sounds.files])
    np.testing.assert_allclose(before, in_turn, atol=1e-6)
    assert not np.array_equal(before, after)


def test_skipped_files_are_named(sounds: Path, linear_file: Path):
    (sounds / "broken.wav").write_bytes(b"no sound")
    result = evaluate(linear_file, [sounds], limits=GRAINS_ONLY)
    assert [skipped.path for skipped in result.skipped] == ["broken.wav"]


def test_active_units_do_not_depend_on_the_units_of_the_file(tmp_path: Path, linear_file: Path):
    # Host latents all have a standard deviation of 1; the model's fourth latent is collapsed.
    latents = torch.randn(200, LATENT, generator=torch.Generator().manual_seed(0))
    folder_of(tmp_path, SAMPLE_RATE, a=LinearModel().decode(latents).flatten().numpy())
    result = evaluate(linear_file, [tmp_path], limits=GRAINS_ONLY)
    assert result.active_units == 3
    assert result.mean.si_sdr_db > 60.0
