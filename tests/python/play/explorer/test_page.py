"""The explorer beside ``granvae play``, used in a browser: all but its map."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from granvae import Synth
from granvae.play.sequencer.pattern import Step
from support.explorers import Scene, at, connected, opened, record, slide, visited
from support.performers import GRAIN, LATENTS, RATE, wait_until


def test_the_page_opens_with_the_model_its_latents_and_its_map(page: Page, stage: Scene) -> None:
    expect(page.locator("#model-name")).to_have_text("bells")
    assert page.locator(".latent input").count() == LATENTS
    expect(page.locator("#map-legend")).to_contain_text("high")
    expect(page.locator("#map-where")).to_contain_text("σ away")
    coloured = """() => {
          const c = document.getElementById('map-points');
          const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
          let n = 0;
          for (let i = 0; i < d.length; i += 4) {
            const [r, g, b] = [d[i], d[i + 1], d[i + 2]];
            if (d[i + 3] > 99 && Math.max(r, g, b) - Math.min(r, g, b) > 60) n++;
          }
          return n;
        }"""
    # More than a pixel for each of the 900 grains.
    wait_until(lambda: page.evaluate(coloured) > 900, "the grains are not shown")


def test_it_asks_nobody_but_its_own_server(browser: Browser, stage: Scene) -> None:
    asked: list[str] = []
    with opened(browser, "about:blank") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(stage.address)
        connected(page)
    assert asked
    assert all(url.startswith((f"http://127.0.0.1:{stage.port}/", "data:")) for url in asked)


def test_a_moved_slider_is_heard_as_the_model_decodes_it(
    page: Page, stage: Scene, tmp_path: Path
) -> None:
    slide(page, stage, 3, 1.5)
    synth = Synth(stage.performer.state.model.file, RATE)
    synth.latent([1.5 if d == 3 else 0.0 for d in range(LATENTS)])
    wait_until(lambda: np.array_equal(stage.performer.table, synth.table), "no new table")
    heard = record(page, stage, tmp_path)
    expected = synth.process(samples=2 * RATE // 4)
    cycle = GRAIN - GRAIN // 4  # a grain less its crossfade
    # Its harmonics, wherever the recording begins.
    spectra = [np.abs(np.fft.rfft(sound[-8 * cycle :]))[::8] for sound in (heard, expected)]
    np.testing.assert_allclose(spectra[0], spectra[1], atol=1e-3 * spectra[1].max())


def test_locked_latents_stay_where_they_are(page: Page, stage: Scene) -> None:
    slide(page, stage, 4, 1.1)
    page.get_by_role("button", name="Lock latent 4").click()
    page.click("#random")
    wait_until(lambda: abs(stage.performer.latent[3]) > 0.0, "nothing was drawn")
    page.click("#origin")
    wait_until(lambda: stage.performer.latent[3] == 0.0, "it did not go to the origin")
    assert stage.performer.latent[4] == 1.1


def test_an_lfo_swings_one_latent_around_its_slider(page: Page, stage: Scene) -> None:
    slide(page, stage, 6, 0.5)
    page.get_by_role("button", name="LFO of latent 6").click()
    page.get_by_role("slider", name="Rate").fill("1")  # 10 Hz
    wait_until(lambda: stage.performer.latent[6] < -0.2, "it does not swing down")
    wait_until(lambda: stage.performer.latent[6] > 1.2, "it does not swing up")
    assert np.all(stage.performer.latent[:6] == 0.0)


def test_the_pad_moves_two_latents(page: Page, stage: Scene) -> None:
    page.click("#tab-pad")
    page.locator("#panel-pad .pad").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    moved = [0.0, 0.0, 0.05, 0.5]
    wait_until(lambda: stage.performer.latent[:4].tolist() == moved, "the latents did not move")


def test_another_model_is_loaded_and_shown(page: Page, stage: Scene, model: Path) -> None:
    page.click("#model-open")
    page.fill("#model-file", str(model.with_name("small.ts")))
    page.keyboard.press("Enter")
    expect(page.locator("#model-name")).to_have_text("small")
    expect(page.locator(".latent input")).to_have_count(8)
    slide(page, stage, 7, 1.0)
    assert stage.performer.latent.tolist() == [0.0] * 7 + [1.0]


def test_what_cannot_be_done_is_said_in_a_sentence(page: Page, stage: Scene) -> None:
    page.click("#model-open")
    page.fill("#model-file", "nowhere.ts")
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_contain_text("nowhere.ts")
    expect(page.locator("#model-name")).to_have_text("bells")


def test_two_pages_show_the_same(page: Page, browser: Browser, stage: Scene) -> None:
    with visited(browser, stage) as other:
        slide(page, stage, 9, -0.75)
        expect(other.locator("#latent-9")).to_have_value("-0.75")


def test_steps_are_set_in_the_grid_seen_on_the_map_and_played(page: Page, stage: Scene) -> None:
    slide(page, stage, 0, 1.0)
    page.get_by_role("button", name="Step 1", exact=True).click()
    page.get_by_role("slider", name="Level of step 1", exact=True).press("ArrowDown")
    page.get_by_label("Euclid").fill("4")
    page.keyboard.press("Enter")

    def steps() -> tuple[Step, ...]:
        return stage.performer.sequencer.pattern.tracks[0].steps

    wait_until(
        lambda: [k for k, step in enumerate(steps()) if step.on] == [0, 4, 8, 12],
        "the steps are others",
    )
    assert steps()[0].latent[0] == 1.0
    assert steps()[0].level == pytest.approx(0.95)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".step.now")).to_have_count(1)
    page.get_by_role("button", name="Stop", exact=True).click()
    wait_until(lambda: not stage.performer.sequencer.running, "it did not stop")


def test_notes_and_handles_change_the_signals(page: Page, stage: Scene) -> None:
    page.locator(".keyboard").focus()
    page.keyboard.press("a")
    signals = stage.performer.state.signals
    wait_until(lambda: signals["frequency"] == pytest.approx(130.813), "no C3")
    page.get_by_role("slider", name="Start").press("ArrowRight")
    wait_until(lambda: signals["start"] == 2, "the start did not move")
    page.get_by_role("slider", name="Crossfade").press("ArrowLeft")
    wait_until(lambda: signals["crossfade"] == 126, "the crossfade did not move")


def test_the_page_finds_its_server_again(page: Page, stage: Scene) -> None:
    page.evaluate("granvae.link.socket.close()")
    expect(page.locator("#link")).to_contain_text("connection lost")
    expect(page.locator("#link.up")).to_have_count(1)
    slide(page, stage, 1, 0.5)


def test_undo_and_redo_bring_back_latents_frequency_and_parameters(
    page: Page, stage: Scene
) -> None:
    performer = stage.performer
    slide(page, stage, 0, 2.0)
    page.wait_for_timeout(800)  # changes that follow faster than this are one
    slide(page, stage, 1, -1.0)
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
    slide(page, stage, 5, 1.25)
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
        slide(page, stage, 0, value)
        page.click("#preset-save")
    wait_until(lambda: len(stage.performer.presets) == 4, "not all were saved")
    page.mouse.click(*at(page, 0.75, 0.25, "#morph"))
    # Weights 3/16, 9/16, 1/16, 3/16 of -2, 2, -1, 1.
    wait_until(lambda: abs(stage.performer.latent[0] - 14 / 16) < 0.05, "it is somewhere else")
