"""What the tests of playing share: a performer of a tiny model, and its client."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from granvae.play.io.audio_output import ClockDriver
from granvae.play.performer import Performer
from support.osc_clients import BLOCK, Client, served
from support.performers import Sent, make_performer, reports_of


@pytest.fixture
def performer(model: Path) -> Performer:
    return make_performer(model)


@pytest.fixture
def reports(performer: Performer) -> list[Sent]:
    """What the performer reports."""
    return reports_of(performer)


@pytest.fixture
def client(performer: Performer) -> Iterator[Client]:
    with served(performer) as opened:
        yield opened


@pytest.fixture
def playing(model: Path) -> Iterator[tuple[Performer, Client]]:
    """A performer on a clock without a card, and a client of it."""
    performer = make_performer(model, channels=2, offline=False)
    with served(performer) as client, closing(ClockDriver(performer, BLOCK)):
        yield performer, client
    performer.close()
