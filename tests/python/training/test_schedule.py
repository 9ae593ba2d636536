"""Trainings that several processes share, over gloo on the processor of this machine."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from granvae.training.config import TrainConfig
from granvae.training.schedule import Schedule
from support.short_training import COMMAND, checkpoint, column

TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")


Process = subprocess.CompletedProcess[str]


@pytest.fixture
def start(config: TrainConfig, out: Path, tmp_path: Path) -> Callable[..., Process]:
    """Runs a training in an environment where nobody else has started anything."""
    launchers = ("SLURM_", "TORCHELASTIC_", "MASTER_", "RANK", "WORLD_SIZE", "LOCAL_", "NODE_RANK")
    own = {name: v for name, v in os.environ.items() if not name.startswith(launchers)}
    own |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1"}

    def start(*options: str, launcher: Any = (), **changes: Any) -> Process:
        environment = {
            name: changes.pop(name) for name in ("DEVICES", "LOSE_AT") if name in changes
        }
        dataclasses.replace(config, **changes).save(tmp_path / "wanted.json")
        command = [sys.executable, *launcher, COMMAND, tmp_path / "wanted.json", out, *options]
        return subprocess.run(
            command, env=own | environment, capture_output=True, text=True, timeout=1800
        )

    return start


def test_two_processes_learn_as_one_even_when_one_is_killed_and_both_go_on_later(
    trained, start, out: Path
) -> None:
    lost = start(launcher=TORCHRUN, LOSE_AT="15")  # in the third epoch
    assert lost.returncode != 0
    assert lost.stderr.count("Another process of this training was lost") == 1
    assert "--resume" in lost.stderr
    done = start("resume", launcher=TORCHRUN)
    assert done.returncode == 0, done.stderr
    one = trained("grain").run.folder
    assert column(out, "step") == [6, 12, 18, 24]
    # Sums in another order differ in their last bits, and every step makes more of it: weights that
    # are moved by 1e-7 at first are 0.03 dB apart after four epochs.
    for name, first, later in (
        ("rate", 1e-6, 1e-6),
        ("train_loss", 5e-3, 2e-2),
        ("val_loss", 1e-2, 4e-2),
        ("val_si_sdr_db", 3e-2, 6e-2),
    ):
        expected, actual = column(one, name), column(out, name)
        np.testing.assert_allclose(actual[0], expected[0], rtol=0.0, atol=first, err_msg=name)
        np.testing.assert_allclose(actual, expected, rtol=0.0, atol=later, err_msg=name)
    assert checkpoint(out)["granvae"]["processes"] == 2
    # Only one of both reports.
    assert [line.split()[0] for line in lost.stdout.splitlines()] == ["Learning"]
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["Learning", "Trained"]


def test_minutes_end_all_processes_at_the_same_step(start, out: Path) -> None:
    done = start(epochs=None, minutes=0.02, DEVICES="2")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert column(out, "rate")[-1] < 0.1 * 4e-3
    assert len(done.stdout.split("Trained")) == 2


def test_a_bad_batch_of_two_processes_is_kept_whole_and_reported_once(start, out: Path) -> None:
    done = start(beta=1e38, DEVICES="2")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "loss was not a number" in done.stderr
    assert np.load(out / "nan-batch.npz")["grains"].shape == (256, 64)


def test_a_schedule_ends_a_training_by_steps_or_by_time_or_on_request() -> None:
    by_steps, by_time = Schedule(epochs=2, minutes=None), Schedule(epochs=None, minutes=0.5)
    by_steps.batches = 10
    assert (by_steps.includes(19), by_steps.includes(20)) == (True, False)
    by_time.previous_seconds = 15.0
    assert by_time.progress(0) == 0.5
    by_steps.stop_requested = True
    assert not by_steps.includes(0)
