"""What the tests of OSC share: a client on the loopback, and a server for it."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator

from pythonosc.osc_message import OscMessage
from pythonosc.parsing import ntp

from granvae.play.io.osc import OscServer, pack_message
from granvae.play.message import Value
from granvae.play.performer import Performer
from support.performers import wait_until

BLOCK = 256


class Client:
    """Sends to a server, and waits for its answers."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(60)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def send(self, packet: bytes) -> None:
        self._socket.sendto(packet, self._to)

    def answer(self) -> tuple[str, list[Value]]:
        message = OscMessage(self._socket.recv(65536))
        return message.address, list(message.params)

    def ask(self, address: str, *arguments: Value) -> tuple[str, list[Value]]:
        self.send(pack_message(address, list(arguments)))
        return self.answer()

    def close(self) -> None:
        self._socket.close()


@contextlib.contextmanager
def served(performer: Performer) -> Iterator[Client]:
    """A client of a performer that the test itself asks for sound."""
    with (
        contextlib.closing(OscServer(performer.dispatcher, port=0)) as server,
        contextlib.closing(Client(server.port)) as client,
    ):
        yield client


def arrived(performer: Performer, count: int, name: str = "messages") -> None:
    """Renders until so many messages have been carried out."""

    def done() -> bool:
        performer.render(1)
        return performer.dispatcher.counts[name] >= count

    wait_until(done, f"{performer.dispatcher.counts} where {count} {name} are due")


def bundle(seconds: float | None, *packets: bytes) -> bytes:
    """A bundle for a Unix time, or for at once."""
    tag = struct.pack(">Q", 1) if seconds is None else ntp.system_time_to_ntp(seconds)
    sized = (struct.pack(">i", len(packet)) + packet for packet in packets)
    return b"#bundle\x00" + tag + b"".join(sized)
