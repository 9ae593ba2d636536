"""What asks for sound: a sound card, or a clock where there is none."""

from __future__ import annotations

import threading
import time
from typing import Any

from granvae.engine.offline_engine import Float32
from granvae.errors import GranvaeError
from granvae.play.performer import Performer

_BEHIND = 0.1  # s: a clock that is later than this does not try to catch up


class ClockDriver:
    """Asks for blocks as a card would, from now on, and drops them."""

    name = "no sound card"

    def __init__(self, performer: Performer, block: int) -> None:
        self._performer = performer
        self._block = block
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="granvae clock", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it after the block that is being made."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        lasts = self._block / self._performer.sample_rate
        due = time.monotonic()
        while not self._closed.is_set():
            self._performer.render(self._block)
            due += lasts
            left = due - time.monotonic()
            if left < -_BEHIND:
                self._performer.dispatcher.counts["xruns"] += 1
                due = time.monotonic()
            elif left > 0.0:
                time.sleep(left)


class CardDriver:
    """Plays through PortAudio, from now on.

    Args:
        performer: makes the sound.
        device: a name, or part of one, as the system lists them; None for the default.
        block: samples asked for at once.

    Raises:
        GranvaeError: there is no such device, or it cannot play this.
    """

    def __init__(self, performer: Performer, device: str | None, block: int) -> None:
        self._performer = performer
        try:
            import sounddevice
        except OSError as error:  # the library that it wraps is missing
            raise GranvaeError(
                f"There is no PortAudio to play through ({error}); install it (on Debian: apt "
                "install libportaudio2), or give --audio none."
            ) from error
        try:
            self._stream: Any = sounddevice.OutputStream(
                samplerate=performer.sample_rate,
                blocksize=block,
                device=device,
                channels=performer.channels,
                dtype="float32",
                callback=self._play,
            )
            self.name = str(sounddevice.query_devices(self._stream.device)["name"])
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            wanted = f"the device {device}" if device else "the default device"
            raise GranvaeError(
                f"{wanted} cannot play {performer.channels} channels at "
                f"{performer.sample_rate:g} Hz ({error}); give another --audio, --channels or "
                "--rate, or --audio none."
            ) from error

    def close(self) -> None:
        """Ends it after the block that is being played."""
        self._stream.stop()
        self._stream.close()

    def _play(self, out: Float32, frames: int, _time: Any, status: Any) -> None:
        if status.output_underflow:
            self._performer.dispatcher.counts["xruns"] += 1
        out[:] = self._performer.render(frames).T
