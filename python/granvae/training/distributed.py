"""Where a training computes, and how: devices, processes, machines, and formats of numbers."""

import math
import os
from dataclasses import dataclass

import torch
from lightning.fabric.plugins.environments.slurm import SLURMEnvironment
from lightning.fabric.plugins.environments.torchelastic import TorchElasticEnvironment
from torch import distributed

from granvae.errors import GranvaeError

DEVICES = ("cuda", "mps", "cpu")
PRECISIONS = ("auto", "32", "bf16")
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


def resolve_machine(machine: Machine) -> Machine:
    """The same without None.

    Raises:
        GranvaeError: a device that is not there, or other numbers than torchrun's or Slurm's.
    """
    if machine.strategy not in STRATEGIES:
        raise GranvaeError(
            f"There is no strategy {machine.strategy!r}; use one of {', '.join(STRATEGIES)}."
        )
    device, available = _device(machine.device)
    launched = _launched()
    devices, nodes = launched or (1, 1)
    for name, given in (("devices", devices), ("nodes", nodes)):
        asked = getattr(machine, name)
        if asked is not None and asked < 1:
            raise GranvaeError(f"A training on {asked} {name} is not possible; give 1 or more.")
        if asked is not None and launched is not None and asked != given:
            raise GranvaeError(
                f"--{name} {asked} is not what this was started with ({devices} processes on each "
                f"of {nodes} machines); leave --{name} out."
            )
    devices, nodes = machine.devices or devices, machine.nodes or nodes
    if devices > available:
        raise GranvaeError(
            f"{devices} processes need {devices} devices of the kind {device}, and this machine "
            f"has {available}; give fewer --devices, or --device cpu."
        )
    return Machine(device, devices, nodes, machine.strategy)


def in_bfloat16(precision: str, suits: bool, device: torch.device) -> bool:
    """Whether networks compute in bfloat16; weights, losses and averages never do.

    Args:
        precision: a name in `PRECISIONS`; ``auto`` does so where it suits and the hardware can.
        suits: whether it suits what is trained.
        device: that computes.
    """
    if precision == "auto":
        return suits and computes_bfloat16(device)
    return precision == "bf16"


def computes_bfloat16(device: torch.device) -> bool:
    """Whether ``device`` multiplies bfloat16 matrices in hardware.

    Elsewhere they are emulated, slower than float32. On a processor with AVX512-BF16 a training
    step of the preset ``grain`` was measured to need 0.78 of its time, one of ``paper`` 0.58. It
    is asked of the hardware, not timed: a resumed training must compute as it did before.
    """
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return device.type == "cpu" and bool(torch.cpu.get_capabilities().get("avx512_bf16", False))


def was_restarted() -> bool:
    """Whether torchrun or Slurm has restarted this training after it lost a process."""
    counts = (os.environ.get(f"{who}_RESTART_COUNT", "0") for who in ("TORCHELASTIC", "SLURM"))
    return any(count.isdigit() and int(count) > 0 for count in counts)


def several() -> bool:
    """Whether this process is training together with others."""
    joined = distributed.is_available() and distributed.is_initialized()
    return joined and distributed.get_world_size() > 1


def is_lost_process(error: Exception) -> bool:
    """Whether an error of PyTorch's says that another process cannot be reached."""
    signs = ("gloo", "nccl", "connection", "socket", "process group")
    message = str(error).lower()
    return isinstance(error, distributed.DistError) or any(sign in message for sign in signs)


def _device(asked: str | None) -> tuple[str, float]:
    """The device to train on, and how many of them this machine has."""
    available = {
        "cuda": torch.cuda.device_count() if torch.cuda.is_available() else 0,
        "mps": int(torch.backends.mps.is_available()),
        "cpu": math.inf,
    }
    device = asked or ("cuda" if available["cuda"] else "cpu")
    if device not in DEVICES:
        raise GranvaeError(f"There is no device {device!r}; use one of {', '.join(DEVICES)}.")
    if not available[device]:
        raise GranvaeError(
            f"--device {device} is not available to PyTorch {torch.__version__} on this machine; "
            "leave --device out to train on what is."
        )
    return device, available[device]


def _launched() -> tuple[int, int] | None:
    """Processes a machine and machines, as torchrun or Slurm started them; else None."""
    if TorchElasticEnvironment.detect():
        local = int(os.environ["LOCAL_WORLD_SIZE"])
        return local, int(os.environ["WORLD_SIZE"]) // local
    if SLURMEnvironment.detect():
        nodes = int(os.environ.get("SLURM_NNODES", "1"))
        return max(int(os.environ["SLURM_NTASKS"]) // nodes, 1), nodes
    return None
