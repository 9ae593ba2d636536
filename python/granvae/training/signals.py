"""Ending a training after its step on Ctrl-C and SIGTERM."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

import lightning

from granvae.training.schedule import Schedule


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
