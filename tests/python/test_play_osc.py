"""OSC over a real socket on the loopback: what is sent, what is answered, and when it is heard."""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from performers import LATENTS, RATE, sound_of, stage
from pythonosc.osc_message import OscMessage
from pythonosc.parsing import ntp

import tiny_models
from granvae import GranvaeError
from granvae.play.drivers import ClockDriver
from granvae.play.messages import Value
from granvae.play.osc import OscServer, encode
from granvae.play.performer import Performer

BLOCK = 256
POINT = np.random.default_rng(0).normal(size=LATENTS).round(3).tolist()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.linear_model(tmp_path_factory.mktemp("model") / "model.ts")


class Client:
    """Sends to a server, and waits for its answers."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(20)

    def send(self, packet: bytes) -> None:
        self._socket.sendto(packet, self._to)

    def answer(self) -> tuple[str, list[Value]]:
        message = OscMessage(self._socket.recv(65536))
        return message.address, list(message.params)

    def ask(self, address: str, *arguments: Value) -> tuple[str, list[Value]]:
        self.send(encode(address, list(arguments)))
        return self.answer()

    def close(self) -> None:
        self._socket.close()


@contextlib.contextmanager
def served(performer: Performer) -> Iterator[Client]:
    """A client of a performer that the test itself asks for sound."""
    with contextlib.ExitStack() as opened:
        server = OscServer(performer, port=0)
        opened.callback(server.close)
        client = Client(server.port)
        opened.callback(client.close)
        yield client


@pytest.fixture
def playing(model: Path) -> Iterator[tuple[Performer, Client]]:
    """A performer on a clock without a card."""
    performer = Performer(model, RATE, 2)
    with served(performer) as client:
        driver = ClockDriver(performer, BLOCK)
        yield performer, client
        driver.close()
    performer.close()


def arrived(performer: Performer, count: int, name: str = "messages") -> None:
    """Renders until so many messages have been taken in."""
    for _ in range(2000):
        if performer.counts[name] >= count:
            return
        performer.render(1)
        time.sleep(0.005)
    raise AssertionError(f"{performer.counts} where {count} {name} are due")


def bundle(seconds: float | None, *packets: bytes) -> bytes:
    """A bundle for a Unix time, or for at once."""
    tag = struct.pack(">Q", 1) if seconds is None else ntp.system_time_to_ntp(seconds)
    sized = (struct.pack(">i", len(packet)) + packet for packet in packets)
    return b"#bundle\x00" + tag + b"".join(sized)


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
        ear.settimeout(20)
        client.send(encode("/reply", [ear.getsockname()[1]]))
        client.send(encode("/info", ["gain"]))
        assert OscMessage(ear.recv(65536)).params == ["gain", 1.0]


def test_the_patch_of_the_paper_plays_it_with_sixteen_coordinates(model: Path) -> None:
    performer = stage(model)
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
    model: Path, packet: bytes
) -> None:
    performer = stage(model)
    with served(performer) as client:
        client.send(packet)
        address, (sentence,) = client.answer()
        assert address == "/error"
        assert "no OSC" in str(sentence)
        assert performer.counts["malformed"] == 1
        client.send(encode("/latent", POINT))
        arrived(performer, 1)
    np.testing.assert_allclose(performer.latent, POINT, atol=1e-6)


def test_a_packet_is_taken_whole_or_not_at_all(model: Path) -> None:
    performer = stage(model)
    with served(performer) as client:
        client.send(bundle(None, encode("/latent", POINT), b"rubbish!"))
        assert client.answer()[0] == "/error"
        performer.render(BLOCK)
    assert not performer.latent.any()


def test_random_packets_never_end_it(model: Path) -> None:
    performer = stage(model)
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
        for _ in range(2000):
            performer.render(1)
            if performer.fader.target == 0.5:
                break
            time.sleep(0.005)
    assert performer.fader.target == 0.5


def test_a_time_tag_is_heard_at_its_sample(model: Path) -> None:
    wall = 1.0e9  # a clock that the test itself moves
    performer = Performer(model, RATE, 1, offline=True, wall=lambda: wall)
    sounds = [performer.render(BLOCK)[0]]
    with served(performer) as client:
        at = 5 * BLOCK + 77
        client.send(bundle(wall + at / RATE, encode("/volume", [0])))
        client.send(encode("/latent/get", []))
        for _ in range(400):  # until it has arrived, but not so long that its time has come
            time.sleep(0.005)
            if len(performer._inbox._arrived) == 2:
                break
        for k in range(1, 10):
            wall = 1.0e9 + k * BLOCK / RATE
            sounds.append(performer.render(BLOCK)[0])
    plain = Performer(model, RATE, 1, offline=True, wall=lambda: 1.0e9)
    expected = sound_of(plain, 10 * BLOCK)
    changed = np.flatnonzero(np.concatenate(sounds) != expected)
    assert changed[0] == at


def test_a_bundle_that_comes_late_is_done_at_once_and_counted(model: Path) -> None:
    performer = stage(model)
    with served(performer) as client:
        client.send(bundle(time.time() - 5.0, encode("/latent", POINT)))
        arrived(performer, 1)
    assert performer.counts["late_bundles"] == 1
    np.testing.assert_allclose(performer.latent, POINT, atol=1e-6)


def test_bundles_in_bundles_keep_their_own_times(model: Path) -> None:
    performer = stage(model)
    inner = bundle(time.time() + 3600.0, encode("/volume", [0]))
    with served(performer) as client:
        client.send(bundle(None, encode("/latent", POINT), inner))
        arrived(performer, 1)
        performer.render(BLOCK)
    np.testing.assert_allclose(performer.latent, POINT, atol=1e-6)
    assert performer.fader.target == 1.0


def test_a_thousand_messages_are_all_taken_and_no_grain_is_left_out(
    playing: tuple[Performer, Client],
) -> None:
    """A thousand a second, as bursts of twenty."""
    performer, client = playing
    frequency = 147.0
    # A cloud of grains shorter than a period, so that each is heard apart from the others.
    performer.post("/mode", ["cloud"])
    performer.post("/length", [100])
    performer.post("/crossfade", [10])
    performer.post("/frequency", [frequency])
    heard: list[np.ndarray] = []
    original = performer.render

    def render(frames: int) -> np.ndarray:
        sound = original(frames)
        heard.append(sound[0])
        return sound

    performer.render = render  # type: ignore[method-assign]  # to listen to what the driver takes
    client.ask("/info", "load")  # once it is answered, what was sent before has been done
    before = performer.counts["messages"]
    for k in range(1000):
        client.send(encode("/coord", [0.3 + 0.4 * (k % 50) / 50] * LATENTS))
        if k % 20 == 19:
            time.sleep(0.02)
    for _ in range(2000):
        if performer.counts["messages"] >= before + 1000:
            break
        time.sleep(0.005)
    assert client.ask("/info", "malformed") == ("/info", ["malformed", 0])
    assert performer.counts["messages"] == before + 1001
    time.sleep(0.3)
    sound = np.concatenate(heard)[RATE // 10 :]  # once the loop before has faded out
    loud = np.abs(sound) > 1e-5
    begun = np.flatnonzero(loud[1:] & ~loud[:-1])
    gaps = np.diff(begun[np.concatenate([[True], np.diff(begun) > 120])])
    assert len(gaps) > 5
    np.testing.assert_allclose(gaps, RATE / frequency, atol=3)


def test_a_latent_is_heard_within_a_block_a_decode_and_the_time_to_the_next_onset(
    model: Path,
) -> None:
    """In samples: sent while a block is made, decoded while ``decode`` blocks are made."""
    frequency, decode = 100.0, 3
    period = RATE / frequency
    for moment in range(4):

        def played(sent: bool, moment: int = moment) -> np.ndarray:
            performer = Performer(model, RATE, 1)
            performer.post("/frequency", [frequency])
            held = performer._voice.decode
            blocks = []
            asked: list[np.ndarray] = []
            performer._voice.decode = asked.append  # type: ignore[method-assign]  # a slow worker
            for block in range(20):
                if sent and block == 4 + moment:
                    performer.post("/latent", POINT)
                if sent and block == 4 + moment + decode:
                    held(asked[0])
                    performer._voice.wait()
                blocks.append(performer.render(BLOCK)[0])
            performer.close()
            return np.concatenate(blocks)

        arrival = (4 + moment) * BLOCK - (BLOCK - 1)  # just after the block before was begun
        changed = int(np.flatnonzero(played(True) != played(False))[0])
        decoded = (4 + moment + decode) * BLOCK
        assert changed - arrival <= BLOCK + decode * BLOCK + period
        # And no later than the very next onset, where the old table fades into the new.
        onset = np.ceil(decoded / period) * period
        assert changed == pytest.approx(onset, abs=2)


def test_it_listens_to_this_machine_alone_unless_told_otherwise(model: Path) -> None:
    server = OscServer(stage(model), port=0)
    assert server.bind == "127.0.0.1"
    with pytest.raises(GranvaeError, match=r"cannot be received at 127.0.0.1:\d+ .*--osc-port"):
        OscServer(stage(model), port=server.port)
    server.close()
