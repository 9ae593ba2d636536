"""OSC over a real socket on the loopback: packets, answers, time tags, and many messages."""

from __future__ import annotations

import struct
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from granvae import GranvaeError
from granvae.engine.latent_path import LatentPath
from granvae.play.io.osc import OscServer, pack_message
from granvae.play.output_chain import Tap
from granvae.play.performer import Performer
from support.osc_clients import BLOCK, Client, arrived, bundle, served
from support.performers import LATENTS, POINT, RATE, make_performer, sound_of, wait_until


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
    with closing(Client(0)) as other:
        client.send(pack_message("/reply", [other.port]))
        client.send(pack_message("/info", ["gain"]))
        assert other.answer() == ("/info", ["gain", 1.0])


@pytest.mark.parametrize(
    ("x", "z"),
    [([0.5] * 15 + [0.9], [0.0] * 15 + [1.28155]), ([0.8413447], 1.0), ([0.0], -3.0902),
     ([1.0], 3.0902)],
)  # fmt: skip
def test_the_patch_of_the_paper_plays_it_with_quantiles_of_the_prior(
    performer: Performer, client: Client, x: list[float], z: list[float] | float
) -> None:
    client.send(pack_message("/coord", x))
    arrived(performer, 1)
    np.testing.assert_allclose(performer.latent, np.broadcast_to(z, LATENTS), atol=1e-4)


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
    performer: Performer, client: Client, packet: bytes
) -> None:
    client.send(packet)
    address, (sentence,) = client.answer()
    assert address == "/error"
    assert "no OSC" in str(sentence)
    assert performer.dispatcher.counts["malformed"] == 1
    client.send(pack_message("/latent", POINT))
    arrived(performer, 1)
    np.testing.assert_allclose(performer.latent, POINT, atol=1e-6)


def test_a_packet_is_taken_whole_or_not_at_all(performer: Performer, client: Client) -> None:
    client.send(bundle(None, pack_message("/latent", POINT), b"rubbish!"))
    assert client.answer()[0] == "/error"
    performer.render(BLOCK)
    assert not performer.latent.any()


def test_random_packets_never_end_it(performer: Performer, client: Client) -> None:
    rng = np.random.default_rng(1)
    start = [
        b"",
        b"/",
        b"#bundle\x00",
        pack_message("/latent", POINT),
        bundle(None, pack_message("/a", [1])),
    ]
    for k in range(400):
        noise = rng.integers(0, 256, rng.integers(0, 80), dtype=np.uint8).tobytes()
        base = bytearray(start[k % len(start)])
        if len(base) > 8:
            base[rng.integers(8, len(base))] ^= int(rng.integers(1, 256))
        client.send(bytes(base) + (noise if k % 3 else b""))
        time.sleep(0.001)

    def done() -> bool:
        client.send(pack_message("/volume", [0.5]))  # again, since UDP may lose it
        performer.render(1)
        return performer.output_fader.target == 0.5

    wait_until(done, "the last message was not carried out")


def test_it_listens_to_this_machine_alone_unless_asked_otherwise(performer: Performer) -> None:
    server = OscServer(performer.dispatcher, port=0)
    assert server.bind == "127.0.0.1"
    with pytest.raises(GranvaeError, match=r"cannot be received at 127.0.0.1:\d+ .*--osc-port"):
        OscServer(performer.dispatcher, port=server.port)
    server.close()


def test_a_time_tag_is_heard_at_its_sample(model: Path) -> None:
    wall = 1.0e9  # a clock that the test itself moves
    performer = make_performer(model, wall=lambda: wall)
    sounds = [performer.render(BLOCK)[0]]
    with served(performer) as client:
        at = 5 * BLOCK + 77
        client.send(bundle(wall + at / RATE, pack_message("/volume", [0])))
        client.send(pack_message("/latent/get", []))
        wait_until(lambda: len(performer.dispatcher.scheduler._arrived) == 2, "it did not arrive")
        for k in range(1, 10):
            wall = 1.0e9 + k * BLOCK / RATE
            sounds.append(performer.render(BLOCK)[0])
    expected = sound_of(make_performer(model), 10 * BLOCK)
    changed = np.flatnonzero(np.concatenate(sounds) != expected)
    assert changed[0] == at


def test_a_bundle_that_comes_late_is_done_at_once_and_counted(
    performer: Performer, client: Client
) -> None:
    client.send(bundle(performer.dispatcher.timeline.wall() - 5.0, pack_message("/latent", POINT)))
    arrived(performer, 1)
    assert performer.dispatcher.counts["late_bundles"] == 1
    np.testing.assert_allclose(performer.latent, POINT, atol=1e-6)


@pytest.mark.parametrize("blocks", [0, 1])
def test_bundles_in_bundles_keep_their_own_times(model: Path, blocks: int) -> None:
    performer = make_performer(model, wall=lambda: 1.0e9)
    for _ in range(blocks):
        performer.render(BLOCK)
    inner = bundle(1.0e9 + 3600.0, pack_message("/volume", [0]))
    with served(performer) as client:
        client.send(bundle(None, pack_message("/latent", POINT), inner))
        wait_until(lambda: len(performer.dispatcher.scheduler._arrived) == 2, "it did not arrive")
        performer.render(BLOCK)
    np.testing.assert_allclose(performer.latent, POINT, atol=1e-6)
    assert performer.output_fader.target == 1.0


def test_a_thousand_messages_are_all_taken_and_no_grain_is_left_out(
    playing: tuple[Performer, Client],
) -> None:
    """A thousand a second, as bursts of twenty."""
    performer, client = playing
    frequency = 147.0
    # A cloud of grains shorter than a period, so that each is heard apart from the others.
    settings = {"mode": "cloud", "length": 100, "crossfade": 10, "frequency": frequency}
    for name, value in settings.items():
        performer.dispatcher.post(f"/{name}", [value])
    tap = Tap(2**40)
    performer.taps = (tap,)
    client.ask("/info", "load")  # once it is answered, what was sent before has been done
    counts = performer.dispatcher.counts
    before = counts["messages"]

    def carried_out(count: int) -> bool:
        return counts["messages"] >= before + count

    for k in range(1000):
        client.send(pack_message("/coord", [0.3 + 0.4 * (k % 50) / 50] * LATENTS))
        if k % 20 == 19:
            time.sleep(0.02)
            # On a slow machine, no more than the socket has room for.
            wait_until(partial(carried_out, k - 100), "some were lost")
    wait_until(partial(carried_out, 1000), "some were lost")
    assert client.ask("/info", "malformed") == ("/info", ["malformed", 0])
    assert counts["messages"] == before + 1001
    end = performer.state.now + RATE // 2
    wait_until(lambda: performer.state.now > end, "the sound has stopped")
    sound = tap.take()[0][1][0, RATE // 10 :]  # once the loop before has faded out
    loud = np.abs(sound) > 1e-5
    begun = np.flatnonzero(loud[1:] & ~loud[:-1])
    gaps = np.diff(begun[np.concatenate([[True], np.diff(begun) > 120])])
    assert len(gaps) > 5
    np.testing.assert_allclose(gaps, RATE / frequency, atol=3)


@pytest.mark.parametrize("moment", range(4, 8))
def test_a_latent_is_heard_within_a_block_a_decode_and_the_time_to_the_next_onset(
    model: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """In samples: sent while a block is made, decoded while ``decode`` blocks are made."""
    period, decode = RATE / 100.0, 3

    def played(sent: bool) -> np.ndarray:
        performer = make_performer(model, offline=False)
        performer.dispatcher.post("/frequency", [100.0])
        held = performer.main_voice._voice.decode
        asked: list[LatentPath] = []
        blocks: list[np.ndarray] = []
        monkeypatch.setattr(performer.main_voice._voice, "decode", asked.append)  # a slow worker
        for block in range(20):
            if sent and block == moment:
                performer.dispatcher.post("/latent", POINT)
            if sent and block == moment + decode:
                held(asked[0])
                performer.main_voice._voice.wait()
            blocks.append(performer.render(BLOCK)[0])
        performer.close()
        return np.concatenate(blocks)

    arrival = moment * BLOCK - (BLOCK - 1)  # just after the block before was begun
    changed = int(np.flatnonzero(played(True) != played(False))[0])
    assert changed - arrival <= BLOCK + decode * BLOCK + period
    # And no later than the very next onset, where the old table fades into the new.
    onset = np.ceil((moment + decode) * BLOCK / period) * period
    assert changed == pytest.approx(onset, abs=2)
