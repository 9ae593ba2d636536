"""What the tests of playing share: a tiny model, and one who plays it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from granvae.play.performer import Performer
from support import tiny_models
from support.osc_clients import BLOCK, Client, clocked
from support.performers import make_performer


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.linear_model(tmp_path_factory.mktemp("model") / "model.ts")


@pytest.fixture
def performer(model: Path) -> Performer:
    return make_performer(model)


@pytest.fixture
def playing(model: Path) -> Iterator[tuple[Performer, Client]]:
    with clocked(model, BLOCK) as both:
        yield both
