"""The command line as a musician meets it: help, output, refusals and exit statuses."""

import json
import logging
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
import soundfile
import typer

import granvae
import granvae.training.train
from granvae.cli.console import as_called
from granvae.cli.demo import next_steps
from granvae.cli.main import make_app
from granvae.errors import GranvaeError
from granvae.export.export_run import export_run
from granvae.training.config import TrainConfig
from granvae.training.distributed import Machine
from support.linear_run import GRAIN, LATENT, SAMPLE_RATE, make_run, save_run, write_sounds
from support.preset_files import file_of, program_of

COMMANDS = typer.main.get_group(make_app()).commands


def run_python(*arguments: str, check: bool = True, **environment: str) -> str:
    """What a fresh interpreter prints into a pipe."""
    paths = os.pathsep.join(filter(None, sys.path))
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", **environment},
        check=check,
        capture_output=True,
        encoding="utf-8",
    ).stdout


def help_without_torch(*arguments: str, **environment: str) -> str:
    code = (
        "import sys; from granvae.cli.main import main; status = main(sys.argv[1:]); "
        "sys.exit(status or 'torch' in sys.modules)"
    )
    return run_python("-c", code, *arguments, "--help", **environment)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    export_run(make_run(tmp_path / "linear"), tmp_path / "linear.ts")
    return tmp_path / "linear.ts"


def test_help_shows_the_way_from_sounds_to_a_patch():
    text = help_without_torch()
    steps = [text.index(f"granvae {step} my-") for step in ("train", "evaluate", "export", "info")]
    assert steps == sorted(steps)
    assert "granvae~" in text


def test_help_in_a_pipe_is_plain_and_80_columns_wide():
    text = help_without_torch("train", COLUMNS="80")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) == 80
    for part in ("from 16 to 65536", "[default: 512]", "--resume", "Example:"):
        assert part in text


@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_with_examples_that_parse(cli, command: str):
    examples = cli(command, "--help").partition("Example:")[2].split("granvae ")[1:]
    for name, *arguments in map(shlex.split, examples):
        assert name == command
        COMMANDS[command].make_context(command, arguments)
    assert examples


def test_the_version_is_the_package_s(cli):
    assert cli("--version") == f"granvae {granvae.__version__}\n"


@pytest.mark.parametrize(
    ("words", "completed"), [("granvae tra", "train"), ("granvae train --preset ", "spectral")]
)
def test_a_shell_completes_commands_and_values(words: str, completed: str):
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    asked["_GRANVAE_COMPLETE"] = "complete_bash"
    assert completed in run_python("-m", "granvae.cli", check=False, **asked).split()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("train x --out {run} --grain 3", "--grain 3 is not a whole number from 16 to 65536;"),
        ("train x --out {run} --grain many", "--grain many is not a whole number"),
        ("train x --out {run} --latent 0", "--latent 0 is not a whole number from 1 to 1024;"),
        ("train x --out {run} --minutes -2", "--minutes -2 is not a number above 0;"),
        ("train x --out {run} --minutes nan", "--minutes nan is not a number above 0;"),
        ("train x --out {run} --epochs 0", "--epochs 0 is not a whole number of 1 or more;"),
        (
            "train x --out {run} --epochs 1 --minutes 1",
            "--epochs and --minutes exclude each other;",
        ),
        ("train x --out {run} --beta -1", "--beta -1 is not a number of 0 or more;"),
        ("train x --out {run} --sample-rate 9", "--sample-rate 9 is not a whole number from 1000"),
        ("train x --out {run} --align up", "--align 'up' is not one of 'peak', 'none';"),
        ("train x --out {run} --preset magic", "--preset 'magic' is not one of 'grain', 'paper',"),
        ("train x", "--out is missing; `granvae train --help`"),
        ("", "missing command"),
        ("dance", "no such command 'dance'"),
        ("trian", "no such command 'trian', did you mean 'train'"),
        ("info", "MODEL is missing; `granvae info --help`"),
        ("info x --loud", "no such option: --loud"),
        ("trajectory x --out y", "one of --line, --walk, --drift, --circle, --points is missing"),
    ],
)
def test_misuse_is_one_sentence_and_status_two(tmp_path, cli, command: str, words: str):
    sentence = cli(*command.format(run=tmp_path / "run").split(), status=2)
    assert words in sentence
    assert "--help` explains the options" in sentence
    assert not (tmp_path / "run").exists()


@pytest.fixture
def train_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., object]], None]:
    """Puts another function in the place of the training."""
    return partial(monkeypatch.setattr, granvae.training.train, "train")


def test_train_hands_over_every_option(tmp_path: Path, cli, train_as):
    calls = []
    train_as(lambda config, out, **rest: calls.append((config, out, rest)))
    settings = {
        "preset": "paper",
        "grain": 256,
        "latent": 8,
        "sample_rate": 22050,
        "minutes": 1.5,
        "beta": 0.5,
        "align": "none",
        "seed": 3,
        "batch": 64,
        "precision": "32",
    }
    machine = {"device": "cpu", "devices": 2, "nodes": 3, "strategy": "ddp"}
    given = {**settings, **machine, "controls": "loudness,centroid"}.items()
    options = [each for name, value in given for each in (f"--{name.replace('_', '-')}", value)]
    cli("train", "a", "b", "--out", tmp_path, *options, "--resume")
    config = TrainConfig(sounds=("a", "b"), controls=("loudness", "centroid"), **settings)
    rest = {"resume": True, "progress": True, "machine": Machine(**machine)}
    assert calls == [(config, tmp_path, rest)]


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (GranvaeError("the file x is empty; give another."), 1, "the file x is empty"),
        (OSError(28, "No space left on device", "x.ckpt"), 1, "No space left on device"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_failures_are_a_sentence_and_a_status(cli, train_as, failure, status, words):
    train_as(Mock(side_effect=failure))
    assert words in cli("train", "sounds", "--out", "run", status=status)


def test_commands_show_what_the_library_logs(cli, train_as):
    train_as(lambda *_, **__: logging.getLogger("granvae.training.train").info("Did %s.", "[red]"))
    assert cli("train", "sounds", "--out", "run") == "Did [red].\n"


def test_evaluate_prints_every_file_beside_its_baseline(tmp_path, cli):
    sounds = write_sounds(tmp_path / "sounds", ("a.wav", "b.wav", "take [red] $2.wav"))
    run = save_run(tmp_path / "run [1]", sounds)
    report = tmp_path / "report.json"
    text = cli("evaluate", run, sounds, "--json", report)
    assert "run [1]" in text  # whose brackets are no markup
    for name, values in json.loads(report.read_text())["files"].items():
        (line,) = (line for line in text.splitlines() if name in line)
        assert f"{values['si_sdr_db']:.2f} ({values['pca']['si_sdr_db']:.2f})" in line
        assert ("(training)" in line) == (name == "a.wav")
    assert f"of {LATENT} latents are active" in text
    assert "choose another place" in cli("evaluate", run, "--out", report, status=1)


def test_export_and_info_lead_from_a_run_to_a_patch(tmp_path, cli):
    run = save_run(tmp_path / "run", write_sounds(tmp_path / "sounds"))
    out = tmp_path / "model.ts"
    origin = "chimes in the park, recorded by me"
    assert f"Wrote {out}" in cli("export", run, "--out", out, "--origin", origin)
    table = [line.split() for line in cli("info", out).splitlines()]
    assert ["origin", *origin.split()] in table
    assert ["noise", "in", "10", "bands"] in table
    assert ["map", "2000", "grains", "of", "0", "sounds"] in table
    info = json.loads(cli("info", out, "--json"))
    assert (info["grain"], info["sample_rate"]) == (GRAIN, SAMPLE_RATE)
    assert info["latent"] + info["collapsed"] == LATENT
    assert len(info["labels"]) == info["latent"]
    assert info["training"]["steps"] == 100


def test_info_shows_what_a_patch_needs(model: Path, cli):
    text = cli("info", model)
    assert f"{SAMPLE_RATE} Hz" in text
    assert "64 samples = 8.0 ms, as recorded at 125.00 Hz" in text
    assert "minutes 0.5" in text
    assert ["noise", "none"] in [line.split() for line in text.splitlines()]
    assert "origin" not in text
    (first,) = (line for line in text.splitlines() if "latent 0" in line)
    share, low = first.split()[2], first.split()[4]
    assert float(share) == pytest.approx(100 * 16 / 21, abs=2.0)
    assert float(low) == pytest.approx(-2.3, abs=0.2)
    assert "latent 3" not in text
    assert "1 of 4 latents is left out: collapsed" in text


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("info {0}/none", "{0}/none"),
        ("evaluate {0}/none {0}", "{0}/none"),
        ("export {0}/none --out x.ts", "{0}/none"),
        ("info {0}/model.ts", "is not a TorchScript file"),
    ],
)
def test_what_is_not_there_or_no_model_is_named(tmp_path, cli, command: str, words: str):
    (tmp_path / "model.ts").write_text("hello")
    assert words.format(tmp_path) in cli(*command.format(tmp_path).split(), status=1)


def test_the_demo_ends_with_commands_that_work(model: Path, cli):
    play, render, _ = next_steps("granvae", model, model.parent)
    assert play == f"granvae play {model}"
    assert "Wrote" in cli(*render.split()[1:])
    assert soundfile.info(model.parent / "random.wav").duration == pytest.approx(4.0)


def test_a_program_has_its_path_where_the_environment_is_not_activated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    script = tmp_path / "bin" / ("granvae.exe" if os.name == "nt" else "granvae")
    script.parent.mkdir()
    script.touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(script.with_name("python")))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Path(as_called("granvae")) == script
    monkeypatch.chdir(tmp_path)
    assert Path(as_called("granvae")) == script.relative_to(tmp_path)
    monkeypatch.setenv("PATH", str(script.parent))
    assert as_called("granvae") == "granvae"
    assert as_called("no-such-program") == "no-such-program"


WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None
from granvae.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def test_without_torch_playing_goes_on_and_training_says_what_to_install(tmp_path: Path) -> None:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT_TORCH, *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    (tmp_path / "sounds").mkdir()
    refused = run("train", tmp_path / "sounds", "--out", tmp_path / "run")
    assert refused.returncode == 1
    assert "pip install 'granvae[train]'" in refused.stderr
    assert "Traceback" not in refused.stderr
    model = file_of("grain", tmp_path, program_of("grain"))
    played = run("render", model, "--random", "3", "--seconds", "0.1", "--out", tmp_path / "a.wav")
    assert played.returncode == 0, played.stderr
    assert (tmp_path / "a.wav").stat().st_size > 1000
