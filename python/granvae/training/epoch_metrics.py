"""The metrics of an epoch: a line of ``metrics.csv``."""

from collections import defaultdict
from functools import partial

import torch
from torch import Tensor
from torchmetrics import MeanMetric


class EpochMetrics:
    """Means over the steps or the validation grains of an epoch, and over all processes."""

    def __init__(self, device: torch.device) -> None:
        # A NaN in the validation is to be seen, not left out of the mean.
        metric = partial(MeanMetric, nan_strategy="disable")
        self._means: dict[str, MeanMetric] = defaultdict(lambda: metric().to(device))

    def add_step(self, terms: dict[str, Tensor]) -> None:
        """Count the terms of one step's loss, scalars."""
        for name, value in terms.items():
            self._means[f"train_{name}"].update(value.detach())

    def add_validation(self, terms: dict[str, Tensor], grains: int) -> None:
        """Count means over so many grains of the validation."""
        for name, value in terms.items():
            self._means[f"val_{name}"].set_dtype(torch.float64).update(value.double(), grains)

    def means(self) -> dict[str, float]:
        """``train_…`` and ``val_…`` means; every process has to call it."""
        # Sums of steps are float32; their quotient is not rounded to that.
        return {n: float(m.set_dtype(torch.float64).compute()) for n, m in self._means.items()}
