"""What the output passes through: faders, a meter, a recorder, taps for other threads."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import deque

import numpy as np
import soundfile

from granvae.engine.offline_engine import Float32
from granvae.errors import FileError

_FADE_TIME = 0.005  # s
_FALL = 20.0  # dB a second
_LOAD_TIME = 0.3  # s over which the load is averaged
_WORST_HALF_LIFE = 5.0  # s


class Fader:
    """A gain that moves without a click, on a straight line towards its target.

    Attributes:
        target: gain; to be set.
        rise: and ``fall``, the seconds from 0 to 1 and back; to be set.
    """

    def __init__(self, sample_rate: float, gain: float = 1.0) -> None:
        self.target = gain
        self.rise = self.fall = _FADE_TIME
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


class LevelMeter:
    """Peaks that fall slowly, and how much of its duration a block takes to make.

    Attributes:
        peaks: of each channel, full scale being 1; they fall by 20 dB a second.
        load: time to make the sound over its duration, averaged.
        worst: the largest such ratio of a block, halved every 5 s.
    """

    def __init__(self, sample_rate: float, channels: int) -> None:
        self._sample_rate = sample_rate
        self.peaks = [0.0] * channels
        self.load = self.worst = 0.0

    def update(self, sound: Float32, seconds: float) -> None:
        """A block ``(channels, n)`` that took ``seconds`` to make."""
        lasts = sound.shape[1] / self._sample_rate
        fallen = 10.0 ** (-_FALL * lasts / 20.0)
        peaks = np.abs(sound).max(axis=1, initial=0.0)
        self.peaks = np.maximum(peaks, np.multiply(self.peaks, fallen)).tolist()
        share = seconds / lasts
        self.load += min(1.0, lasts / _LOAD_TIME) * (share - self.load)
        self.worst = max(self.worst * 0.5 ** (lasts / _WORST_HALF_LIFE), share)


class Recorder:
    """Writes a WAV file of 32-bit floats on a thread of its own.

    Args:
        file: where to.
        sample_rate: Hz.
        channels: of the blocks.

    Raises:
        FileError: the file cannot be opened.
    """

    def __init__(self, file: str, sample_rate: float, channels: int) -> None:
        self.file = file
        self.samples = 0
        self._sample_rate = sample_rate
        self._blocks: queue.SimpleQueue[Float32 | None] = queue.SimpleQueue()
        self._fault: str | None = None
        try:
            self._sound = soundfile.SoundFile(
                file, "w", round(sample_rate), channels, "FLOAT", format="WAV"
            )
        except (OSError, soundfile.SoundFileError) as error:
            raise _refusal(file, error) from error
        self._thread = threading.Thread(target=self._write, name="granvae record", daemon=True)
        self._thread.start()

    def put(self, sound: Float32) -> None:
        """A block ``(channels, n)``, which does not change any more."""
        self.samples += sound.shape[1]
        self._blocks.put(sound)

    def finish(self) -> float:
        """Waits until all of it is written; returns its length in seconds.

        Raises:
            FileError: not all of it could be written.
        """
        self._blocks.put(None)
        self._thread.join()
        if self._fault:
            raise FileError(self._fault)
        return self.samples / self._sample_rate

    def _write(self) -> None:
        try:
            with self._sound:
                while (block := self._blocks.get()) is not None:
                    self._sound.write(block.T)
        except (OSError, soundfile.SoundFileError) as error:
            self._fault = str(_refusal(self.file, error))


def _refusal(file: str, error: Exception) -> FileError:
    return FileError(f"{file} cannot be written ({error}); choose another place or make room.")


class Tap:
    """Holds the newest sound until it is taken, and drops the oldest.

    One thread puts and one takes, without a lock: each step is one operation of the deque. Each
    block comes with the number of its first sample, so that dropped sound shows as a gap.

    Args:
        most: samples that are held.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: deque[tuple[int, Float32]] = deque()

    def put(self, start: int, sound: Float32) -> None:
        """The block ``(channels, n)`` from sample ``start`` on, which nobody changes any more."""
        held = self._held
        held.append((start, sound))
        with contextlib.suppress(IndexError):  # all of it was taken in between
            while start + sound.shape[1] - held[0][0] > self._most:
                held.popleft()

    def take(self) -> list[tuple[int, Float32]]:
        """All that is held: for each piece without a gap its first sample, and the sound."""
        pieces: list[tuple[int, list[Float32]]] = []
        end = -1
        with contextlib.suppress(IndexError):
            while True:
                start, sound = self._held.popleft()
                if start != end:
                    pieces.append((start, []))
                pieces[-1][1].append(sound)
                end = start + sound.shape[1]
        return [(start, np.concatenate(sounds, axis=1)) for start, sounds in pieces]
