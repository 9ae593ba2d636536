"""Trainings that several processes share, over gloo on the processor of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from granvae.errors import GranvaeError
from granvae.models.losses import sample_posterior
from granvae.training.checkpoints import FOLDER, LAST, read_checkpoint
from granvae.training.distributed import Machine
from granvae.training.schedule import Clock, tells_of_others
from support.short_training import COMMAND, of_tones, quietly, rows, shorten

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


def options(folder: Path, *more: str) -> tuple[str, ...]:
    sounds = str(folder / "sounds")
    model = ("--grain", "64", "--latent", "4", "--seed", "3", "--precision", "32")
    return (sounds, *model, "--device", "cpu", *more)


def test_two_processes_learn_as_one_even_when_one_is_killed_and_both_go_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(monkeypatch)
    quietly(of_tones(tmp_path, precision="32"), tmp_path / "one")
    train = (
        *TORCHRUN,
        COMMAND,
        *options(tmp_path, "--epochs", "4", "--out", str(tmp_path / "two")),
    )
    lost = started(*train, LOSE_AT="15")  # in the third epoch
    assert lost.returncode != 0
    assert lost.stderr.count("Another process of this training was lost") == 1
    assert "--resume" in lost.stderr
    done = started(*train, "--resume")
    assert done.returncode == 0, done.stderr
    one, two = rows(tmp_path / "one"), rows(tmp_path / "two")
    assert [row["step"] for row in two] == ["6", "12", "18", "24"]
    for name in ("rate", "train_loss", "val_loss", "val_si_sdr_db"):
        expected, got = (np.array([float(row[name]) for row in run]) for run in (one, two))
        np.testing.assert_allclose(got[0], expected[0], rtol=1e-3, atol=5e-3)
        # Sums in another order differ in their last bits, and every step makes more of it.
        np.testing.assert_allclose(got, expected, rtol=2e-2, atol=2e-2)
    assert read_checkpoint(tmp_path / "two" / FOLDER / LAST)["granvae"]["processes"] == 2
    # Only one of both tells.
    assert [line.split()[0] for line in lost.stdout.splitlines()] == ["Learning"]
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["Learning", "Trained"]


def test_minutes_end_all_processes_at_the_same_step(tmp_path: Path) -> None:
    of_tones(tmp_path)
    out = tmp_path / "run"
    done = started(
        COMMAND, *options(tmp_path, "--minutes", "0.02", "--devices", "2", "--out", str(out))
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    rates = [float(row["rate"]) for row in rows(out)]
    assert rates[-1] < 0.1 * max(rates)
    assert len(done.stdout.split("Trained")) == 2


def test_a_bad_batch_of_two_processes_is_kept_whole_and_told_once(tmp_path: Path) -> None:
    of_tones(tmp_path)
    out = tmp_path / "run"
    done = started(
        COMMAND,
        *options(tmp_path, "--epochs", "4", "--beta", "1e38", "--devices", "2", "--out", str(out)),
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "loss was not a number" in done.stderr
    assert np.load(out / "nan-batch.npz")["grains"].shape == (256, 64)


def test_processes_that_cannot_share_a_batch_are_told_so_and_leave_no_folder(
    tmp_path: Path,
) -> None:
    config, out = of_tones(tmp_path), tmp_path / "run"
    with pytest.raises(GranvaeError, match="batch of 256 grains cannot be shared by 3 processes"):
        quietly(config, out, machine=Machine("cpu", devices=3))
    assert not out.exists()


@pytest.mark.parametrize("world", [2, 4])
def test_the_noise_of_all_shares_is_that_of_the_whole_batch(world: int) -> None:
    mean, spread = torch.randn(8, 3), torch.randn(8, 3)
    whole = sample_posterior(mean, spread, torch.Generator().manual_seed(1))
    parts = [
        sample_posterior(m, s, torch.Generator().manual_seed(1), (rank, world))
        for rank, (m, s) in enumerate(zip(mean.chunk(world), spread.chunk(world), strict=True))
    ]
    assert torch.equal(torch.cat(parts), whole)


def test_a_clock_ends_a_training_by_steps_or_by_time_or_when_it_is_asked() -> None:
    by_steps, by_time = Clock(epochs=2, minutes=None), Clock(epochs=None, minutes=0.5)
    by_steps.batches = 10
    assert (by_steps.wants(19), by_steps.wants(20)) == (True, False)
    by_time.spent = 15.0
    assert by_time.progress(0) == 0.5
    by_steps.asked = True
    assert not by_steps.wants(0)


def test_only_errors_that_name_a_connection_tell_of_another_process() -> None:
    assert tells_of_others(RuntimeError("[gloo/transport/tcp/pair.cc:537] Connection reset"))
    assert not tells_of_others(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
