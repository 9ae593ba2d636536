"""The sound for pages on another machine than the one that plays.

A page that connects receives ``/listen rate channels``. It sends ``/listen 1``, and gets binary
messages of the WebSocket, little-endian: the number of the first sample since the performer began
(uint64), then the samples of all channels in turn (int16; ±32767 is full scale). ``/listen 0`` ends
it. What a page was too slow to take shows as a gap in the numbers.
"""

from __future__ import annotations

import asyncio

import numpy as np

from granvae.engine.player import Float32
from granvae.play.explorer.client import Client
from granvae.play.output_chain import Tap
from granvae.play.performer import Performer

_PERIOD = 0.02  # s between two pieces
_HELD = 1.0  # s that wait while the server is busy
_CHANNELS = 2  # the first ones: a browser plays no more
_FULL_SCALE = 32767.0


class AudioStream:
    """Sends a performer's sound to clients, from a tap that is open only while one listens.

    All of it is done on the server's thread.
    """

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._listeners: set[Client] = set()
        self._task: asyncio.Task[None] | None = None

    def announce(self, client: Client) -> None:
        """Sends a client the rate and the channels of the sound."""
        channels = min(_CHANNELS, self._performer.channels)
        client.put("/listen", [self._performer.sample_rate, channels])

    def listen(self, client: Client) -> None:
        """Sends a client the sound from now on."""
        self._listeners.add(client)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._send())

    def stop(self, client: Client) -> None:
        """Sends a client no more sound."""
        self._listeners.discard(client)

    def close(self) -> None:
        """Ends it for all."""
        if self._task is not None:
            self._task.cancel()

    async def _send(self) -> None:
        tap = Tap(round(_HELD * self._performer.sample_rate))
        self._performer.taps += (tap,)
        try:
            while self._listeners:
                for start, sound in tap.take():
                    piece = encode(start, sound[:_CHANNELS])
                    for client in self._listeners:
                        client.put_sound(piece)
                await asyncio.sleep(_PERIOD)
        finally:
            self._performer.taps = tuple(t for t in self._performer.taps if t is not tap)
            self._task = None


def encode(start: int, sound: Float32) -> bytes:
    """Sound ``(channels, n)`` from sample ``start`` on, as a page takes it."""
    whole = np.round(np.clip(sound, -1.0, 1.0) * _FULL_SCALE).astype("<i2")
    return start.to_bytes(8, "little") + whole.T.tobytes()
