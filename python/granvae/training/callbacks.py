"""What happens around the steps of a training: its ends by a signal or a plateau, its bar."""

from __future__ import annotations

import math
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import lightning
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from granvae.training.schedule import Schedule

PATIENCE = 10  # epochs without a lower validation loss, at least
PATIENT_SHARE = 0.2  # of all epochs so far, at least

_STOPS = "Stopping early; the best weights are kept."
_ADVICE = (
    "The best weights are kept: stop with Ctrl-C, train with --stop-early, or give more sounds."
)


class StopOnSignals(lightning.Callback):
    """Ends a training after its step on Ctrl-C or SIGTERM, by which clusters end jobs.

    A second signal ends it at once. Enter it as a context around the training as well: leaving it
    restores the handlers.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self._previous: dict[signal.Signals, Any] = {}

    def __enter__(self) -> StopOnSignals:
        if threading.current_thread() is threading.main_thread():  # others may not set handlers
            self._previous = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
            signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def on_train_start(self, trainer: lightning.Trainer, module: Any) -> None:
        # Not before: a process that waits for a lost one has no step to end after. And Lightning's
        # own handler would talk to the other processes while they already talk.
        if self._previous:
            signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.schedule.stop_requested = True
        default = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
        signal.signal(number, default)


class PlateauCallback(lightning.Callback):
    """Reports once that the validation loss no longer falls, and ends the training there if asked.

    It no longer does when the lowest one is `PATIENCE` epochs old, and a share of `PATIENT_SHARE`
    of all epochs so far: late in a training, where the steps are small, falling takes longer. The
    callback comes after the one that writes checkpoints.

    Args:
        stop: whether to end the training.
        say: takes a line for the user.
    """

    def __init__(self, stop: bool, say: Callable[[str], None]) -> None:
        self.stop = stop
        self.say = say
        self.best = math.inf
        self.best_epoch = 0
        self.training_at_best = math.inf  # loss
        self.reported = False

    def on_train_epoch_end(self, trainer: lightning.Trainer, module: Any) -> None:
        losses = module.metrics["val_loss"], module.metrics["train_loss"]
        sentence = self.after_epoch(module.epochs_done, *losses)
        if sentence and not trainer.should_stop:
            trainer.should_stop = self.stop
            if trainer.is_global_zero:
                self.say(f"{sentence} {_STOPS if self.stop else _ADVICE}")

    def after_epoch(self, epoch: int, validation: float, training: float) -> str:
        """A sentence in the epoch in which a plateau is found; else nothing.

        Args:
            epoch: epochs so far, this one included.
            validation: its validation loss.
            training: its training loss.
        """
        if validation < self.best:
            self.best, self.best_epoch, self.training_at_best = validation, epoch, training
            self.reported = False
            return ""
        waited = epoch - self.best_epoch
        if self.reported or waited < max(PATIENCE, PATIENT_SHARE * epoch):
            return ""
        self.reported = True
        why = (
            "while the training loss still falls: the training sounds are being memorised"
            if training < self.training_at_best
            else "and the training loss no longer falls either"
        )
        return (
            f"The validation loss has not fallen for {waited} epochs (lowest {self.best:.4g} after "
            f"epoch {self.best_epoch}), {why}."
        )


class TrainingProgressBar(lightning.Callback):
    """One bar for the whole training."""

    def __init__(self, console: Console) -> None:
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self.task = self.bar.add_task("training", total=1.0)

    def on_train_start(self, trainer: lightning.Trainer, module: Any) -> None:
        self.bar.start()

    def on_train_batch_end(
        self, trainer: lightning.Trainer, module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        self.bar.update(self.task, completed=module.progress)

    def on_train_epoch_end(self, trainer: lightning.Trainer, module: Any) -> None:
        ratio = f"epoch {module.epochs_done}: {module.metrics['val_si_sdr_db']:.1f} dB"
        self.bar.update(self.task, description=f"training, {ratio}")

    def teardown(self, trainer: lightning.Trainer, module: Any, stage: str) -> None:
        self.bar.stop()
