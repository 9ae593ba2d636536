"""Peaks that fall slowly, and how much of its duration a block takes to make."""

from __future__ import annotations

import numpy as np

from granvae.engine.player import Float32

_FALL = 20.0  # dB a second
_LOAD_TIME = 0.3  # s over which the load is averaged
_WORST_HALF_LIFE = 5.0  # s


class LevelMeter:
    """Follows blocks of sound.

    Attributes:
        peaks: of each channel, full scale being 1; they fall by 20 dB a second.
        load: time to make the sound over its duration, averaged.
        worst: the largest such ratio of a block, halved every 5 s.
    """

    def __init__(self, sample_rate: float, channels: int) -> None:
        self._sample_rate = sample_rate
        self.peaks = [0.0] * channels
        self.load = 0.0
        self.worst = 0.0

    def update(self, sound: Float32, seconds: float) -> None:
        """A block ``(channels, n)`` that took ``seconds`` to make."""
        lasts = sound.shape[1] / self._sample_rate
        fallen = 10.0 ** (-_FALL * lasts / 20.0)
        peaks = np.abs(sound).max(axis=1, initial=0.0).tolist()
        self.peaks = [
            max(now, before * fallen) for now, before in zip(peaks, self.peaks, strict=True)
        ]
        share = seconds / lasts
        self.load += min(1.0, lasts / _LOAD_TIME) * (share - self.load)
        self.worst = max(self.worst * 0.5 ** (lasts / _WORST_HALF_LIFE), share)
