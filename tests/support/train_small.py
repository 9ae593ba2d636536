"""A short training as a program of its own: ``train_small.py CONFIG.json RUN [resume]``.

What tests start where a training needs more than one process. In the environment, ``DEVICES=N``
asks for so many processes, and ``LOSE_AT=STEP`` lets the last process be killed there.
"""

import os
import signal
import sys
from pathlib import Path

from torch import Tensor

from granvae.errors import GranvaeError
from granvae.training.config import TrainConfig
from granvae.training.distributed import Machine
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.train import train
from support.short_training import SHORT, at_step


def kill_last(module: GrainLightningModule, loss: Tensor) -> None:
    if module.trainer.global_rank == module.trainer.world_size - 1:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    if "LOSE_AT" in os.environ:
        at_step(int(os.environ["LOSE_AT"]), kill_last)
    config, out = TrainConfig.load(Path(sys.argv[1])), Path(sys.argv[2])
    machine = Machine("cpu", int(os.environ["DEVICES"]) if "DEVICES" in os.environ else None)
    try:
        train(config, out, "resume" in sys.argv, say=print, machine=machine, budget=SHORT)
    except GranvaeError as error:
        sys.exit(str(error))
