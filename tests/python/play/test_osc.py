"""OSC over a real socket on the loopback: what is sent, and what is answered."""

from __future__ import annotations

import socket
import struct
import time

import numpy as np
import pytest
from pythonosc.osc_message import OscMessage

from granvae import GranvaeError
from granvae.play.io.osc import OscServer, encode
from granvae.play.performer import Performer
from support.osc_clients import BLOCK, POINT, Client, arrived, bundle, served
from support.performers import wait_until


def test_questions_are_answered_to_the_one_who_asked(playing: tuple[Performer, Client]) -> None:
    _, client = playing
    assert client.ask("/info", "gain") == ("/info", ["gain", 1.0])
    assert client.ask("/latent/get")[0] == "/latent"
    address, (usage, _) = client.ask("/help", "/coord")
    assert (address, usage) == ("/help", "/coord x…")
    assert client.ask("/gain", 99.0)[0] == "/error"


def test_answers_go_to_another_port_of_the_machine_where_it_asks_for_that(
    playing: tuple[Performer, Client],
) -> None:
    _, client = playing
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        ear.settimeout(60)
        client.send(encode("/reply", [ear.getsockname()[1]]))
        client.send(encode("/info", ["gain"]))
        assert OscMessage(ear.recv(65536)).params == ["gain", 1.0]


def test_the_patch_of_the_paper_plays_it_with_sixteen_coordinates(performer: Performer) -> None:
    with served(performer) as client:
        client.send(encode("/coord", [0.5] * 15 + [0.9]))
        arrived(performer, 1)
    np.testing.assert_allclose(performer.latent, [0.0] * 15 + [1.2816], atol=1e-4)


@pytest.mark.parametrize(
    "packet",
    [
        b"", b"x", b"\xff\xfe\xfd", b"/latent\x00,fff", b"#bundle",
        b"#bundle\x00" + bytes(8) + b"abc",
        b"#bundle\x00" + bytes(8) + struct.pack(">i", -4) + b"abcd",
        b"#bundle\x00" + bytes(8) + struct.pack(">i", 1 << 30) + b"/a\x00\x00",
        b"/latent\x00,b\x00\x00\x00\x00\x00\x04abcd", b"/\xc3\x28\x00",
        b"#bundle\x00" * 200,
    ],
)  # fmt: skip
def test_what_is_no_osc_is_counted_and_answered_and_the_next_message_is_taken(
    performer: Performer, packet: bytes
) -> None:
    with served(performer) as client:
        client.send(packet)
        address, (sentence,) = client.answer()
        assert address == "/error"
        assert "no OSC" in str(sentence)
        assert performer.dispatcher.counts["malformed"] == 1
        client.send(encode("/latent", POINT))
        arrived(performer, 1)
    np.testing.assert_allclose(performer.latent, POINT, atol=1e-6)


def test_a_packet_is_taken_whole_or_not_at_all(performer: Performer) -> None:
    with served(performer) as client:
        client.send(bundle(None, encode("/latent", POINT), b"rubbish!"))
        assert client.answer()[0] == "/error"
        performer.render(BLOCK)
    assert not performer.latent.any()


def test_random_packets_never_end_it(performer: Performer) -> None:
    rng = np.random.default_rng(1)
    start = [b"", b"/", b"#bundle\x00", encode("/latent", POINT), bundle(None, encode("/a", [1]))]
    with served(performer) as client:
        for k in range(400):
            noise = rng.integers(0, 256, rng.integers(0, 80), dtype=np.uint8).tobytes()
            base = bytearray(start[k % len(start)])
            if len(base) > 8:
                base[rng.integers(8, len(base))] ^= int(rng.integers(1, 256))
            client.send(bytes(base) + (noise if k % 3 else b""))
            time.sleep(0.001)  # what no socket has room for is lost: that is UDP
        client.send(encode("/volume", [0.5]))

        def done() -> bool:
            performer.render(1)
            return performer.output_fader.target == 0.5

        wait_until(done, "the last message was not carried out")
    assert performer.output_fader.target == 0.5


def test_it_listens_to_this_machine_alone_unless_asked_otherwise(performer: Performer) -> None:
    server = OscServer(performer.dispatcher, port=0)
    assert server.bind == "127.0.0.1"
    with pytest.raises(GranvaeError, match=r"cannot be received at 127.0.0.1:\d+ .*--osc-port"):
        OscServer(performer.dispatcher, port=server.port)
    server.close()
