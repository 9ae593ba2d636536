"""Evaluation: what is measured, on which grains, and what is written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from granvae.analysis import grain_plots, metrics
from granvae.data.corpus import load_corpus
from granvae.data.grain_sampler import GrainSampler
from granvae.data.overlap_add import overlap_add, reconstruct_sounds
from granvae.errors import GranvaeError
from granvae.evaluation import evaluate as evaluation
from granvae.evaluation import sound_examples
from granvae.evaluation.evaluate import evaluate
from granvae.export.export_run import export_run
from granvae.training.run_folder import load_run, save_latents
from support.linear_run import (
    GRAIN,
    LATENT,
    SAMPLE_RATE,
    LinearModel,
    make_run,
    save_run,
    write_sounds,
)

METRICS = {"si_sdr_db", "snr_db", "lsd_db", "mr_stft"}


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    return write_sounds(tmp_path / "sounds")


@pytest.fixture
def linear_file(tmp_path: Path) -> Path:
    export_run(make_run(tmp_path / "linear"), tmp_path / "linear.ts")
    return tmp_path / "linear.ts"


def test_figures_equal_the_plain_computation_on_every_grain(sounds: Path, linear_file: Path):
    result = evaluate(linear_file, [sounds])
    model = LinearModel()
    ratios = {}
    for name in ("a.wav", "b.wav"):
        samples, _ = soundfile.read(sounds / name, dtype="float32")
        frames = samples[: len(samples) // GRAIN * GRAIN].reshape(-1, GRAIN)
        rebuilt = model(torch.from_numpy(frames)).numpy()
        error = np.sum((frames - rebuilt) ** 2, axis=1)
        ratios[name] = 10 * np.log10(np.sum(frames**2, axis=1) / error)
        assert result.files[name]["snr_db"] == pytest.approx(ratios[name].mean(), abs=0.02)
    assert result.grains == sum(map(len, ratios.values()))
    assert result.mean["snr_db"] == pytest.approx(
        np.concatenate(list(ratios.values())).mean(), abs=0.02
    )


def test_the_json_holds_what_programs_rely_on(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    evaluate(run, [sounds], json_file=tmp_path / "new" / "report.json", seed=5)
    report = json.loads((tmp_path / "new" / "report.json").read_text(), parse_constant=pytest.fail)
    assert set(report["mean"]) == set(report["pca"]) == METRICS
    assert set(report["files"]) == {"a.wav", "b.wav"}
    for figures in report["files"].values():
        assert set(figures) == METRICS | {"pca"}
        assert set(figures["pca"]) == METRICS
    assert report["seed"] == 5
    assert report["grains"] > 100
    assert 0 <= report["active_units"] <= LATENT
    assert set(report["nearest"]) == set(report["encoder"]) == METRICS
    assert report["encoder"] != report["mean"]  # which is with refinement
    sides = METRICS | {"encoder", "pca", "files", "grains"}
    assert set(report["training"]) == sides  # of which the nearest grain would be the very grain
    assert set(report["unseen"]) == sides | {"nearest"}
    assert set(report["classes"]) == {"a", "b"}
    assert 1 <= len(report["dimensions"]) <= LATENT
    for dimension in report["dimensions"]:
        assert dimension["audible"] == (dimension["lsd_db"] >= 1.0)
    assert report["path_smoothness"] >= 1.0
    assert report["path_smoothness_wave"] >= 1.0
    halves = [report["files"][name]["snr_db"] for name in ("a.wav", "b.wav")]
    assert report["mean_of_files"]["snr_db"] == pytest.approx(np.mean(halves))


def test_a_run_and_its_exported_file_get_the_same_figures(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    # An export leaves out dimensions that stand still, as they do before any training.
    latents = np.random.default_rng(0).normal(size=(500, LATENT)).astype(np.float32)
    save_latents(run, latents)
    export_run(load_run(run), tmp_path / "model.ts")
    of_run, of_file = evaluate(run, [sounds]), evaluate(tmp_path / "model.ts", [sounds])
    assert of_run.mean == pytest.approx(of_file.mean, abs=1e-3)
    assert of_run.pca == pytest.approx(of_file.pca, abs=1e-6)
    assert of_run.active_units == of_file.active_units


def test_files_of_the_training_are_marked_as_seen(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    assert evaluate(run, [sounds]).seen == {"a.wav"}
    assert evaluate(run, [sounds], split="validation").seen == frozenset()


def test_a_split_judges_its_own_files_without_naming_the_folder(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    assert set(evaluate(run).files) == {"a.wav", "b.wav"}
    assert set(evaluate(run, split="train").files) == {"a.wav"}
    assert set(evaluate(run, split="validation").files) == {"b.wav"}
    other = write_sounds(tmp_path / "other", ("c.wav",))
    with pytest.raises(GranvaeError, match="None of the given sounds is a validation file"):
        evaluate(run, [other], split="validation")


def test_a_single_file_is_cut_where_the_training_cut_it(tmp_path: Path):
    sounds = write_sounds(tmp_path / "sounds", ("a.wav",))
    run = save_run(tmp_path / "run", write_sounds(tmp_path / "both"))
    (run / "split.json").write_text(json.dumps({"train": ["a.wav"], "validation": ["a.wav"]}))
    whole, part = evaluate(run, [sounds]), evaluate(run, [sounds], split="validation")
    assert part.grains == pytest.approx(0.2 * whole.grains, rel=0.15)


@pytest.mark.parametrize(("split", "unseen"), [("train", "b.wav"), ("validation", "a.wav")])
def test_the_other_side_of_a_split_is_judged_for_its_mean(
    sounds: Path, tmp_path: Path, split: str, unseen: str
):
    run = save_run(tmp_path / "run", sounds)
    whole, part = evaluate(run), evaluate(run, split=split)
    assert unseen not in part.files
    assert set(part.training["model"].files) == {"a.wav"}
    assert set(part.unseen["model"].files) == {"b.wav"}
    for side in ("training", "unseen"):
        here, there = getattr(whole, side)["model"].mean, getattr(part, side)["model"].mean
        assert here == pytest.approx(there, rel=1e-6)


def test_recordings_from_elsewhere_stand_beside_both_sides_of_the_runs_own(
    sounds: Path, tmp_path: Path
):
    run = save_run(tmp_path / "run", sounds)
    strange = write_sounds(tmp_path / "strange", ("a.wav", "b.wav", "c.wav", "d.wav"))
    for name in ("a.wav", "b.wav"):  # which sound as the run's own do
        (strange / name).unlink()
    own, other = evaluate(run), evaluate(run, [strange])
    assert set(other.files) == set(other.elsewhere["model"].files) == {"c.wav", "d.wav"}
    assert other.seen == frozenset()
    for side in ("training", "unseen"):
        here, there = getattr(own, side)["model"], getattr(other, side)["model"]
        assert here.files.keys() == there.files.keys()
        assert here.mean == pytest.approx(there.mean, rel=1e-6)
    assert json.loads(other.to_json())["elsewhere"]["files"] == 2
    assert not own.elsewhere["model"]
    both = evaluate(run, [sounds, strange])
    assert set(both.elsewhere["model"].files) == {"c.wav", "d.wav"}
    assert both.seen == {"a.wav"}


def test_of_a_file_no_side_is_known(sounds: Path, linear_file: Path):
    result = evaluate(linear_file, [sounds])
    for side in (result.training, result.unseen, result.elsewhere):
        assert not side.get("model")


def test_another_model_is_judged_on_the_same_grains(sounds: Path, tmp_path: Path):
    run, other = (save_run(tmp_path / name, sounds) for name in ("run", "other"))
    result = evaluate(run, beside=[other])
    assert result.scores["other"].mean == pytest.approx(result.mean)
    assert json.loads(result.to_json())["beside"]["other"] == result.scores["other"].mean


def test_a_model_of_other_grains_cannot_stand_beside(sounds: Path, tmp_path: Path, linear_file):
    run = save_run(tmp_path / "run", sounds)
    with pytest.raises(GranvaeError, match=r"has the align none, but .* peak"):
        evaluate(run, beside=[linear_file])


def test_a_run_whose_sounds_are_gone_is_still_judged_on_others(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    other = write_sounds(tmp_path / "other", ("c.wav",))
    for name in ("a.wav", "b.wav"):
        (sounds / name).unlink()
    result = evaluate(run, [other])
    assert "nearest" not in result.scores
    assert json.loads(result.to_json())["training"] is None


def test_a_file_alone_cannot_tell_its_split(sounds: Path, linear_file: Path):
    for arguments in ({"sounds": [sounds], "split": "validation"}, {"sounds": []}):
        with pytest.raises(GranvaeError, match="does not know its training files"):
            evaluate(linear_file, **arguments)


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


def test_a_seeded_choice_keeps_each_files_share(
    sounds: Path, linear_file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(evaluation, "MAX_GRAINS", 60)
    first, again, other = (evaluate(linear_file, [sounds], seed=s) for s in (1, 1, 2))
    assert first.grains == pytest.approx(60, abs=1)
    assert set(first.files) == {"a.wav", "b.wav"}
    assert first.to_json() == again.to_json()
    assert first.mean != other.mean


def test_pictures_and_sounds_are_written(sounds: Path, tmp_path: Path):
    run = save_run(tmp_path / "run", sounds)
    result = evaluate(run, [sounds], out=tmp_path / "out")
    assert all(path.is_file() for path in result.written)
    before, rate = soundfile.read(tmp_path / "out" / "input.wav")
    after, _ = soundfile.read(tmp_path / "out" / "reconstruction.wav")
    assert rate == SAMPLE_RATE
    assert before.shape == after.shape
    whole = load_corpus([sounds], SAMPLE_RATE, GRAIN).samples
    np.testing.assert_allclose(before, whole, atol=1e-6)
    assert not np.array_equal(before, after)


def test_of_many_sounds_only_the_beginnings_are_written(
    sounds: Path, linear_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sound_examples, "EXAMPLE_SECONDS", 0.5)
    evaluate(linear_file, [sounds], out=tmp_path / "out")
    before, rate = soundfile.read(tmp_path / "out" / "input.wav")
    whole = load_corpus([sounds], SAMPLE_RATE, GRAIN)
    parts = [whole.samples[one.start : one.start + rate // 4] for one in whole.sounds]
    np.testing.assert_allclose(before, np.concatenate(parts), atol=1e-6)


@pytest.mark.parametrize("align", ["peak", "none"])
def test_grains_that_are_perfect_give_the_recording_back(sounds: Path, align: str):
    corpus = load_corpus([sounds], SAMPLE_RATE, GRAIN)
    sampler = GrainSampler(corpus, GRAIN, align)
    before, after = reconstruct_sounds(corpus, sampler, lambda grains: grains)
    np.testing.assert_allclose(after, before, atol=1e-6)
    halved = reconstruct_sounds(corpus, sampler, lambda grains: 0.5 * grains)[1]
    np.testing.assert_allclose(halved, 0.5 * before, atol=1e-6)


def test_overlap_add_fades_from_one_grain_to_the_next():
    grains = np.stack([np.full(8, 1.0), np.full(8, 3.0)]).astype(np.float32)
    audio = overlap_add(grains, np.array([0, 4]), 14)
    np.testing.assert_allclose(audio[:4], 1.0, atol=1e-6)
    assert np.all(np.diff(audio[3:9]) > 0.0)
    np.testing.assert_allclose(audio[8:12], 3.0, atol=1e-6)
    assert not audio[12:].any()


def test_a_folder_that_is_no_run_and_silly_sounds_are_refused(tmp_path: Path, linear_file: Path):
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
    # Host latents all have unit deviation; the fourth dimension of the model is collapsed.
    folder = tmp_path / "loud"
    folder.mkdir()
    rng = np.random.default_rng(0)
    latents = torch.from_numpy(rng.normal(size=(200, LATENT)).astype(np.float32))
    audio = LinearModel().decode(latents).reshape(-1).numpy()
    soundfile.write(folder / "a.wav", audio, SAMPLE_RATE, subtype="FLOAT")
    result = evaluate(linear_file, [folder])
    assert result.active_units == 3
    assert result.mean["si_sdr_db"] > 60.0


def is_png_of(path: Path, least_width: int) -> bool:
    data = path.read_bytes()
    return data[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(data[16:20], "big") >= least_width


@pytest.mark.parametrize("count", [1, 3, 4, 9])
def test_pictures_of_any_number_of_grains_are_drawn(tmp_path: Path, count: int):
    grains = np.random.default_rng(0).normal(size=(count, GRAIN))
    grain_plots.plot_grains(tmp_path / "grains.png", grains, SAMPLE_RATE, ["a [b] $x$"] * count)
    grain_plots.plot_reconstructions(tmp_path / "pairs.png", grains, 0 * grains, SAMPLE_RATE)
    assert is_png_of(tmp_path / "grains.png", 300)
    assert is_png_of(tmp_path / "pairs.png", 300)


def test_metrics_of_the_report_are_those_of_the_module():
    assert set(metrics.METRICS) == METRICS
