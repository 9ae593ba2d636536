"""What the tests of the explorer share: a browser, and a page beside one who plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from support.explorers import Scene, Socket, chromium, connection, mapped_model, scene, visited


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    mapped_model(folder / "small.ts", 8)
    return mapped_model(folder / "bells.ts")


@pytest.fixture
def stage(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.chdir(tmp_path)  # where recordings go
    with scene(model) as playing:
        yield playing


@pytest.fixture
def page(browser: Browser, stage: Scene) -> Iterator[Page]:
    with visited(browser, stage, viewport={"width": 1440, "height": 900}) as opened:
        yield opened


@pytest.fixture
def stream(stage: Scene) -> Iterator[Socket]:
    with connection(stage.socket) as opened:
        yield opened
