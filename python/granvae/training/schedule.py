"""How far a training has come, when it ends, and at which learning rate it is."""

import math
import time

import torch
from torch import distributed

from granvae.models.presets import OptimiserSettings
from granvae.training.distributed import several

RISE_STEPS = 200  # the learning rate rises over these, or over the first twentieth if that is less


class Schedule:
    """How far a training has come, by its steps or by the time; the same in all its processes.

    Clocks differ from process to process, and a signal may reach only one of them. If each went by
    its own, one would take a step that another waits for in vain, or take it at another rate. So
    the time is that of process 0, and a request to stop that of any, as of the last
    :meth:`synchronise`.

    Args:
        epochs: length of the training, None for no limit.
        minutes: length of the training, None for no limit. One of both is needed.
    """

    def __init__(self, epochs: int | None, minutes: float | None) -> None:
        self.epochs = epochs
        self.minutes = minutes
        self.batches = 1  # an epoch, set by the training
        self.stop_requested = False  # by a signal to this process
        self.previous_seconds = 0.0  # of a resumed run, before this process
        self._start: float | None = None
        self._shared: tuple[float, bool] | None = None  # minutes, and whether to stop

    def start(self) -> None:
        """Let the time run."""
        self._start = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Minutes of training, with those before a resumed run was stopped."""
        return self._own_minutes if self._shared is None else self._shared[0]

    @property
    def stopped(self) -> bool:
        """Whether the training is to end before its time."""
        return self.stop_requested if self._shared is None else self._shared[1]

    def progress(self, steps: int, minutes: float | None = None) -> float:
        """How much of the training is done after so many steps and minutes, 0 … 1."""
        parts = []
        if self.epochs is not None:
            parts.append(steps / (self.epochs * self.batches))
        if self.minutes is not None:
            parts.append((self.elapsed if minutes is None else minutes) / self.minutes)
        return min(1.0, max(parts))

    def includes(self, step: int) -> bool:
        """Whether step number ``step``, 0 being the first, is still part of this training."""
        return not self.stopped and self.progress(step) < 1.0

    def synchronise(self, device: torch.device, bad: bool = False) -> bool:
        """Take the time of process 0; all processes have to call it at the same moment.

        Args:
            device: whose memory the processes exchange.
            bad: something is wrong in this process.

        Returns:
            Whether something is wrong in any process.
        """
        if not several():
            return bad
        minutes = self._own_minutes if distributed.get_rank() == 0 else 0.0
        state = [minutes, self.stop_requested, bad]
        shared = torch.tensor(state, dtype=torch.float64, device=device)
        distributed.all_reduce(shared, distributed.ReduceOp.MAX)
        elapsed, stop, any_bad = shared.tolist()
        self._shared = (elapsed, bool(stop))
        return bool(any_bad)

    @property
    def _own_minutes(self) -> float:
        now = 0.0 if self._start is None else time.monotonic() - self._start
        return (self.previous_seconds + now) / 60.0


def learning_rate(settings: OptimiserSettings, step: int, progress: float) -> float:
    """The rate of a step: up in a line, then down in half a cosine.

    Loshchilov & Hutter (2017), "SGDR: Stochastic gradient descent with warm restarts", equation 5,
    without restarts.

    Args:
        settings: of the optimiser.
        step: number of the step; 0 is the first.
        progress: how much of the training is done, 0 … 1.
    """
    if not settings.anneal:
        return settings.rate
    rise = min(1.0, max((step + 1) / RISE_STEPS, progress / 0.05))
    return settings.rate * rise * 0.5 * (1.0 + math.cos(math.pi * progress))
