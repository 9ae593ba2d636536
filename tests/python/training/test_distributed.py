from __future__ import annotations

import dataclasses

import pytest
import torch

from granvae.errors import GranvaeError
from granvae.training.distributed import Machine, resolved, restarted
from support.short_training import of_tones, quietly, shorten


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No GPU, and nobody started this but the test."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    for name in ("TORCHELASTIC_RUN_ID", "SLURM_NTASKS", "TORCHELASTIC_RESTART_COUNT"):
        monkeypatch.delenv(name, raising=False)


def test_a_training_takes_one_processor_where_nothing_better_is_there() -> None:
    assert resolved(Machine()) == Machine("cpu", 1, 1, "auto")


def test_a_gpu_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert resolved(Machine()).device == "cuda"
    assert resolved(Machine(device="cpu", devices=3)) == Machine("cpu", 3, 1, "auto")
    with pytest.raises(GranvaeError, match="3 devices of the kind cuda, and this machine has 2"):
        resolved(Machine(devices=3))


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
        resolved(machine)
    assert "\n" not in str(caught.value)


def test_the_numbers_of_torchrun_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"RUN_ID": "a", "RESTART_COUNT": "1"}.items():
        monkeypatch.setenv(f"TORCHELASTIC_{name}", value)
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "4")
    monkeypatch.setenv("WORLD_SIZE", "8")
    assert resolved(Machine()) == Machine("cpu", 4, 2, "auto")
    assert restarted()
    with pytest.raises(GranvaeError, match=r"--devices 3 is not what .*4 processes on each of 2"):
        resolved(Machine(devices=3))


def test_the_numbers_of_slurm_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"NTASKS": "16", "NNODES": "2", "JOB_NAME": "learn"}.items():
        monkeypatch.setenv(f"SLURM_{name}", value)
    assert resolved(Machine()) == Machine("cpu", 8, 2, "auto")
    assert not restarted()
    monkeypatch.setenv("SLURM_RESTART_COUNT", "2")
    assert restarted()
    monkeypatch.setenv("SLURM_JOB_NAME", "bash")  # a shell on a node, where one tries things
    assert resolved(Machine()) == Machine("cpu", 1, 1, "auto")


def test_a_device_that_is_not_there_leaves_no_folder(tmp_path, monkeypatch) -> None:
    shorten(monkeypatch)
    with pytest.raises(GranvaeError, match="--device cuda is not available"):
        quietly(of_tones(tmp_path), tmp_path / "run", machine=Machine("cuda"))
    assert not (tmp_path / "run").exists()


def test_a_precision_that_is_not_known_leaves_no_folder(tmp_path, monkeypatch) -> None:
    shorten(monkeypatch)
    config = dataclasses.replace(of_tones(tmp_path), precision="16")
    with pytest.raises(GranvaeError, match="no precision '16'; use one of auto, 32, bf16"):
        quietly(config, tmp_path / "run")
    assert not (tmp_path / "run").exists()
