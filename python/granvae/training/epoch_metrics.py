"""The figures of one epoch: what was minimised, and how well unheard grains come out."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from granvae.training.schedule import summed


class EpochFigures:
    """Means of every term, over an epoch's steps and over the grains of its validation."""

    def __init__(self) -> None:
        self._steps = 0
        self._learned: dict[str, Tensor] = {}
        self._grains = 0
        self._judged: dict[str, float] = defaultdict(float)

    def learned(self, terms: dict[str, Tensor]) -> None:
        """Count the terms of one step's loss, scalars."""
        for name, value in terms.items():
            self._learned[name] = self._learned.get(name, 0.0) + value.detach()
        self._steps += 1

    def judged(self, terms: dict[str, Tensor], si_sdr_db: NDArray[np.floating]) -> None:
        """Count the terms of one part of the validation, and the ratio of each of its grains."""
        for name, value in terms.items():
            self._judged[name] += float(value) * len(si_sdr_db)
        self._judged["si_sdr_db"] += float(si_sdr_db.sum())
        self._grains += len(si_sdr_db)

    def means(self, device: torch.device) -> dict[str, float]:
        """``train_`` and ``val_`` figures, over all processes: all of them have to call it."""
        mine = [*map(float, self._learned.values()), *self._judged.values()]
        *totals, steps, grains = summed([*mine, self._steps, self._grains], device)
        names = [*(f"train_{n}" for n in self._learned), *(f"val_{n}" for n in self._judged)]
        counts = [max(steps, 1.0)] * len(self._learned) + [grains] * len(self._judged)
        return {n: t / c for n, t, c in zip(names, totals, counts, strict=True)}
