from __future__ import annotations

from pathlib import Path

import pytest
import torch

from granvae.errors import GranvaeError
from granvae.training.config import TrainConfig
from granvae.training.distributed import (
    Machine,
    is_lost_process,
    resolve_machine,
    was_restarted,
)
from support.short_training import quietly


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No GPU, and nobody started this but the test."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    for name in ("TORCHELASTIC_RUN_ID", "SLURM_NTASKS", "TORCHELASTIC_RESTART_COUNT"):
        monkeypatch.delenv(name, raising=False)


def test_a_training_takes_one_processor_where_nothing_better_is_there() -> None:
    assert resolve_machine(Machine()) == Machine("cpu", 1, 1, "auto")


def test_a_gpu_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert resolve_machine(Machine()).device == "cuda"
    assert resolve_machine(Machine(device="cpu", devices=3)) == Machine("cpu", 3, 1, "auto")
    with pytest.raises(GranvaeError, match="3 devices of the kind cuda, and this machine has 2"):
        resolve_machine(Machine(devices=3))


@pytest.mark.parametrize(
    ("machine", "sentence"),
    [
        (Machine("cuda"), "--device cuda is not available.*leave --device out"),
        (Machine("mps"), "--device mps is not available"),
        (Machine("abacus"), "no device 'abacus'; use one of cuda, mps, cpu"),
        (Machine(strategy="fsdp"), "no strategy 'fsdp'"),
        (Machine(devices=0), "0 devices is not possible"),
        (Machine(nodes=-1), "-1 nodes is not possible"),
    ],
)
def test_a_machine_that_is_not_there_is_one_sentence(machine: Machine, sentence: str) -> None:
    with pytest.raises(GranvaeError, match=sentence) as caught:
        resolve_machine(machine)
    assert "\n" not in str(caught.value)


def test_the_numbers_of_torchrun_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"RUN_ID": "a", "RESTART_COUNT": "1"}.items():
        monkeypatch.setenv(f"TORCHELASTIC_{name}", value)
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "4")
    monkeypatch.setenv("WORLD_SIZE", "8")
    assert resolve_machine(Machine()) == Machine("cpu", 4, 2, "auto")
    assert was_restarted()
    with pytest.raises(GranvaeError, match=r"--devices 3 is not what .*4 processes on each of 2"):
        resolve_machine(Machine(devices=3))


def test_the_numbers_of_slurm_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"NTASKS": "16", "NNODES": "2", "JOB_NAME": "learn"}.items():
        monkeypatch.setenv(f"SLURM_{name}", value)
    assert resolve_machine(Machine()) == Machine("cpu", 8, 2, "auto")
    assert not was_restarted()
    monkeypatch.setenv("SLURM_RESTART_COUNT", "2")
    assert was_restarted()
    monkeypatch.setenv("SLURM_JOB_NAME", "bash")  # a shell on a node, where one tries things
    assert resolve_machine(Machine()) == Machine("cpu", 1, 1, "auto")


def test_a_device_that_is_not_there_leaves_no_folder(config: TrainConfig, tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match="--device cuda is not available"):
        quietly(config, tmp_path / "run", machine=Machine("cuda"))
    assert not (tmp_path / "run").exists()


def test_processes_that_cannot_share_a_batch_leave_no_folder(
    config: TrainConfig, tmp_path: Path
) -> None:
    with pytest.raises(GranvaeError, match="batch of 256 grains cannot be shared by 3 processes"):
        quietly(config, tmp_path / "run", machine=Machine("cpu", devices=3))
    assert not (tmp_path / "run").exists()


def test_only_errors_that_name_a_connection_are_of_a_lost_process() -> None:
    assert is_lost_process(RuntimeError("[gloo/transport/tcp/pair.cc:537] Connection reset"))
    assert not is_lost_process(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
