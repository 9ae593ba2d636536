"""What the explorer brings back: undo, and presets."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from support.explorers import Scene, at, connected, slide
from support.performers import wait_until


def test_undo_and_redo_bring_back_latents_frequency_and_parameters(
    page: Page, stage: Scene
) -> None:
    performer = stage.performer
    slide(page, 0, 2.0)
    page.wait_for_timeout(800)  # changes that follow faster than this are one
    slide(page, 1, -1.0)
    page.fill("#signal-frequency", "220")
    page.keyboard.press("Enter")
    page.click("#tab-grains")
    page.select_option("#set-mode", "cloud")
    wait_until(lambda: performer.state.parameters["mode"] == "cloud", "the mode did not change")
    for _ in range(3):
        page.click("#undo")
    wait_until(lambda: performer.state.parameters["mode"] == "loop", "the mode was not undone")
    wait_until(lambda: performer.latent[1] == 0.0, "the latent was not undone")
    assert performer.latent[0] == 2.0
    page.keyboard.press("Control+z")
    wait_until(lambda: performer.latent[0] == 0.0, "the first change was not undone")
    expect(page.locator("#undo")).to_be_disabled()
    for _ in range(4):
        page.keyboard.press("Control+Shift+Z")
    wait_until(lambda: performer.state.parameters["mode"] == "cloud", "nothing was done again")
    assert performer.latent[:2].tolist() == [2.0, -1.0]
    assert performer.state.signals["frequency"] == 220.0


def test_a_preset_brings_everything_back_and_a_reload_keeps_it(page: Page, stage: Scene) -> None:
    performer = stage.performer
    slide(page, 5, 1.25)
    page.click("#tab-presets")
    page.fill("[placeholder=name]", "dawn")
    page.keyboard.press("Enter")
    wait_until(lambda: "dawn" in performer.presets, "it was not saved")
    page.click("#random")
    wait_until(lambda: performer.latent[5] != 1.25, "nothing was drawn")
    page.click("button:text-is('dawn')")
    wait_until(lambda: performer.latent[5] == 1.25, "it was not recalled")
    page.reload()
    connected(page)
    assert page.locator("#latent-5").input_value() == "1.25"
    page.click("#tab-presets")
    expect(page.locator(".preset")).to_have_count(1)


def test_the_square_morphs_between_four_presets_by_position(page: Page, stage: Scene) -> None:
    page.click("#tab-presets")
    for value in (-2.0, 2.0, -1.0, 1.0):
        slide(page, 0, value)
        page.click("#preset-save")
    wait_until(lambda: len(stage.performer.presets) == 4, "not all were saved")
    page.mouse.click(*at(page, 0.75, 0.25, "#morph"))
    # Weights 3/16, 9/16, 1/16, 3/16 of -2, 2, -1, 1.
    wait_until(lambda: abs(stage.performer.latent[0] - 14 / 16) < 0.05, "it is somewhere else")
