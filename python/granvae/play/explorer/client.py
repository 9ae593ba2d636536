"""A page that is connected, and what waits to be sent to it."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from typing import Any

import msgspec
from aiohttp import web

_MOST_WAITING = 2000  # messages for a page that does not read; later ones are dropped
_MOST_PIECES = 25  # of sound, 20 ms each, for a page that does not read
# Bytes of the connection's own buffers: what waits there is sent however old it has become.
_SYSTEM_BUFFER = 2**15
_WRITE_BUFFER = 2**14
_CLOSE_TIMEOUT = 1.0  # s

# Of these only the newest waits, so that a slow page never lags behind.
_REPLACED = ("/meters", "/wave", "/latent", "/path")


class Client:
    """Sends messages and sound to one page, as fast as it reads them and no faster.

    Args:
        connection: its WebSocket.
        request: that opened it.
    """

    def __init__(self, connection: web.WebSocketResponse, request: web.Request) -> None:
        self.connection = connection
        self._waiting: dict[object, tuple[str, list[Any]]] = {}
        self._sound: deque[bytes] = deque(maxlen=_MOST_PIECES)
        self._filled = asyncio.Event()
        self._transport = request.transport
        if self._transport is not None:
            system: socket.socket = self._transport.get_extra_info("socket")
            system.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SYSTEM_BUFFER)
            self._transport.set_write_buffer_limits(_WRITE_BUFFER)

    def put(self, address: str, arguments: list[Any]) -> None:
        """A message to be sent, after those that wait already."""
        if len(self._waiting) >= _MOST_WAITING:
            return
        topic = "/latent" if address == "/path" else address  # one replaces the other
        key: object = topic if address in _REPLACED else object()
        self._waiting.pop(key, None)
        self._waiting[key] = (address, arguments)
        self._filled.set()

    def put_sound(self, piece: bytes) -> None:
        """Sound to be sent, after the messages; past half a second, the oldest is dropped."""
        self._sound.append(piece)
        self._filled.set()

    async def send_all(self) -> None:
        """Sends until it is cancelled, or the page is gone."""
        while not self.connection.closed:
            await self._filled.wait()
            self._filled.clear()
            while self._waiting or self._sound:
                try:
                    await self._send_next()
                except ConnectionError:
                    return

    async def close(self) -> None:
        """Closes the connection, also of a page that does not read."""
        try:
            await asyncio.wait_for(self.connection.close(code=1001), _CLOSE_TIMEOUT)
        except asyncio.TimeoutError:
            if self._transport is not None:
                self._transport.abort()

    async def _send_next(self) -> None:
        if self._waiting:
            address, arguments = self._waiting.pop(next(iter(self._waiting)))
            # msgspec writes null for infinities and NaN, which JSON does not know.
            await self.connection.send_str(msgspec.json.encode([address, *arguments]).decode())
        else:
            await self.connection.send_bytes(self._sound.popleft())
