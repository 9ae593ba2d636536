"""Walks along the recordings, and what the page keeps of the places of their paths."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from granvae.engine.latent_path import LatentPath
from support import learned_models
from support.explorers import Scene, at, known, scene, visited
from support.performers import wait_until


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    model = learned_models.learned_model(tmp_path_factory.mktemp("model") / "learned.ts")
    with scene(model) as playing:
        yield playing


@pytest.fixture
def page(browser: Browser, stage: Scene) -> Iterator[Page]:
    with visited(browser, stage, viewport={"width": 1440, "height": 900}) as opened:
        yield opened


def agree(page: Page, stage: Scene) -> None:
    """Waits until the page's path is that of the performer, places and all."""

    def same() -> bool:
        path = stage.performer.state.path
        places = None if path.places is None else path.places.tolist()
        return bool(known(page, "path.places ?? null") == places) and np.allclose(
            known(page, "path"), path.points, atol=1e-6
        )

    wait_until(same, "the page shows another path")


def changed(stage: Scene, before: LatentPath) -> bool:
    return stage.performer.state.path is not before


def test_a_walk_is_stretched_pulled_undone_and_kept_with_its_places(
    page: Page, stage: Scene
) -> None:
    state = stage.performer.state
    page.click("[data-mode=draw]")
    page.fill("#map-count", "20")
    page.click("#path-walk")
    wait_until(lambda: len(state.path) == 20, "there is no walk")
    agree(page, stage)
    walk = state.path
    assert walk.places is not None
    for button, count in (("longer", 40), ("shorter", 20), ("snap", 20)):
        page.wait_for_timeout(800)  # changes that follow faster than this are one to undo
        before = state.path
        page.click(f"#path-{button}")
        wait_until(partial(changed, stage, before), "nothing was changed")
        assert len(state.path) == count
        agree(page, stage)
    for _ in range(3):
        page.click("#undo")
    wait_until(lambda: state.path.equals(walk), "the walk did not come back")
    page.click("#tab-presets")
    page.fill("[placeholder=name]", "way")
    page.keyboard.press("Enter")
    wait_until(lambda: "way" in stage.performer.presets, "it was not saved")
    page.click("#random")
    wait_until(lambda: len(state.path) == 1, "nothing was drawn")
    page.click("button:text-is('way')")
    wait_until(lambda: state.path.equals(walk), "it was not recalled")


def test_a_walk_without_an_end_begins_goes_on_and_ends_by_its_button(
    page: Page, stage: Scene
) -> None:
    state, voice = stage.performer.state, stage.performer.main_voice
    page.click("#walk")
    expect(page.locator("#walk")).to_have_attribute("aria-pressed", "true")
    wait_until(lambda: state.path.places is not None and len(state.path) > 50, "it stands still")
    first = state.path
    wait_until(lambda: state.path is not first, "it does not go on")
    page.click("[data-mode=play]")
    page.mouse.move(*at(page, 0.5, 0.5))
    page.mouse.move(*at(page, 0.55, 0.6), steps=20)
    assert voice.walking  # over grains, too
    page.keyboard.press("w")
    expect(page.locator("#walk")).to_have_attribute("aria-pressed", "false")
    wait_until(lambda: not voice.walking, "it goes on")
    agree(page, stage)


def test_a_track_walks(page: Page, stage: Scene) -> None:
    page.locator("#sequencer").get_by_label("Walk").fill("12")
    page.keyboard.press("Enter")
    sequencer = stage.performer.sequencer
    wait_until(lambda: sequencer.pattern.tracks[0].walk == 12, "the track does not walk")
    page.click("#undo")
    wait_until(lambda: sequencer.pattern.tracks[0].walk == 0, "it was not undone")


def test_the_legend_chooses_the_recordings_of_draws_and_walks(page: Page, stage: Scene) -> None:
    state = stage.performer.state
    flute = page.get_by_role("button", name="flute", exact=True)
    flute.click()
    wait_until(lambda: state.learned.stay == (2,), "it was not chosen")
    expect(flute).to_have_attribute("aria-pressed", "true")
    page.click("[data-mode=draw]")
    page.click("#path-walk")
    known_points = learned_models.learned().latents[-learned_models.LENGTH :]

    def walks_there() -> bool:
        away = np.abs(state.points[:, None] - known_points).sum(axis=2).min(axis=1)
        return len(away) > 1 and bool(away.max() == 0.0)

    wait_until(walks_there, "there is no walk along this recording")
    page.click("#undo")
    page.click("#undo")
    wait_until(lambda: state.learned.stay == (), "it was not undone")
