"""A gain that never jumps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_TIME = 0.005  # s from silence to full


class Fader:
    """Moves towards its target by a straight line."""

    def __init__(self, sample_rate: float, gain: float = 1.0) -> None:
        self.target = gain
        self._gain = gain
        self._step = 1.0 / (_TIME * sample_rate)

    @property
    def silent(self) -> bool:
        """Whether nothing is to be heard, nor will be."""
        return self._gain == 0.0 and self.target == 0.0

    def gains(self, count: int) -> NDArray[np.float32]:
        """The gain of each of the next samples, ``(count,)``."""
        if self._gain == self.target:
            return np.full(count, self._gain, np.float32)
        way = np.sign(self.target - self._gain)
        line = self._gain + way * self._step * np.arange(1, count + 1)
        line = np.minimum(line, self.target) if way > 0 else np.maximum(line, self.target)
        self._gain = float(line[-1])
        return np.asarray(line, np.float32)
