"""The OSC server: takes packets by UDP, and answers their senders."""

from __future__ import annotations

import queue
import socket
import struct
import threading
from collections.abc import Iterator

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.parsing import ntp

from granvae.errors import GranvaeError
from granvae.play.dispatcher import Dispatcher
from granvae.play.message import Value

_BUNDLE = b"#bundle\x00"
_LARGEST = 65536  # bytes, more than a datagram holds
_RECEIVE_BUFFER = 1 << 22  # bytes that wait while Python is busy: seconds of messages
_DEEPEST = 16  # bundles in bundles
_RHYTHM = ("/clock", "/note")  # exactly a block late, instead of with the next block
_PORTS = range(1, 65536)
_INT32 = range(-(2**31), 2**31)

Address = tuple[str, int]


class OscServer:
    """Posts what it receives, and answers.

    Args:
        dispatcher: where to.
        bind: the address to listen at; 127.0.0.1 is this machine alone.
        port: UDP; 0 for any that is free.

    Raises:
        GranvaeError: the port is taken, or the address is not of this machine.
    """

    def __init__(self, dispatcher: Dispatcher, bind: str = "127.0.0.1", port: int = 9001) -> None:
        self._dispatcher = dispatcher
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        try:
            self._socket.bind((bind, port))
        except OSError as error:
            self._socket.close()
            raise GranvaeError(
                f"OSC cannot be received at {bind}:{port} ({error.strerror}); choose another "
                "--osc-port, or --bind an address of this machine."
            ) from error
        self.bind, self.port = self._socket.getsockname()
        self._answers: queue.SimpleQueue[tuple[bytes, Address] | None] = queue.SimpleQueue()
        self._ports: dict[str, int] = {}  # for answers, by machine, where it chose one
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=run, name=f"granvae osc {run.__name__}", daemon=True)
            for run in (self._receive, self._answer)
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Ends it; what was received before is posted, what was answered is sent."""
        self._closed.set()
        # A blocked receive is not woken by closing its socket: a packet of nothing does.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            host = "127.0.0.1" if self.bind == "0.0.0.0" else self.bind
            waker.sendto(b"", (host, self.port))
        self._answers.put(None)
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _receive(self) -> None:
        while not self._closed.is_set():
            try:
                packet, sender = self._socket.recvfrom(_LARGEST)
            except OSError:
                continue  # the receiver of an answer is gone; some systems report it here
            if not self._closed.is_set():
                self._post(packet, sender)

    def _post(self, packet: bytes, sender: Address) -> None:
        try:
            # All of a packet or nothing.
            messages = list(_messages(packet))
        except Exception as error:  # python-osc raises what struct, codecs and indices raise
            self._dispatcher.counts["malformed"] += 1
            fault = str(error) or type(error).__name__
            sentence = f"A packet of {len(packet)} bytes is no OSC ({fault}); nothing was done."
            self._send("/error", [sentence], sender)
            return
        for seconds, address, arguments in messages:
            if address == "/reply" and len(arguments) == 1 and arguments[0] in _PORTS:
                self._ports[sender[0]] = int(arguments[0])
                continue
            timeline, sample = self._dispatcher.timeline, 0
            if seconds is not None:
                sample = timeline.sample_at(seconds)
                if seconds < timeline.wall():
                    self._dispatcher.counts["late_bundles"] += 1
            elif address in _RHYTHM:
                sample = timeline.in_one_block()
            self._dispatcher.post(address, arguments, lambda a, v: self._send(a, v, sender), sample)

    def _send(self, address: str, arguments: list[Value], receiver: Address) -> None:
        host, port = receiver
        to = (host, self._ports.get(host, port))
        self._answers.put((pack_message(address, arguments), to))

    def _answer(self) -> None:
        while (answer := self._answers.get()) is not None:
            packet, receiver = answer
            try:
                self._socket.sendto(packet, receiver)
            except OSError as error:
                fault = f"An answer of {len(packet)} bytes cannot be sent ({error.strerror})."
                self._dispatcher.report("/error", fault)


def pack_message(address: str, arguments: list[Value]) -> bytes:
    """An OSC message: whole numbers as int32 (int64 where they are larger), others as float32."""
    builder = OscMessageBuilder(address)
    for value in arguments:
        if isinstance(value, str):
            builder.add_arg(value, "s")
        elif isinstance(value, int):
            builder.add_arg(value, "i" if value in _INT32 else "h")
        else:
            builder.add_arg(value, "f")
    return builder.build().dgram


def _messages(
    packet: bytes, seconds: float | None = None, depth: int = 0
) -> Iterator[tuple[float | None, str, list[Value]]]:
    """The messages of a packet: Unix time (None for at once), address and arguments.

    python-osc does not parse bundles here: a negative size would make it loop forever.
    """
    if not packet.startswith(_BUNDLE):
        if not packet.startswith(b"/"):
            raise ValueError("it begins neither with / nor with #bundle")
        message = OscMessage(packet)
        yield seconds, message.address, list(_values(message.params))
        return
    if depth > _DEEPEST:
        raise ValueError("too many bundles in bundles")
    if len(packet) < 16:
        raise ValueError("a bundle without a time tag")
    tag = packet[8:16]
    if tag != ntp.IMMEDIATELY:
        seconds = ntp.ntp_to_system_time(tag)
    at = 16
    while at < len(packet):
        (size,) = struct.unpack_from(">i", packet, at)
        if size <= 0 or at + 4 + size > len(packet):
            raise ValueError(f"an element of {size} bytes where {len(packet) - at - 4} are left")
        yield from _messages(packet[at + 4 : at + 4 + size], seconds, depth + 1)
        at += 4 + size


def _values(params: list[object]) -> Iterator[Value]:
    for value in params:
        if isinstance(value, list):
            yield from _values(value)
        elif isinstance(value, bool):
            yield int(value)
        elif isinstance(value, int | float | str):
            yield value
        else:
            raise ValueError(f"an argument of the type {type(value).__name__}")
