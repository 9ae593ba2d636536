"""What the tests of playing share: performers that render offline, and what was said to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from granvae.play.message import Value
from granvae.play.performer import Performer

RATE = 44100  # Hz, the rate of the tiny model, so that grains sound as they are
GRAIN = 512
LATENTS = 16

Said = tuple[str, list[Value]]


def tell(performer: Performer, *messages: tuple[str, Sequence[Value]]) -> None:
    """Messages that must be taken without a word."""
    for address, arguments in messages:
        replies = performer.do(address, arguments)
        assert all(reply[0] != "/error" for reply in replies), replies


def refusal(performer: Performer, address: str, *arguments: Value) -> str:
    """The one sentence with which a message is refused."""
    ((answer, (sentence,)),) = performer.do(address, arguments)
    assert answer == "/error"
    assert str(sentence).endswith(".")
    assert "\n" not in str(sentence)
    return str(sentence)


def listen(performer: Performer) -> list[Said]:
    """What the performer tells, as it goes on."""
    told: list[Said] = []
    performer.subscribe(lambda address, arguments: told.append((address, arguments)))
    return told


def sound_of(performer: Performer, samples: int, block: int = 256) -> np.ndarray:
    """The next samples of the first channel, made in blocks."""
    blocks = [performer.render(min(block, samples - done))[0] for done in range(0, samples, block)]
    return np.concatenate(blocks)


def stage(model: Path, *, channels: int = 1, rate: float = RATE) -> Performer:
    """A performer that waits for its worker, so that it plays the same each time."""
    return Performer(model, rate, channels, offline=True)
