"""The sound that pages are sent: what it is, who gets it, and that it holds up nobody."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import struct
from contextlib import closing
from typing import Any

import aiohttp
import numpy as np
import pytest
from numpy.typing import NDArray

from granvae.play.explorer.audio_stream import encode
from granvae.play.signal.tap import Tap
from support.explorers import Scene, socket_address, until, with_client
from support.performers import RATE, wait_until

Piece = tuple[int, NDArray[np.int16]]


def decoded(data: bytes) -> Piece:
    return int.from_bytes(data[:8], "little"), np.frombuffer(data[8:], "<i2")


async def listen(stream: Any, samples: int) -> list[Piece]:
    """So many samples of sound, in pieces."""
    await stream.send_str('["/listen", 1]')
    found: list[Piece] = []
    while not found or found[-1][0] < found[0][0] + samples:
        message = await stream.receive()
        if message.type == aiohttp.WSMsgType.BINARY:
            found.append(decoded(message.data))
    return found


async def silent(stream: Any) -> int:
    """Waits until no sound came between five meters, 50 ms apart; how many pieces came before."""
    pieces = meters = 0
    while meters < 5:
        if (await stream.receive()).type == aiohttp.WSMsgType.BINARY:
            pieces, meters = pieces + 1, 0
        else:
            meters += 1
    return pieces


def gaps(pieces: list[Piece]) -> list[int]:
    """Samples that are missing before each piece but the first."""
    ends = [first + len(sound) for first, sound in pieces]
    return [first - end for (first, _), end in zip(pieces[1:], ends[:-1], strict=True)]


def test_sound_comes_only_to_those_who_ask_and_until_they_ask_no_more(stage: Scene) -> None:
    async def talk(client: aiohttp.ClientSession) -> tuple[list[Any], int]:
        async with client.ws_connect(socket_address(stage)) as stream:
            announced = await until(stream, "/listen")
            before = await silent(stream)
            await listen(stream, RATE // 20)
            await stream.send_str('["/listen", 0]')
            await silent(stream)
            return announced, before

    assert with_client(talk) == (["/listen", RATE, 1], 0)


def test_two_listeners_get_the_same_sound_without_a_gap(stage: Scene) -> None:
    async def talk(client: aiohttp.ClientSession) -> tuple[list[Piece], list[Piece]]:
        address = socket_address(stage)
        async with client.ws_connect(address) as one, client.ws_connect(address) as other:
            first, second = await asyncio.gather(listen(one, RATE // 2), listen(other, RATE // 2))
            return first, second

    both = with_client(talk)
    for pieces in both:
        assert not any(gaps(pieces))
    (one, first), (other, second) = ((p[0][0], np.concatenate([s for _, s in p])) for p in both)
    begin, end = max(one, other), min(one + len(first), other + len(second))
    assert end - begin > RATE // 10
    assert np.any(first)
    np.testing.assert_array_equal(
        first[begin - one : end - one], second[begin - other : end - other]
    )


@pytest.mark.parametrize("text", ['["/listen"]', '["/listen", 2]', '["/listen", "on"]'])
def test_who_asks_wrongly_gets_a_sentence(stage: Scene, text: str) -> None:
    async def talk(client: aiohttp.ClientSession) -> Any:
        async with client.ws_connect(socket_address(stage)) as stream:
            await stream.send_str(text)
            return await until(stream, "/error")

    assert with_client(talk) == ["/error", "/listen: on is 0 or 1; send /listen on."]


def test_samples_are_sixteen_bits_with_the_channels_in_turn() -> None:
    sound = np.array([[0.0, 0.5, 2.0], [1e-5, -0.5, -1.0]], np.float32)
    first, samples = decoded(encode(2**40, sound))
    assert first == 2**40
    assert samples.tolist() == [0, 0, 16384, -16384, 32767, -32767]


class SlowListener:
    """A program that asks for the sound and does not read it for a while."""

    def __init__(self, stage: Scene) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.settimeout(60.0)
        self._socket.connect(("127.0.0.1", stage.port))
        key = base64.b64encode(os.urandom(16)).decode()
        path = socket_address(stage).split(str(stage.port))[1]
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{stage.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        text = b'["/listen", 1]'
        self._socket.sendall(bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text)

    def read(self, last: int) -> list[Piece]:
        """All pieces up to one that begins after that sample (RFC 6455)."""
        found: list[Piece] = []
        with self._socket.makefile("rb") as stream:
            while stream.readline().strip():
                pass  # the answer to the handshake
            while not found or found[-1][0] <= last:
                kind, size = stream.read(2)
                if size == 126:
                    (size,) = struct.unpack(">H", stream.read(2))
                elif size == 127:
                    (size,) = struct.unpack(">Q", stream.read(8))
                data = stream.read(size)
                if kind == 0x82:
                    found.append(decoded(data))
        return found

    def close(self) -> None:
        self._socket.close()


def test_a_listener_that_does_not_read_holds_up_nobody_and_loses_the_oldest(stage: Scene) -> None:
    performer = stage.performer

    async def talk(client: aiohttp.ClientSession) -> list[Piece]:
        async with client.ws_connect(socket_address(stage)) as stream:
            return await listen(stream, 4 * RATE)

    with closing(SlowListener(stage)) as slow:
        wait_until(lambda: bool(performer.taps._open), "the sound is not sent")
        assert not any(gaps(with_client(talk))), "the other one lost something"
        late = slow.read(performer.state.now)
    lost = [gap for gap in gaps(late) if gap]
    assert sum(lost) > RATE // 4


def test_a_tap_holds_the_newest_and_shows_what_was_dropped_by_its_samples() -> None:
    tap = Tap(1000)
    sound = np.arange(300.0, dtype=np.float32)[None]
    for k in range(10):
        tap.put(300 * k, sound + 300 * k)
    ((first, held),) = tap.take()
    assert first + held.shape[1] == 3000
    assert 700 <= held.shape[1] <= 1000
    np.testing.assert_array_equal(held[0], np.arange(first, 3000))
    assert tap.take() == []
    tap.put(3000, sound)
    tap.put(3600, sound)
    assert [(begin, piece.shape) for begin, piece in tap.take()] == [(3000, (1, 300)),
                                                                   (3600, (1, 300))]  # fmt: skip
