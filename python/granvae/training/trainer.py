"""What happens around a training: its trainer, a bar that tells how it goes, and stopping it."""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import lightning
from lightning.fabric.plugins.environments.slurm import SLURMEnvironment
from lightning.fabric.utilities.exceptions import MisconfigurationException
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import Tensor
from torch.utils.data import IterableDataset

from granvae.data.grain_dataset import GrainStream
from granvae.errors import GranvaeError
from granvae.training.checkpoint_callback import Snapshots
from granvae.training.distributed import Machine
from granvae.training.lightning_module import Learner
from granvae.training.run_folder import TENSORBOARD
from granvae.training.schedule import Clock


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
            if index and not self.learner.clock.wants(begun + index):
                return
            yield batch


class StopOnSignals(lightning.Callback):
    """Lets Ctrl-C and SIGTERM, by which clusters end jobs, end a training after its step.

    A second one ends it at once. To be entered as a context around the training as well, so that
    signals are as before when it is over.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> StopOnSignals:
        if threading.current_thread() is threading.main_thread():  # others may not listen
            self._before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
            signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def on_train_start(self, trainer: lightning.Trainer, learner: Any) -> None:
        # Not before: a process that waits for one that never comes has no step to end after. And
        # Lightning's own handler would talk to the other processes while they talk already.
        if self._before:
            signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.clock.asked = True
        usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
        signal.signal(number, usual)


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


def make_trainer(folder: Path, machine: Machine, snapshots: Snapshots) -> lightning.Trainer:
    """A Lightning trainer that logs into the run's folder, and ends when it is told to.

    Args:
        folder: of the run; nothing is written there yet.
        machine: as `granvae.training.distributed.resolved` gives it.
        snapshots: takes the checkpoints.

    Raises:
        GranvaeError: Lightning cannot train on such a machine.
    """
    from lightning.pytorch.loggers import TensorBoardLogger

    plugins: list[Any] = [snapshots]
    if SLURMEnvironment.detect():
        # Lightning's requeueing would write checkpoints of its own in the middle of an epoch.
        plugins.append(SLURMEnvironment(auto_requeue=False))
    devices, nodes = machine.devices or 1, machine.nodes or 1
    try:
        return lightning.Trainer(
            accelerator=machine.device or "auto",
            devices=devices,
            num_nodes=nodes,
            strategy=machine.strategy,
            sync_batchnorm=machine.device == "cuda" and devices * nodes > 1,
            use_distributed_sampler=False,  # batches and validation are shared here already
            max_epochs=-1,
            logger=TensorBoardLogger(folder, name=TENSORBOARD, version=""),
            plugins=plugins,
            default_root_dir=folder,
            num_sanity_val_steps=0,
            enable_checkpointing=False,
            enable_model_summary=False,
            enable_progress_bar=False,
        )
    except (ValueError, RuntimeError, MisconfigurationException) as error:
        raise GranvaeError(
            f"{devices} processes of the kind {machine.device} on {nodes} machines cannot train "
            f"together ({error}); try other --devices, --nodes or --strategy."
        ) from error
