"""The command line as a musician meets it: output, refusals and exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import granvae.training.train
from granvae.cli import main
from granvae.errors import GranvaeError
from granvae.export.export_run import export_run
from granvae.training.config import TrainConfig
from granvae.training.distributed import Machine
from support.linear_run import GRAIN, LATENT, SAMPLE_RATE, make_run, save_run, write_sounds


@pytest.fixture
def model(tmp_path: Path) -> Path:
    export_run(make_run(tmp_path / "linear"), tmp_path / "linear.ts")
    return tmp_path / "linear.ts"


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """What went to standard error, having checked that it is one sentence."""
    text = capsys.readouterr().err
    assert text.startswith("granvae: ")
    assert text.endswith(".\n")
    assert text.count("\n") == 1
    return text


def test_help_shows_the_way_from_sounds_to_a_patch(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main.main(["--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    steps = [text.index(f"granvae {step} my-") for step in ("train", "evaluate", "export", "info")]
    assert steps == sorted(steps)
    assert "granvae~" in text


def test_help_is_answered_without_loading_torch():
    check = (
        "import sys; from granvae.cli import main; main.build_parser().format_help(); "
        "sys.exit('torch' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    assert subprocess.run([sys.executable, "-c", check], env=environment).returncode == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--grain", "3"], "3 is not a whole number from 16 to"),
        (["--grain", "many"], "many is not a whole number"),
        (["--latent", "0"], "0 is not a whole number from 1 to"),
        (["--minutes", "-2"], "-2 is not a number above 0"),
        (["--minutes", "nan"], "nan is not a number above 0"),
        (["--epochs", "0"], "0 is not a whole number of 1 or more"),
        (["--epochs", "1", "--minutes", "1"], "not allowed with argument"),
        (["--beta", "-1"], "-1 is not a number of 0 or more"),
        (["--sample-rate", "10"], "10 is not a whole number from 1000 to"),
        (["--align", "sideways"], "sideways"),
        (["--preset", "magic"], "magic"),
    ],
)
def test_values_out_of_range_are_refused_in_one_sentence(tmp_path, capsys, options, words):
    with pytest.raises(SystemExit) as stopped:
        main.main(["train", str(tmp_path), "--out", str(tmp_path / "run"), *options])
    assert stopped.value.code == 2
    assert words in complaint(capsys)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("arguments", [[], ["dance"], ["train", "x"], ["info"]])
def test_misuse_is_one_sentence_and_status_two(capsys, arguments: list[str]):
    with pytest.raises(SystemExit) as stopped:
        main.main(arguments)
    assert stopped.value.code == 2
    assert "--help` explains the options" in complaint(capsys)


def test_train_hands_over_every_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    calls = []
    monkeypatch.setattr(
        granvae.training.train,
        "train",
        lambda config, out, **rest: calls.append((config, out, rest)),
    )
    options = "--preset paper --grain 256 --latent 8 --sample-rate 22050 --minutes 1.5 --beta 0.5"
    more = "--align none --seed 3 --batch 64 --precision 32 --resume"
    where = "--device cpu --devices 2 --nodes 3 --strategy ddp"
    out = tmp_path / "run"
    assert (
        main.main(
            ["train", "a", "b", "--out", str(out), *options.split(), *more.split(), *where.split()]
        )
        == 0
    )
    config = TrainConfig(
        sounds=("a", "b"),
        preset="paper",
        grain=256,
        latent=8,
        sample_rate=22050,
        minutes=1.5,
        beta=0.5,
        align="none",
        seed=3,
        batch=64,
        precision="32",
    )
    machine = Machine("cpu", devices=2, nodes=3, strategy="ddp")
    assert calls == [(config, out, {"resume": True, "progress": True, "machine": machine})]


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (GranvaeError("the file x is empty; give another."), 1, "the file x is empty"),
        (OSError(28, "No space left on device", "x.ckpt"), 1, "No space left on device"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_failures_are_a_sentence_and_a_status(
    tmp_path, monkeypatch, capsys, failure, status, words
):
    def fail(*_arguments: object, **_options: object) -> None:
        raise failure

    monkeypatch.setattr(granvae.training.train, "train", fail)
    assert main.main(["train", "sounds", "--out", str(tmp_path / "run")]) == status
    assert words in complaint(capsys)


def test_evaluate_prints_every_file_beside_its_baseline(tmp_path, capsys):
    sounds = write_sounds(tmp_path / "sounds")
    run = save_run(tmp_path / "run", sounds)
    report = tmp_path / "report.json"
    assert main.main(["evaluate", str(run), str(sounds), "--json", str(report)]) == 0
    text = capsys.readouterr().out
    figures = json.loads(report.read_text())
    for name, values in figures["files"].items():
        (line,) = (line for line in text.splitlines() if name in line)
        assert f"{values['si_sdr_db']:.2f} ({values['pca']['si_sdr_db']:.2f})" in line
        assert ("(training)" in line) == (name == "a.wav")
    assert f"of {LATENT} latents are active" in text


def test_names_with_brackets_are_printed_as_they_are(tmp_path, capsys):
    sounds = write_sounds(tmp_path / "sounds", ("a.wav", "b.wav", "take [red] $2.wav"))
    run = save_run(tmp_path / "run [1]", sounds)
    assert main.main(["evaluate", str(run), str(sounds), "--out", str(tmp_path / "out")]) == 0
    text = capsys.readouterr().out
    assert "take [red] $2.wav" in text
    assert "run [1]" in text


def test_export_and_info_lead_from_a_run_to_a_patch(tmp_path, capsys):
    run = save_run(tmp_path / "run", write_sounds(tmp_path / "sounds"))
    out = tmp_path / "model.ts"
    assert main.main(["export", str(run), "--out", str(out)]) == 0
    assert f"Wrote {out}" in capsys.readouterr().out
    assert main.main(["info", str(out), "--json"]) == 0
    info = json.loads(capsys.readouterr().out)
    assert (info["grain"], info["sample_rate"]) == (GRAIN, SAMPLE_RATE)
    assert info["latent"] + info["collapsed"] == LATENT
    assert len(info["labels"]) == info["latent"]
    assert info["training"]["steps"] == 100


def test_info_tells_what_a_patcher_needs(model: Path, capsys: pytest.CaptureFixture[str]):
    assert main.main(["info", str(model)]) == 0
    text = capsys.readouterr().out
    assert f"{SAMPLE_RATE} Hz" in text
    assert "64 samples = 8.0 ms, as recorded at 125.00 Hz" in text
    assert "minutes 0.5" in text
    (first,) = (line for line in text.splitlines() if "latent 0" in line)
    share, low = first.split()[2], first.split()[4]
    assert float(share) == pytest.approx(100 * 16 / 21, abs=2.0)
    assert float(low) == pytest.approx(-2.3, abs=0.2)
    assert "latent 3" not in text
    assert "1 of 4 latents is left out: collapsed" in text


@pytest.mark.parametrize("command", [["info"], ["evaluate"], ["export", "--out", "x.ts"]])
def test_what_is_not_there_is_named(tmp_path, capsys, command: list[str]):
    missing = tmp_path / "nowhere"
    sounds = [str(tmp_path)] if command[0] == "evaluate" else []
    assert main.main([command[0], str(missing), *sounds, *command[1:]]) == 1
    assert str(missing) in complaint(capsys)


def test_a_text_file_is_no_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "model.ts").write_text("hello")
    assert main.main(["info", str(tmp_path / "model.ts")]) == 1
    assert "is not a TorchScript file" in complaint(capsys)
