"""Trainings that several processes share, over gloo on the processor of this machine."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from granvae.training.checkpoints import FOLDER, LAST, read_checkpoint
from granvae.training.config import TrainConfig
from granvae.training.schedule import Schedule
from support.short_training import COMMAND, Trained, rows

TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")


def started(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in an environment where nobody else has started anything."""
    launchers = ("SLURM_", "TORCHELASTIC_", "MASTER_", "RANK", "WORLD_SIZE", "LOCAL_", "NODE_RANK")
    own = {name: v for name, v in os.environ.items() if not name.startswith(launchers)}
    python = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        env={**own, "PYTHONPATH": python, "OMP_NUM_THREADS": "1", **environment},
        capture_output=True,
        text=True,
        timeout=1800,
    )


def test_two_processes_learn_as_one_even_when_one_is_killed_and_both_go_on_later(
    trained: Callable[[str], Trained], config: TrainConfig, tmp_path: Path
) -> None:
    config.save(tmp_path / "wanted.json")
    train = (*TORCHRUN, COMMAND, tmp_path / "wanted.json", tmp_path / "two")
    lost = started(*train, LOSE_AT="15")  # in the third epoch
    assert lost.returncode != 0
    assert lost.stderr.count("Another process of this training was lost") == 1
    assert "--resume" in lost.stderr
    done = started(*train, "resume")
    assert done.returncode == 0, done.stderr
    one, two = rows(trained("grain").folder), rows(tmp_path / "two")
    assert [row["step"] for row in two] == ["6", "12", "18", "24"]
    for name in ("rate", "train_loss", "val_loss", "val_si_sdr_db"):
        expected, actual = (np.array([float(row[name]) for row in run]) for run in (one, two))
        np.testing.assert_allclose(actual[0], expected[0], rtol=1e-3, atol=5e-3)
        # Sums in another order differ in their last bits, and every step makes more of it.
        np.testing.assert_allclose(actual, expected, rtol=2e-2, atol=2e-2)
    assert read_checkpoint(tmp_path / "two" / FOLDER / LAST)["granvae"]["processes"] == 2
    # Only one of both reports.
    assert [line.split()[0] for line in lost.stdout.splitlines()] == ["Learning"]
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["Learning", "Trained"]


def test_minutes_end_all_processes_at_the_same_step(config: TrainConfig, tmp_path: Path) -> None:
    dataclasses.replace(config, epochs=None, minutes=0.02).save(tmp_path / "wanted.json")
    done = started(COMMAND, tmp_path / "wanted.json", tmp_path / "run", DEVICES="2")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert float(rows(tmp_path / "run")[-1]["rate"]) < 0.1 * 4e-3
    assert len(done.stdout.split("Trained")) == 2


def test_a_bad_batch_of_two_processes_is_kept_whole_and_reported_once(
    config: TrainConfig, tmp_path: Path
) -> None:
    dataclasses.replace(config, beta=1e38).save(tmp_path / "wanted.json")
    done = started(COMMAND, tmp_path / "wanted.json", tmp_path / "run", DEVICES="2")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "loss was not a number" in done.stderr
    assert np.load(tmp_path / "run" / "nan-batch.npz")["grains"].shape == (256, 64)


def test_a_schedule_ends_a_training_by_steps_or_by_time_or_on_request() -> None:
    by_steps, by_time = Schedule(epochs=2, minutes=None), Schedule(epochs=None, minutes=0.5)
    by_steps.batches = 10
    assert (by_steps.includes(19), by_steps.includes(20)) == (True, False)
    by_time.previous_seconds = 15.0
    assert by_time.progress(0) == 0.5
    by_steps.stop_requested = True
    assert not by_steps.includes(0)
