"""``granvae train`` with epochs and surveys for seconds of sound, as a program of its own.

What tests start where a training needs more than one process. ``LOSE_AT=STEP`` in the environment
lets the last process be killed there.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from granvae.cli import main
from granvae.training import datamodule
from granvae.training.lightning_module import Learner

datamodule.EPOCH_BATCHES = (6, 6)
datamodule.VALIDATION_GRAINS = 64
datamodule.SURVEY_SAMPLES = 300 * 64


def lose_at(step: int) -> None:
    """Kill the last process in the middle of a step."""
    usual = Learner.training_step

    def lost(self: Learner, *arguments: Any) -> Any:
        last = self.trainer.global_rank == self.trainer.world_size - 1
        if last and self.global_step == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return usual(self, *arguments)

    Learner.training_step = lost


if __name__ == "__main__":
    if "LOSE_AT" in os.environ:
        lose_at(int(os.environ["LOSE_AT"]))
    sys.exit(main.main(["train", *sys.argv[1:]]))
