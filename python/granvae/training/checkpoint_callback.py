"""Writing checkpoints and metrics of a training without holding it up."""

import contextlib
import csv
import io
import time
from pathlib import Path
from typing import Any

import lightning
from lightning.fabric.plugins import CheckpointIO
from lightning_utilities.core.apply_func import apply_to_collection
from torch import Tensor

from granvae.data.atomic_write import atomic_write
from granvae.errors import GranvaeError
from granvae.training import checkpoints
from granvae.training.checkpoints import BEST, FOLDER, LAST, Checkpoint
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.run_folder import METRICS


class MemoryCheckpointIO(CheckpointIO):
    """Keeps the newest of Lightning's checkpoints in memory, for `CheckpointCallback` to write.

    Attributes:
        newest: in the memory of the processor; empty before the first.
    """

    def __init__(self) -> None:
        self.newest: Checkpoint = {}

    def save_checkpoint(self, checkpoint: Checkpoint, *_: object, **__: object) -> None:
        # A training changes its tensors in place.
        self.newest = apply_to_collection(
            checkpoint, Tensor, lambda tensor: tensor.detach().to("cpu", copy=True)
        )

    def load_checkpoint(self, path: str | Path, *_: object, **__: object) -> Checkpoint:
        return checkpoints.read_checkpoint(Path(path))

    def remove_checkpoint(self, path: str | Path) -> None:
        Path(path).unlink(missing_ok=True)


class CheckpointCallback(lightning.Callback):
    """At the end of every epoch: a line in ``metrics.csv`` and, when due, the checkpoints.

    They are due after the first epoch, ``write_seconds`` after the last time, and at the end of
    the training, whatever ends it. ``best.ckpt`` is of the epoch with the lowest validation loss,
    even if that was not due. Only process 0 writes.

    Args:
        folder: of the run.
        step: the training resumes after this step; lines of later steps are dropped.
        memory: where the trainer puts its checkpoints.
        write_seconds: between two writings.
    """

    def __init__(
        self, folder: Path, step: int, memory: MemoryCheckpointIO, write_seconds: float
    ) -> None:
        self.folder = folder
        self.memory = memory
        self.write_seconds = write_seconds
        self._last: Checkpoint = {}  # not written yet; empty when it is
        self._best: Checkpoint = {}
        self._due = time.monotonic()
        self.rows: list[dict[str, Any]] = []
        path = folder / METRICS
        if path.is_file():
            lines = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            self.rows = [row for row in lines if int(row["step"]) <= step]

    def on_train_epoch_end(self, trainer: lightning.Trainer, module: Any) -> None:
        module.epochs_done += 1
        module.schedule.synchronise(module.device)
        improved = module.metrics["val_loss"] < module.best_loss
        if improved:
            module.best_loss = module.metrics["val_loss"]
        trainer.save_checkpoint(self.folder / FOLDER / LAST)
        trainer.should_stop = not module.schedule.includes(module.global_step)
        if not trainer.is_global_zero:
            return
        self._write_metrics(module)
        self._last = self.memory.newest
        if improved:
            self._best = self._last
        if time.monotonic() >= self._due:
            self._write_checkpoints()

    def on_train_end(self, trainer: lightning.Trainer, module: Any) -> None:
        self._write_checkpoints()
        trainer.strategy.barrier()  # the other processes read the run once it is written

    def on_exception(self, *_: object) -> None:
        with contextlib.suppress(GranvaeError):  # the exception itself is what to report
            self._write_checkpoints()

    def _write_checkpoints(self) -> None:
        last, best = self._last, self._best
        self._last, self._best = {}, {}  # what could not be written is not tried again
        if not last:
            return
        # The best one first: a process killed in between resumes from the newer one, which must
        # not name a best loss whose weights were never written. Where both are the same, it is
        # still written twice: if one file is damaged later, the other serves.
        if best:
            checkpoints.write_checkpoint(best, self.folder / FOLDER / BEST)
        checkpoints.write_checkpoint(last, self.folder / FOLDER / LAST)
        self._due = time.monotonic() + self.write_seconds

    def _write_metrics(self, module: GrainLightningModule) -> None:
        metrics = {name: f"{value:.6g}" for name, value in module.metrics.items()}
        self.rows.append({"epoch": module.epochs_done, "step": module.global_step, **metrics})
        columns, text = list(self.rows[-1]), io.StringIO()
        table = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
        table.writeheader()
        table.writerows(self.rows)
        with atomic_write(self.folder / METRICS) as part:
            part.write_text(text.getvalue(), encoding="utf-8")
