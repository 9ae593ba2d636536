"""Records blocks of sound into a file, on a thread of its own."""

from __future__ import annotations

import queue
import threading

import soundfile

from granvae.engine.player import Float32
from granvae.errors import FileError


class Recorder:
    """Writes a WAV file of 32-bit floats; the audio thread only hands blocks over.

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
                file, "w", round(sample_rate), channels, subtype="FLOAT", format="WAV"
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
