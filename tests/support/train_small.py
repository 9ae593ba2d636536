"""A short training as a program of its own: ``train_small.py CONFIG.json RUN [resume]``.

What tests start where a training needs more than one process. In the environment, ``DEVICES=N``
asks for so many processes, and ``LOSE_AT=STEP`` lets the last process be killed there.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from granvae.errors import GranvaeError
from granvae.training.config import TrainConfig
from granvae.training.distributed import Machine
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.train import train
from support.short_training import SHORT


def lose_at(step: int) -> None:
    """Kill the last process in the middle of a step."""
    training_step = GrainLightningModule.training_step

    def lost(self: GrainLightningModule, *arguments: Any) -> Any:
        last = self.trainer.global_rank == self.trainer.world_size - 1
        if last and self.global_step == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return training_step(self, *arguments)

    setattr(GrainLightningModule, "training_step", lost)  # noqa: B010 - mypy forbids the plain way


if __name__ == "__main__":
    if "LOSE_AT" in os.environ:
        lose_at(int(os.environ["LOSE_AT"]))
    devices = int(os.environ["DEVICES"]) if "DEVICES" in os.environ else None
    try:
        train(
            TrainConfig.load(Path(sys.argv[1])),
            Path(sys.argv[2]),
            resume="resume" in sys.argv,
            say=print,
            machine=Machine("cpu", devices),
            budget=SHORT,
        )
    except GranvaeError as error:
        sys.exit(str(error))
