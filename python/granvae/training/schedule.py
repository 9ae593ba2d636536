"""The processes that share one training, and what they have to agree on."""

from __future__ import annotations

import time

import torch
from torch import distributed


def several() -> bool:
    """Whether this process trains together with others, now."""
    return (
        distributed.is_available()
        and distributed.is_initialized()
        and distributed.get_world_size() > 1
    )


def summed(values: list[float], device: torch.device) -> list[float]:
    """Each value summed over all processes; every process has to call it with as many values."""
    if not several():
        return values
    together = torch.tensor(values, dtype=torch.float64, device=device)
    distributed.all_reduce(together)
    return [float(value) for value in together.tolist()]


def tells_of_others(error: Exception) -> bool:
    """Whether an error of PyTorch's says that another process cannot be reached."""
    words = ("gloo", "nccl", "connection", "socket", "process group")
    return isinstance(error, distributed.DistError) or any(w in str(error).lower() for w in words)


class Clock:
    """How far a training has come, by its steps or by the time; the same on all its processes.

    Clocks differ from process to process, and a signal may reach only one of them. If each went by
    its own, one would take a step that another waits for in vain, or take it at another rate. So
    the time is that of process 0, and a wish to stop that of any, as of the last :meth:`agree`.

    Args:
        epochs: length of the training, None for no limit.
        minutes: length of the training, None for no limit. One of both is needed.
    """

    def __init__(self, epochs: int | None, minutes: float | None) -> None:
        self.epochs = epochs
        self.minutes = minutes
        self.batches = 1  # an epoch, set by the training
        self.asked = False  # to stop, by a signal to this process
        self.spent = 0.0  # seconds, in sessions before this one
        self._begun: float | None = None
        self._agreed: tuple[float, bool] | None = None  # minutes, and whether to stop

    def start(self) -> None:
        """Let the time run."""
        self._begun = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Minutes of training, over all sessions of a resumed run."""
        return self._own if self._agreed is None else self._agreed[0]

    @property
    def stopped(self) -> bool:
        """Whether the training is to end before its time."""
        return self.asked if self._agreed is None else self._agreed[1]

    def progress(self, steps: int, minutes: float | None = None) -> float:
        """How much of the training is done after so many steps and minutes, 0 … 1."""
        parts = []
        if self.epochs is not None:
            parts.append(steps / (self.epochs * self.batches))
        if self.minutes is not None:
            parts.append((self.elapsed if minutes is None else minutes) / self.minutes)
        return min(1.0, max(parts))

    def wants(self, step: int) -> bool:
        """Whether step number ``step``, 0 being the first, is still part of this training."""
        return not self.stopped and self.progress(step) < 1.0

    def agree(self, device: torch.device, bad: bool = False) -> bool:
        """Set this clock by that of process 0; all processes have to call it at the same moment.

        Args:
            device: whose memory the processes exchange.
            bad: something is wrong in this process.

        Returns:
            Whether something is wrong in any process.
        """
        if not several():
            return bad
        minutes = self._own if distributed.get_rank() == 0 else 0.0
        mine = torch.tensor([minutes, self.asked, bad], dtype=torch.float64, device=device)
        distributed.all_reduce(mine, distributed.ReduceOp.MAX)
        elapsed, asked, wrong = mine.tolist()
        self._agreed = (elapsed, bool(asked))
        return bool(wrong)

    @property
    def _own(self) -> float:
        now = 0.0 if self._begun is None else time.monotonic() - self._begun
        return (self.spent + now) / 60.0
