"""Where a training computes: which device, and how many of them on how many machines."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch
from lightning.fabric.plugins.environments.slurm import SLURMEnvironment
from lightning.fabric.plugins.environments.torchelastic import TorchElasticEnvironment

from granvae.errors import GranvaeError

DEVICES = ("cuda", "mps", "cpu")
STRATEGIES = ("auto", "ddp", "ddp_find_unused_parameters_true")


@dataclass(frozen=True)
class Machine:
    """Where to train; it does not decide what is learned, and may change when a run is resumed.

    Attributes:
        device: a name in `DEVICES`; None takes cuda where there is one, or else the processor.
            mps, Apple's, has to be asked for: models as small as these gain little from it.
        devices: processes on each machine, each with a device of its own; None takes as many as
            torchrun or Slurm started here, or 1.
        nodes: machines; None takes those of torchrun or Slurm, or 1.
        strategy: how the processes work together, a name in `STRATEGIES`. All of them hold the
            whole model; those of Lightning's that divide it save nothing at these sizes.
    """

    device: str | None = None
    devices: int | None = None
    nodes: int | None = None
    strategy: str = "auto"


def resolved(machine: Machine) -> Machine:
    """The same with nothing left open.

    Raises:
        GranvaeError: a device that is not there, or other numbers than torchrun's or Slurm's.
    """
    if machine.strategy not in STRATEGIES:
        raise GranvaeError(
            f"There is no strategy {machine.strategy!r}; use one of {', '.join(STRATEGIES)}."
        )
    device = _device(machine.device)
    started = _started()
    devices, nodes = started or (1, 1)
    for name, asked, given in (
        ("devices", machine.devices, devices),
        ("nodes", machine.nodes, nodes),
    ):
        if asked is not None and asked < 1:
            raise GranvaeError(f"A training on {asked} {name} is not possible; give 1 or more.")
        if asked is not None and started is not None and asked != given:
            raise GranvaeError(
                f"--{name} {asked} is not what this was started with ({devices} processes on each "
                f"of {nodes} machines); leave --{name} out."
            )
    devices, nodes = machine.devices or devices, machine.nodes or nodes
    here = {"cuda": torch.cuda.device_count(), "mps": 1}.get(device)
    if here is not None and devices > here:
        raise GranvaeError(
            f"{devices} processes need {devices} devices of the kind {device}, and this machine "
            f"has {here}; give fewer --devices, or --device cpu."
        )
    return Machine(device, devices, nodes, machine.strategy)


def restarted() -> bool:
    """Whether torchrun or Slurm started this training again, after a process of it was lost."""
    counts = (os.environ.get(f"{who}_RESTART_COUNT", "0") for who in ("TORCHELASTIC", "SLURM"))
    return any(count.isdigit() and int(count) > 0 for count in counts)


def _device(asked: str | None) -> str:
    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if asked is None:
        return "cuda" if there["cuda"] else "cpu"
    if asked not in DEVICES:
        raise GranvaeError(f"There is no device {asked!r}; use one of {', '.join(DEVICES)}.")
    if not there[asked]:
        raise GranvaeError(
            f"--device {asked} is not available to PyTorch {torch.__version__} on this machine; "
            "leave --device out to train on what is."
        )
    return asked


def _started() -> tuple[int, int] | None:
    """Processes a machine and machines, as torchrun or Slurm started them; else None."""
    read = os.environ
    if TorchElasticEnvironment.detect():
        here = int(read["LOCAL_WORLD_SIZE"])
        return here, int(read["WORLD_SIZE"]) // here
    if SLURMEnvironment.detect():
        nodes = int(read.get("SLURM_NNODES", "1"))
        return max(int(read["SLURM_NTASKS"]) // nodes, 1), nodes
    return None
