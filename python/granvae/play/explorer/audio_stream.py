"""The sound for pages that ask to hear it, where the machine that plays is not where one sits.

A page that connects is told ``/listen rate channels``. It sends ``/listen 1``, and gets binary
messages of the WebSocket, little-endian: the number of the first sample since the performer began
(uint64), then the samples of all channels in turn (int16; ±32767 is full scale). ``/listen 0`` ends
it. What a page was too slow to take shows as a gap in the numbers.
"""

from __future__ import annotations

import asyncio

import numpy as np

from granvae.engine.player import Float32
from granvae.play.explorer.client import Visitor
from granvae.play.performer import Performer

_PERIOD = 0.02  # s between two pieces
_HELD = 1.0  # s that wait for a server that has other things to do
_CHANNELS = 2  # the first ones; a browser has no place for more
_FULL_SCALE = 32767.0


class SoundStream:
    """Sends a performer's sound to visitors, from a tap that is open only while one listens.

    All of it is done on the server's thread.
    """

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._listeners: set[Visitor] = set()
        self._task: asyncio.Task[None] | None = None

    def announce(self, visitor: Visitor) -> None:
        """Tells him what sound would come."""
        channels = min(_CHANNELS, self._performer.channels)
        visitor.put("/listen", [self._performer.sample_rate, channels])

    def listen(self, visitor: Visitor) -> None:
        """Sends him the sound from now on."""
        self._listeners.add(visitor)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._send())

    def forget(self, visitor: Visitor) -> None:
        """Sends him no more, if anything was sent."""
        self._listeners.discard(visitor)

    def close(self) -> None:
        """Sends nobody any more."""
        if self._task is not None:
            self._task.cancel()

    async def _send(self) -> None:
        tap = self._performer.taps.open(round(_HELD * self._performer.sample_rate))
        try:
            while self._listeners:
                for start, sound in tap.take():
                    piece = encode(start, sound[:_CHANNELS])
                    for visitor in self._listeners:
                        visitor.hear(piece)
                await asyncio.sleep(_PERIOD)
        finally:
            self._performer.taps.close(tap)
            self._task = None


def encode(start: int, sound: Float32) -> bytes:
    """Sound ``(channels, n)`` from sample ``start`` on, as a page takes it."""
    whole = np.round(np.clip(sound, -1.0, 1.0) * _FULL_SCALE).astype("<i2")
    return start.to_bytes(8, "little") + whole.T.tobytes()
