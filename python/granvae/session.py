"""What happens around a training: keeping checkpoints, telling how it goes, stopping on Ctrl-C."""

from __future__ import annotations

import contextlib
import csv
import logging
import signal
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import lightning
import torch
from lightning.fabric.plugins import CheckpointIO
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import Tensor
from torch.utils.data import IterableDataset

from granvae.checkpoints import BEST, FOLDER, LAST, read_checkpoint, write_checkpoint
from granvae.grains import GrainStream
from granvae.learner import Learner
from granvae.run import METRICS, write_text


class SafeCheckpoints(CheckpointIO):
    """Lightning's checkpoints through :mod:`granvae.checkpoints`: whole files, no pickled code."""

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any | None = None
    ) -> None:
        write_checkpoint(checkpoint, Path(path))

    def load_checkpoint(
        self, path: str | Path, map_location: Any | None = None, weights_only: bool | None = None
    ) -> dict[str, Any]:
        return read_checkpoint(Path(path))

    def remove_checkpoint(self, path: str | Path) -> None:
        Path(path).unlink(missing_ok=True)


class Keeper(lightning.Callback):
    """At the end of every epoch: a line in ``metrics.csv``, ``last.ckpt``, and maybe ``best.ckpt``.

    Args:
        folder: of the run.
        step: the training resumes after this step; lines of later steps are forgotten.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self.folder = folder
        path = folder / METRICS
        self.rows: list[dict[str, Any]] = []
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                self.rows = [row for row in csv.DictReader(file) if int(row["step"]) <= step]

    def on_train_epoch_end(self, trainer: lightning.Trainer, learner: Any) -> None:
        learner.epochs_done += 1
        self._note(learner)
        improved = learner.figures["val_loss"] < learner.best
        if improved:
            learner.best = learner.figures["val_loss"]
        trainer.save_checkpoint(self.folder / FOLDER / LAST)
        if improved:
            trainer.save_checkpoint(self.folder / FOLDER / BEST)
        trainer.should_stop = learner.finished

    def _note(self, learner: Learner) -> None:
        figures = {name: f"{value:.6g}" for name, value in learner.figures.items()}
        self.rows.append({"epoch": learner.epochs_done, "step": learner.global_step, **figures})
        lines = [",".join(self.rows[-1])]
        lines += [",".join(str(row[name]) for name in self.rows[-1]) for row in self.rows]
        write_text(self.folder / METRICS, "\n".join(lines) + "\n")


class Bar(lightning.Callback):
    """One bar for the whole training, where a person looks on."""

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

    def on_train_start(self, trainer: lightning.Trainer, learner: Any) -> None:
        self.bar.start()

    def on_train_batch_end(
        self, trainer: lightning.Trainer, learner: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        self.bar.update(self.task, completed=learner.progress)

    def on_train_epoch_end(self, trainer: lightning.Trainer, learner: Any) -> None:
        ratio = learner.figures["val_si_sdr_db"]
        self.bar.update(
            self.task, description=f"training, epoch {learner.epochs_done}: {ratio:.1f} dB"
        )

    def teardown(self, trainer: lightning.Trainer, learner: Any, stage: str) -> None:
        self.bar.stop()


class Batches(IterableDataset[Tensor]):
    """A stream's batches until the epoch, or the whole training, is over.

    Ending the training by ending an epoch early means that every checkpoint stands between two
    epochs, where a resumed training can begin exactly.
    """

    def __init__(self, stream: GrainStream, learner: Learner) -> None:
        super().__init__()
        self.stream = stream
        self.learner = learner

    def __iter__(self) -> Iterator[Tensor]:
        # Lightning's own count is one behind where a resumed training asks for its first batch.
        self.stream.set_epoch(self.learner.epochs_done)
        begun = self.learner.global_step
        for index, batch in enumerate(self.stream):
            # Lightning takes a batch ahead of its step: the steps taken so far do not tell.
            if index and not self.learner.wants(begun + index):
                return
            yield batch


@contextlib.contextmanager
def stop_on_interrupt(learner: Learner) -> Iterator[None]:
    """Let the first Ctrl-C end the training after its step; a second one interrupts at once."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may listen to signals
        return
    before = signal.getsignal(signal.SIGINT)

    def stop(number: int, frame: FrameType | None) -> None:
        learner.stopped = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def quiet_lightning() -> Iterator[None]:
    """Keep Lightning's advice to programmers from the musician's screen."""
    loggers = [logging.getLogger(name) for name in ("lightning.pytorch", "lightning.fabric")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            for module in ("lightning", "torch"):
                warnings.filterwarnings("ignore", module=rf"{module}\.")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def make_trainer(
    folder: Path, learner: Learner, callbacks: list[lightning.Callback]
) -> lightning.Trainer:
    """A Lightning trainer that ends when ``learner.finished`` and logs into the run's folder."""
    from lightning.pytorch.loggers import TensorBoardLogger

    from granvae.run import TENSORBOARD

    return lightning.Trainer(
        accelerator="gpu" if torch.cuda.is_available() else "cpu",
        devices=1,
        max_epochs=-1,
        logger=TensorBoardLogger(folder, name=TENSORBOARD, version=""),
        callbacks=callbacks,
        plugins=[SafeCheckpoints()],
        gradient_clip_val=learner.preset.optimiser.clip,
        default_root_dir=folder,
        num_sanity_val_steps=0,
        enable_checkpointing=False,
        enable_model_summary=False,
        enable_progress_bar=False,
    )
