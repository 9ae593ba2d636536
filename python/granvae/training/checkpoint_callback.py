"""Keeping what a training has learned: its checkpoints and its figures, without holding it up."""

from __future__ import annotations

import contextlib
import csv
import time
from pathlib import Path
from typing import Any

import lightning
from lightning.fabric.plugins import CheckpointIO
from torch import Tensor

from granvae.errors import GranvaeError
from granvae.training.checkpoints import BEST, FOLDER, LAST, read_checkpoint, write_checkpoint
from granvae.training.lightning_module import Learner
from granvae.training.run_folder import METRICS, write_text

# Short epochs are kept in memory first: this is what a killed process loses, beside the epoch that
# it was in. An end of the training that the process lives to see loses nothing.
WRITE_SECONDS = 60.0


class Snapshots(CheckpointIO):
    """Takes Lightning's checkpoints into memory, for the keeper to write when it is time.

    Attributes:
        taken: the newest, in the memory of the processor; empty before the first.
    """

    def __init__(self) -> None:
        self.taken: dict[str, Any] = {}

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any | None = None
    ) -> None:
        self.taken = _copied(checkpoint)

    def load_checkpoint(
        self, path: str | Path, map_location: Any | None = None, weights_only: bool | None = None
    ) -> dict[str, Any]:
        return read_checkpoint(Path(path))

    def remove_checkpoint(self, path: str | Path) -> None:
        Path(path).unlink(missing_ok=True)


class Keeper(lightning.Callback):
    """At the end of every epoch: a line in ``metrics.csv`` and, when due, the checkpoints.

    They are due after the first epoch, `WRITE_SECONDS` after the last time, and at the end of the
    training, whatever ends it. ``best.ckpt`` is of the epoch with the lowest validation loss, even
    if that was not due. Only process 0 writes.

    Args:
        folder: of the run.
        step: the training resumes after this step; lines of later steps are forgotten.
        snapshots: where the trainer puts its checkpoints.
    """

    def __init__(self, folder: Path, step: int, snapshots: Snapshots) -> None:
        self.folder = folder
        self.snapshots = snapshots
        self._last: dict[str, Any] = {}  # not written yet; empty when it is
        self._best: dict[str, Any] = {}
        self._due = time.monotonic()
        path = folder / METRICS
        self.rows: list[dict[str, Any]] = []
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                self.rows = [row for row in csv.DictReader(file) if int(row["step"]) <= step]

    def on_train_epoch_end(self, trainer: lightning.Trainer, learner: Any) -> None:
        learner.epochs_done += 1
        learner.clock.agree(learner.device)
        improved = learner.figures["val_loss"] < learner.best
        if improved:
            learner.best = learner.figures["val_loss"]
        trainer.save_checkpoint(self.folder / FOLDER / LAST)
        trainer.should_stop = learner.finished
        if not trainer.is_global_zero:
            return
        self._note(learner)
        self._last = self.snapshots.taken
        if improved:
            self._best = self._last
        if time.monotonic() >= self._due:
            self._write()

    def on_train_end(self, trainer: lightning.Trainer, learner: Any) -> None:
        self._write()
        trainer.strategy.barrier()  # the others read the run when it is written

    def on_exception(
        self, trainer: lightning.Trainer, learner: Any, exception: BaseException
    ) -> None:
        with contextlib.suppress(GranvaeError):  # the exception itself is what has to be told
            self._write()

    def _write(self) -> None:
        last, best = self._last, self._best
        self._last, self._best = {}, {}  # what could not be written is not tried again
        if not last:
            return
        here = self.folder / FOLDER
        # The best one first: a process killed in between goes on from the one that came further,
        # and must not believe in a best one that was never written. Where both are the same, it is
        # still written twice: a file that is damaged later leaves another.
        if best:
            write_checkpoint(best, here / BEST)
        write_checkpoint(last, here / LAST)
        self._due = time.monotonic() + WRITE_SECONDS

    def _note(self, learner: Learner) -> None:
        figures = {name: f"{value:.6g}" for name, value in learner.figures.items()}
        self.rows.append({"epoch": learner.epochs_done, "step": learner.global_step, **figures})
        lines = [",".join(self.rows[-1])]
        lines += [",".join(str(row[name]) for name in self.rows[-1]) for row in self.rows]
        write_text(self.folder / METRICS, "\n".join(lines) + "\n")


def _copied(value: Any) -> Any:
    """The same with tensors of its own: those of a training go on changing in their place."""
    if isinstance(value, Tensor):
        return value.detach().to("cpu", copy=True)
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_copied(one) for one in value]
    return value
