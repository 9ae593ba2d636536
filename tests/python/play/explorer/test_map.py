"""The explorer's map, played with pointer and keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from granvae import Synth
from support.explorers import Scene, at, drag, known, record, slide
from support.performers import GRAIN, RATE, wait_until


def test_a_drawn_path_becomes_the_table_and_is_heard_as_recorded(
    page: Page, stage: Scene, tmp_path: Path
) -> None:
    page.click("[data-mode=draw]")
    page.fill("#map-count", "12")
    drag(page, (0.3, 0.3), (0.7, 0.3), (0.7, 0.7))
    performer = stage.performer
    wait_until(lambda: len(performer.state.points) == 12, "the path did not arrive")
    steps = np.linalg.norm(np.diff(performer.state.points[:, :2], axis=0), axis=1)
    # At equal distances, but where it goes round the corner.
    assert np.sum(np.isclose(steps, np.median(steps), rtol=0.02)) >= 10
    synth = Synth(performer.state.model.file, RATE)
    synth.path(performer.state.points)
    wait_until(lambda: len(performer.table) == len(synth.table), "the table is not there")
    size = len(performer.table) - GRAIN // 4
    wait_until(lambda: known(page, "signal('frequency')") == pytest.approx(RATE / size), "")
    heard = record(page, stage, tmp_path)[-2 * size :]
    cycle = synth.process(samples=4 * size)[2 * size : 3 * size]
    likeness = np.correlate(heard, cycle) / np.linalg.norm(cycle)
    energy = np.convolve(heard**2, np.ones(size), "valid")
    assert (likeness / np.sqrt(energy)).max() > 0.99


def test_hovering_auditions_a_grain_and_leaving_comes_back(page: Page, stage: Scene) -> None:
    slide(page, stage, 2, 0.7)
    before = stage.performer.latent.copy()
    spots = [(x, y) for x in np.linspace(0.1, 0.9, 30) for y in (0.4, 0.5, 0.6)]
    for x, y in spots:
        page.mouse.move(*at(page, x, y))
        if "σ away" not in page.locator("#map-where").inner_text():
            break
    where = page.locator("#map-where").inner_text()
    assert where.split(",")[0] in ("bells/low.wav", "bells/high.wav", "rain.wav")
    wait_until(lambda: not np.array_equal(stage.performer.latent, before), "nothing was auditioned")
    page.mouse.move(*at(page, 0.5, -0.05))
    wait_until(lambda: np.allclose(stage.performer.latent, before), "it did not come back")


def test_pressing_travels_between_the_grains_around_the_pointer(page: Page, stage: Scene) -> None:
    drag(page, (0.5, 0.2), (0.52, 0.25))
    place = np.array(known(page, "latent"))
    wait_until(lambda: np.allclose(stage.performer.latent, place, atol=1e-6), "it did not arrive")
    assert place[1] > 1.0  # up there is the rain
    assert 0.0 < np.abs(place[2:]).max() < 1.5  # of the grains around, averaged


def test_the_map_is_played_by_keys(page: Page, stage: Scene) -> None:
    page.locator("#map").focus()
    page.keyboard.press("n")
    wait_until(lambda: bool(np.any(stage.performer.latent)), "no grain was taken")
    expect(page.locator("#map-where")).not_to_contain_text("σ away")
    before = stage.performer.latent.copy()
    page.keyboard.press("Shift+ArrowRight")
    wait_until(
        lambda: stage.performer.latent[0] == pytest.approx(before[0] + 0.5), "it did not move"
    )
