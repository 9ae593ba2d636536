"""A gain that moves without a click."""

from __future__ import annotations

import numpy as np

from granvae.engine.player import Float32

_TIME = 0.005  # s from silence to full, by default


class Fader:
    """Moves towards its target by a straight line.

    Args:
        sample_rate: Hz.
        gain: at the beginning.
        rise: seconds from 0 to 1.
        fall: seconds from 1 to 0.
    """

    def __init__(
        self, sample_rate: float, gain: float = 1.0, rise: float = _TIME, fall: float = _TIME
    ) -> None:
        self.target = gain
        self.rise, self.fall = rise, fall
        self._sample_rate = sample_rate
        self._gain = gain

    @property
    def silent(self) -> bool:
        """Whether it lets nothing through, now or soon."""
        return self._gain == 0.0 and self.target == 0.0

    def jump(self, gain: float) -> None:
        """Sets the gain at once, before any sound."""
        self.target = self._gain = gain

    def apply(self, sound: Float32) -> None:
        """Multiplies the next samples, ``(channels, n)``, in place."""
        if self._gain == self.target:
            if self._gain != 1.0:
                sound *= self._gain
            return
        up = self.target > self._gain
        step = 1.0 / (max(self.rise if up else self.fall, 1e-4) * self._sample_rate)
        line = self._gain + (step if up else -step) * np.arange(1, sound.shape[1] + 1)
        line = np.minimum(line, self.target) if up else np.maximum(line, self.target)
        self._gain = float(line[-1])
        sound *= np.asarray(line, np.float32)
