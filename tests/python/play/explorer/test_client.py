"""The sound that pages are sent: what it is, who gets it, and that it holds up nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import aiohttp
import numpy as np
from numpy.typing import NDArray

from granvae.play.explorer.client import pack_sound
from support.explorers import Scene, Socket, connection
from support.performers import RATE, wait_until

Piece = tuple[int, NDArray[np.int16]]


def decoded(data: bytes) -> Piece:
    return int.from_bytes(data[:8], "little"), np.frombuffer(data[8:], "<i2")


def read(stream: Socket, last: int) -> list[Piece]:
    """The sound that comes, in pieces, up to one that begins after that sample."""
    found: list[Piece] = []
    while not found or found[-1][0] <= last:
        message = stream.receive()
        if message.type == aiohttp.WSMsgType.BINARY:
            found.append(decoded(message.data))
    return found


def listen(stream: Socket, samples: int) -> list[Piece]:
    """So many samples of sound."""
    stream.send('["/listen", 1]')
    first = read(stream, -1)
    return first + read(stream, first[0][0] + samples)


def silent(stream: Socket) -> int:
    """Waits until no sound came between five meters, 50 ms apart; how many pieces came before."""
    pieces = meters = 0
    while meters < 5:
        if stream.receive().type == aiohttp.WSMsgType.BINARY:
            pieces, meters = pieces + 1, 0
        else:
            meters += 1
    return pieces


def gaps(pieces: list[Piece]) -> list[int]:
    """Samples that are missing before each piece but the first."""
    ends = [first + len(sound) for first, sound in pieces]
    return [first - end for (first, _), end in zip(pieces[1:], ends[:-1], strict=True)]


def test_sound_comes_only_to_those_who_ask_and_until_they_ask_no_more(stream: Socket) -> None:
    assert stream.until("/listen") == ["/listen", RATE, 1]
    assert silent(stream) == 0
    listen(stream, RATE // 20)
    stream.send('["/listen", 0]')
    silent(stream)


def test_two_listeners_get_the_same_sound_without_a_gap(stage: Scene, stream: Socket) -> None:
    with connection(stage.socket) as another, ThreadPoolExecutor(2) as threads:
        both = list(threads.map(lambda each: listen(each, RATE // 2), (stream, another)))
    for pieces in both:
        assert not any(gaps(pieces))
    (one, first), (other, second) = ((p[0][0], np.concatenate([s for _, s in p])) for p in both)
    begin, end = max(one, other), min(one + len(first), other + len(second))
    assert end - begin > RATE // 10
    assert np.any(first)
    np.testing.assert_array_equal(
        first[begin - one : end - one], second[begin - other : end - other]
    )


def test_samples_are_sixteen_bits_with_the_channels_in_turn() -> None:
    sound = np.array([[0.0, 0.5, 2.0], [1e-5, -0.5, -1.0]], np.float32)
    first, samples = decoded(pack_sound(2**40, sound))
    assert first == 2**40
    assert samples.tolist() == [0, 0, 16384, -16384, 32767, -32767]


def test_a_listener_that_does_not_read_holds_up_nobody_and_loses_the_oldest(
    stage: Scene, stream: Socket
) -> None:
    with connection(stage.socket, receive_buffer=4096) as slow:
        slow.send('["/listen", 1]')
        wait_until(lambda: bool(stage.performer.taps), "the sound is not sent")
        heard = listen(stream, 4 * RATE)
        assert not any(gaps(heard)), "the other one lost something"
        late = read(slow, stage.performer.state.now)
    assert sum(gaps(late)) > RATE // 4
    # What it gets is the sound of those samples all the same.
    first, whole = heard[0][0], np.concatenate([sound for _, sound in heard])
    both = [(begin - first, sound) for begin, sound in late if begin >= first]
    both = [(at, sound) for at, sound in both if at + len(sound) <= len(whole)]
    assert both
    for at, sound in both:
        np.testing.assert_array_equal(sound, whole[at : at + len(sound)])
