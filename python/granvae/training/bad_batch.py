"""What a training leaves when its loss was not a number: the batch that it was at."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "nan-batch.npz"  # in the folder of a run


@dataclass(frozen=True)
class BadBatch:
    """The batch of one step, and where it came from.

    A stream gives the same batch again for the same sounds, ``seed``, ``epoch`` and ``index``.

    Attributes:
        grains: ``(batch, grain)``, of all processes.
        step: steps before it.
        epoch: epochs before it.
        index: of the batch in its epoch, 0 is the first.
        seed: of the training.
    """

    grains: NDArray[np.float32]
    step: int
    epoch: int
    index: int
    seed: int

    @staticmethod
    def path(folder: Path) -> Path:
        """Where it lies in the folder of a run."""
        return folder / FILE

    def save(self, folder: Path) -> None:
        """Keep it as ``nan-batch.npz`` in the folder of a run, whole or not at all."""
        temporary = folder / f".{FILE}"
        with temporary.open("wb") as file:
            np.savez(file, **vars(self))
        os.replace(temporary, self.path(folder))
