"""What the tests of the explorer share: a browser, and a page beside one who plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from support.explorers import Scene, chromium, errors_of, mapped_model, scene, visit


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
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    faults = errors_of(opened)
    visit(opened, stage)
    yield opened
    opened.close()
    assert faults == []
