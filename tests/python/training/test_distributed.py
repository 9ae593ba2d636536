import dataclasses

import pytest
import torch

from granvae.errors import GranvaeError
from granvae.models.presets import find_model_preset
from granvae.training import distributed
from granvae.training.distributed import Machine, is_lost_process, resolve_machine
from support.short_training import SHORT


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No GPU, and nobody started this but the test."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    for name in ("TORCHELASTIC_RUN_ID", "SLURM_NTASKS", "TORCHELASTIC_RESTART_COUNT"):
        monkeypatch.delenv(name, raising=False)


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


TORCHRUN = {"TORCHELASTIC_RUN_ID": "a", "LOCAL_WORLD_SIZE": "4", "WORLD_SIZE": "8"}
SLURM = {"SLURM_NTASKS": "16", "SLURM_NNODES": "2", "SLURM_JOB_NAME": "learn"}


@pytest.mark.parametrize(
    ("environment", "machine", "restarted"),
    [
        ({}, Machine("cpu", 1, 1), False),
        ({**TORCHRUN, "TORCHELASTIC_RESTART_COUNT": "1"}, Machine("cpu", 4, 2), True),
        (SLURM, Machine("cpu", 8, 2), False),
        ({**SLURM, "SLURM_RESTART_COUNT": "2"}, Machine("cpu", 8, 2), True),
        # A shell on a node, where one tries things.
        ({**SLURM, "SLURM_JOB_NAME": "bash"}, Machine("cpu", 1, 1), False),
    ],
)
def test_the_numbers_of_torchrun_and_slurm_are_taken(
    environment: dict[str, str], machine: Machine, restarted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert resolve_machine(Machine()) == machine
    assert distributed.was_restarted() == restarted
    if machine.devices > 1:
        sentence = f"--devices 3 is not what .*{machine.devices} processes on each of 2"
        with pytest.raises(GranvaeError, match=sentence):
            resolve_machine(Machine(devices=3))


def test_only_errors_that_name_a_connection_are_of_a_lost_process() -> None:
    assert is_lost_process(RuntimeError("[gloo/transport/tcp/pair.cc:537] Connection reset"))
    assert not is_lost_process(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))


def test_a_training_in_bfloat16_is_another_one_but_as_good(learn, tmp_path) -> None:
    budget = dataclasses.replace(SHORT, epoch_batches=(20, 20), validation_grains=256)
    runs = [
        learn(out=tmp_path / precision, budget=budget, epochs=2, precision=precision).run
        for precision in ("32", "bf16")
    ]
    plain, mixed = (run.summary["val_si_sdr_db"] for run in runs)
    assert plain != mixed
    assert mixed == pytest.approx(plain, abs=1.0)
    assert all(p.dtype == torch.float32 for run in runs for p in run.model.parameters())


@pytest.mark.parametrize("capable", [False, True])
def test_a_precision_that_was_asked_for_is_taken_whatever_the_hardware(
    monkeypatch: pytest.MonkeyPatch, capable: bool
) -> None:
    assert not distributed.computes_bfloat16(torch.device("mps"))  # of which nothing is known
    assert not find_model_preset("paper-original").optimiser.mixed
    processor = torch.device("cpu")
    monkeypatch.setattr(distributed, "computes_bfloat16", lambda device: capable)
    assert distributed.in_bfloat16("bf16", False, processor)
    assert not distributed.in_bfloat16("32", True, processor)
    assert distributed.in_bfloat16("auto", True, processor) == capable
    assert not distributed.in_bfloat16("auto", False, processor)
