"""What the tests of playing share: performers that render offline, messages and reports."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from granvae.play.commands.table import MESSAGES
from granvae.play.message import Value
from granvae.play.performer import Performer

RATE = 44100  # Hz, the rate of the tiny model, so that grains sound as they are
GRAIN = 512
LATENTS = 16
POINT = np.random.default_rng(0).normal(size=LATENTS).round(3).tolist()

Sent = tuple[str, list[Value]]


def make_performer(
    model: Path, *, channels: int = 1, rate: float = RATE, main: float = 1.0, **more: object
) -> Performer:
    """A performer that takes every message and waits for its worker; ``main`` is a gain."""
    made = Performer(model, rate, channels, messages=MESSAGES, **{"offline": True, **more})
    made.main_fader.jump(main)
    return made


def send(performer: Performer, *messages: tuple[str, Sequence[Value]]) -> None:
    """Messages that must not be refused."""
    for address, arguments in messages:
        replies = performer.dispatcher.do(address, arguments)
        assert all(reply[0] != "/error" for reply in replies), replies


def refusal(performer: Performer, address: str, *arguments: Value) -> str:
    """The one sentence with which a message is refused, at once or later."""
    later: list[Sent] = []
    answers = performer.dispatcher.do(address, arguments, lambda *answer: later.append(answer))
    ((answer, (sentence,)),) = answers + later
    assert answer == "/error"
    assert str(sentence).endswith(".")
    assert "\n" not in str(sentence)
    return str(sentence)


def reports_of(performer: Performer) -> list[Sent]:
    """What the performer reports from now on."""
    reports: list[Sent] = []
    performer.dispatcher.subscribe(lambda *report: reports.append(report))
    return reports


def sound_of(performer: Performer, samples: int, block: int = 256) -> np.ndarray:
    """The next samples of the first channel, made in blocks."""
    blocks = [performer.render(min(block, samples - done))[0] for done in range(0, samples, block)]
    return np.concatenate(blocks)


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Waits for a condition, on a machine however slow."""
    end = time.monotonic() + 60.0
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.005)
