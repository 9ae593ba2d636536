"""The progress bar of a training, for a terminal."""

from __future__ import annotations

from typing import Any

import lightning
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


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
        ratio = module.metrics["val_si_sdr_db"]
        self.bar.update(
            self.task, description=f"training, epoch {module.epochs_done}: {ratio:.1f} dB"
        )

    def teardown(self, trainer: lightning.Trainer, module: Any, stage: str) -> None:
        self.bar.stop()
