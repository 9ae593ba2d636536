"""Musical time in samples: by a tempo, or by the pulses of another clock."""

from __future__ import annotations

_NEAR = 1e-9  # beats: pulses and steps that meet may differ by rounding
_SMOOTHING = 0.2  # of the tempo that pulses imply


class Clock:
    """Which sample a beat is.

    By itself it runs at its tempo, from the sample at which it was started. With an external clock
    it waits at each pulse for the next: what lies between two pulses (swing, odd divisions) is
    placed by the time between the last two.
    """

    def __init__(self, sample_rate: float, tempo: float) -> None:
        self._sample_rate = sample_rate
        self.tempo = tempo  # beats a minute
        self.running = False  # unless it runs, nothing is due
        self.external = False
        self._sample = 0.0  # where the clock was anchored, and the beat of that sample
        self._beat = 0.0
        self._pulse = 0.0  # beats from a pulse to the next; 0 before there was one

    def start(self, sample: int, beat: float = 0.0) -> None:
        """This sample is that beat; with an external clock, the next pulse is."""
        self.running = True
        self._sample, self._beat, self._pulse = float(sample), beat, 0.0

    def set_tempo(self, tempo: float, now: int) -> None:
        """From now on; the beat goes on from where it is."""
        if self.running and not self.external:
            self._beat += (now - self._sample) * self.tempo / (60.0 * self._sample_rate)
            self._sample = float(now)
        self.tempo = tempo

    def pulse(self, now: int, per_beat: float) -> None:
        """A pulse of the external clock, which sends ``per_beat`` of them."""
        if not self.running:
            return
        if self._pulse > 0.0:
            self._beat += self._pulse
            since = max(1.0, now - self._sample)
            # Smoothed, since pulses come with blocks of sound.
            tempo = 60.0 * self._sample_rate * self._pulse / since
            self.tempo += _SMOOTHING * (tempo - self.tempo)
        self._pulse = 1.0 / per_beat
        self._sample = float(now)

    def sample_of(self, beat: float) -> int | None:
        """The sample of a beat; None where it is not known yet."""
        if not self.running:
            return None
        if self.external and (self._pulse == 0.0 or beat >= self._beat + self._pulse - _NEAR):
            return None
        ahead = (beat - self._beat) * 60.0 * self._sample_rate / self.tempo
        return round(self._sample + ahead)
