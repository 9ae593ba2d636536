"""A page that is connected, and what is sent to it: messages, and the sound if it asks for it.

A page that connects receives ``/listen rate channels``. It sends ``/listen 1``, and gets binary
messages of the WebSocket, little-endian: the number of the first sample since the performer began
(uint64), then the samples of all channels in turn (int16; ±32767 is full scale). ``/listen 0`` ends
it. What a page was too slow to take shows as a gap in the numbers.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

import msgspec
import numpy as np
from aiohttp import web

from granvae.engine.offline_engine import Float32
from granvae.play.output_chain import Tap
from granvae.play.performer import Performer

CHANNELS = 2  # of the sound, the first ones: a browser plays no more
_PERIOD = 0.02  # s between two pieces of sound
_HELD = 0.5  # s of sound for a page that does not read
_FULL_SCALE = 32767.0
_MOST_WAITING = 2000  # messages for a page that does not read; later ones are dropped
# Bytes of the connection's own buffers: what waits there is sent however old it has become.
_SYSTEM_BUFFER = 2**15
_WRITE_BUFFER = 2**14
_CLOSE_TIMEOUT = 1.0  # s

# Of these only the newest waits, so that a slow page never lags behind.
_REPLACED = ("/meters", "/wave", "/latent")


class Client:
    """Sends messages and sound to one page, as fast as it reads them and no faster.

    Args:
        performer: whose sound it may ask for.
        connection: its WebSocket.
        request: that opened it.
    """

    def __init__(
        self, performer: Performer, connection: web.WebSocketResponse, request: web.Request
    ) -> None:
        self._performer = performer
        self._connection = connection
        self._waiting: dict[object, tuple[str, list[Any]]] = {}
        self._filled = asyncio.Event()
        self._sound: asyncio.Task[None] | None = None  # while it listens
        self._transport = request.transport
        if self._transport is not None:
            system: socket.socket = self._transport.get_extra_info("socket")
            system.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SYSTEM_BUFFER)
            self._transport.set_write_buffer_limits(_WRITE_BUFFER)

    def put(self, address: str, arguments: list[Any]) -> None:
        """A message to be sent, after those that wait already."""
        if len(self._waiting) >= _MOST_WAITING:
            return
        # One replaces the other.
        topic = "/latent" if address in ("/path", "/path/placed") else address
        key: object = topic if topic in _REPLACED else object()
        self._waiting.pop(key, None)
        self._waiting[key] = (address, arguments)
        self._filled.set()

    def listen(self, on: bool) -> None:
        """Sends the sound from now on, or no more."""
        if on and self._sound is None:
            self._sound = asyncio.get_running_loop().create_task(self._send_sound())
        elif not on and self._sound is not None:
            self._sound.cancel()
            self._sound = None

    async def send_messages(self) -> None:
        """Sends until it is cancelled, or the page is gone."""
        with contextlib.suppress(ConnectionError):
            while not self._connection.closed:
                await self._filled.wait()
                self._filled.clear()
                while self._waiting:
                    address, arguments = self._waiting.pop(next(iter(self._waiting)))
                    # msgspec writes null for infinities and NaN, which JSON does not know.
                    text = msgspec.json.encode([address, *arguments]).decode()
                    await self._connection.send_str(text)

    async def close(self) -> None:
        """Closes the connection, also of a page that does not read."""
        try:
            await asyncio.wait_for(self._connection.close(code=1001), _CLOSE_TIMEOUT)
        except asyncio.TimeoutError:
            if self._transport is not None:
                self._transport.abort()

    async def _send_sound(self) -> None:
        tap = Tap(round(_HELD * self._performer.sample_rate))
        self._performer.taps += (tap,)
        try:
            with contextlib.suppress(ConnectionError):
                while True:
                    for start, sound in tap.take():
                        await self._connection.send_bytes(pack_sound(start, sound[:CHANNELS]))
                    await asyncio.sleep(_PERIOD)
        finally:
            self._performer.taps = tuple(t for t in self._performer.taps if t is not tap)


def pack_sound(start: int, sound: Float32) -> bytes:
    """Sound ``(channels, n)`` from sample ``start`` on, as a page takes it."""
    whole = np.round(np.clip(sound, -1.0, 1.0) * _FULL_SCALE).astype("<i2")
    return start.to_bytes(8, "little") + whole.T.tobytes()
