"""Noticing that the validation loss no longer falls."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import lightning

PATIENCE = 10  # epochs without a lower validation loss, at least
PATIENT_SHARE = 0.2  # of all epochs so far, at least

_STOPS = "Stopping early; the best weights are kept."
_ADVICE = (
    "The best weights are kept: stop with Ctrl-C, train with --stop-early, or give more sounds."
)


class Plateau:
    """Whether the validation loss still falls.

    It no longer does when the lowest one is `PATIENCE` epochs old, and a share of `PATIENT_SHARE`
    of all epochs so far: late in a training, where the steps are small, falling takes longer.
    """

    def __init__(self) -> None:
        self.best = math.inf
        self.best_epoch = 0
        self.training_at_best = math.inf  # loss
        self.reported = False

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


class PlateauCallback(lightning.Callback):
    """Reports a plateau once, and ends the training there if asked.

    It comes after the callback that writes checkpoints.

    Args:
        stop: whether to end the training.
        say: takes a line for the user.
    """

    def __init__(self, stop: bool, say: Callable[[str], None]) -> None:
        self.stop = stop
        self.say = say
        self.plateau = Plateau()

    def on_train_epoch_end(self, trainer: lightning.Trainer, module: Any) -> None:
        sentence = self.plateau.after_epoch(
            module.epochs_done, module.metrics["val_loss"], module.metrics["train_loss"]
        )
        if sentence and not trainer.should_stop:
            trainer.should_stop = self.stop
            if trainer.is_global_zero:
                self.say(f"{sentence} {_STOPS if self.stop else _ADVICE}")
