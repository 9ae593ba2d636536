"""The explorer beside ``granvae play``, used in a browser with mouse, finger and keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect

from explorers import (
    GRAIN,
    LATENTS,
    RATE,
    Scene,
    at,
    chromium,
    errors_of,
    known,
    mapped_model,
    scene,
)
from granvae import Synth
from granvae.play.pattern import Step


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
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


def visit(page: Page, stage: Scene) -> None:
    page.goto(stage.address)
    page.wait_for_function("granvae.meters !== null")


def soon(true: Callable[[], bool], what: str) -> None:
    """Waits for what a message brings about."""
    until = time.monotonic() + 5.0
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.01)


def slide(page: Page, latent: int, value: float) -> None:
    page.locator(f"#latent-{latent}").fill(str(value))


def record(page: Page, folder: Path) -> NDArray[np.float32]:
    """What is heard for half a second."""
    page.click("#record")
    expect(page.locator("#record")).to_have_text("Stop")
    page.wait_for_timeout(500)
    page.click("#record")
    expect(page.locator("#said")).to_contain_text("Recorded")
    (file,) = folder.glob("granvae-*.wav")
    soon(lambda: soundfile.info(file).frames > RATE // 4, "nothing was recorded")
    return np.asarray(soundfile.read(file, dtype="float32")[0])


def test_the_page_opens_with_the_model_its_latents_and_its_map(page: Page, stage: Scene) -> None:
    expect(page.locator("#model-name")).to_have_text("bells")
    assert page.locator(".latent input").count() == LATENTS
    expect(page.locator("#map-legend")).to_contain_text("high")
    expect(page.locator("#map-where")).to_contain_text("deviations away")
    page.wait_for_timeout(200)
    coloured = page.evaluate(
        """() => {
          const c = document.getElementById('map-points');
          const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
          let n = 0;
          for (let i = 0; i < d.length; i += 4) {
            const [r, g, b] = [d[i], d[i + 1], d[i + 2]];
            if (d[i + 3] > 99 && Math.max(r, g, b) - Math.min(r, g, b) > 60) n++;
          }
          return n;
        }"""
    )
    assert coloured > 900  # more than a pixel for each of the 900 grains


def test_it_asks_nobody_but_its_own_server(browser: Browser, stage: Scene) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, stage)
    page.close()
    assert asked
    assert all(url.startswith((f"http://127.0.0.1:{stage.port}/", "data:")) for url in asked)


def test_a_moved_slider_is_heard_as_the_model_decodes_it(
    page: Page, stage: Scene, tmp_path: Path
) -> None:
    slide(page, 3, 1.5)
    soon(lambda: stage.performer.latent[3] == 1.5, "the slider did not arrive")
    page.wait_for_timeout(200)
    heard = record(page, tmp_path)
    synth = Synth(stage.performer.model.file, RATE)
    synth.latent([1.5 if d == 3 else 0.0 for d in range(LATENTS)])
    expected = synth.process(samples=2 * RATE // 4)
    # A grain is 512 samples and so is the cycle: its harmonics, wherever the recording begins.
    spectra = [np.abs(np.fft.rfft(sound[-8 * GRAIN :]))[::8] for sound in (heard, expected)]
    np.testing.assert_allclose(spectra[0], spectra[1], atol=1e-3 * spectra[1].max())


def test_a_drawn_path_becomes_the_table_and_is_heard_as_recorded(
    page: Page, stage: Scene, tmp_path: Path
) -> None:
    page.click("[data-mode=draw]")
    page.fill("#map-count", "12")
    corners = [at(page, 0.3, 0.3), at(page, 0.7, 0.3), at(page, 0.7, 0.7)]
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner, steps=20)
    page.mouse.up()
    performer = stage.performer
    soon(lambda: len(performer.points) == 12, "the path did not arrive")
    steps = np.linalg.norm(np.diff(performer.points[:, :2], axis=0), axis=1)
    # At equal distances, but where it goes round the corner.
    assert np.sum(np.isclose(steps, np.median(steps), rtol=0.02)) >= 10
    soon(lambda: len(performer.table) == 11 * performer.hop + GRAIN, "the table is not there")
    size = len(performer.table) - GRAIN // 4
    soon(lambda: performer.signals["frequency"] is not None, "the frequency did not follow")
    assert performer.signals["frequency"] == pytest.approx(RATE / size)

    page.wait_for_timeout(300)
    heard = record(page, tmp_path)[-2 * size :]
    synth = Synth(performer.model.file, RATE)
    synth.path(performer.points)
    cycle = synth.process(performer.signals["frequency"], samples=4 * size)[2 * size : 3 * size]
    likeness = np.correlate(heard, cycle) / np.linalg.norm(cycle)
    energy = np.convolve(heard**2, np.ones(size), "valid")
    assert (likeness / np.sqrt(energy)).max() > 0.99


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
    soon(lambda: performer.parameters["mode"] == "cloud", "the mode did not change")
    for _ in range(3):
        page.click("#undo")
    soon(lambda: performer.parameters["mode"] == "loop", "the mode was not undone")
    soon(lambda: performer.latent[1] == 0.0, "the latent was not undone")
    assert performer.latent[0] == 2.0
    page.keyboard.press("Control+z")
    soon(lambda: performer.latent[0] == 0.0, "the first change was not undone")
    expect(page.locator("#undo")).to_be_disabled()
    for _ in range(4):
        page.keyboard.press("Control+Shift+Z")
    soon(lambda: performer.parameters["mode"] == "cloud", "nothing was done again")
    assert performer.latent[:2].tolist() == [2.0, -1.0]
    assert performer.signals["frequency"] == 220.0


def test_a_snapshot_brings_everything_back_and_a_reload_keeps_it(page: Page, stage: Scene) -> None:
    performer = stage.performer
    slide(page, 5, 1.25)
    page.click("#tab-snapshots")
    page.fill("[placeholder=name]", "dawn")
    page.keyboard.press("Enter")
    soon(lambda: "dawn" in performer.presets, "it was not saved")
    page.click("#random")
    soon(lambda: performer.latent[5] != 1.25, "nothing was drawn")
    page.click("button:text-is('dawn')")
    soon(lambda: performer.latent[5] == 1.25, "it was not recalled")
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_function("granvae.meters !== null")
    assert page.locator("#latent-5").input_value() == "1.25"
    page.click("#tab-snapshots")
    expect(page.locator(".shot")).to_have_count(1)


def test_the_square_morphs_between_four_snapshots_by_position(page: Page, stage: Scene) -> None:
    page.click("#tab-snapshots")
    for value in (-2.0, 2.0, -1.0, 1.0):
        slide(page, 0, value)
        page.click("#snapshot-save")
    soon(lambda: len(stage.performer.presets) == 4, "not all were saved")
    box = page.locator("#morph").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])
    # Weights 3/16, 9/16, 1/16, 3/16 of -2, 2, -1, 1.
    soon(lambda: abs(stage.performer.latent[0] - 14 / 16) < 0.05, "it is somewhere else")


def test_hovering_auditions_a_grain_and_leaving_comes_back(page: Page, stage: Scene) -> None:
    slide(page, 2, 0.7)
    soon(lambda: stage.performer.latent[2] == 0.7, "the slider did not arrive")
    before = stage.performer.latent.copy()
    spots = [(x, y) for x in np.linspace(0.1, 0.9, 30) for y in (0.4, 0.5, 0.6)]
    for x, y in spots:
        page.mouse.move(*at(page, x, y))
        if "deviations" not in page.locator("#map-where").inner_text():
            break
    where = page.locator("#map-where").inner_text()
    assert where.split(",")[0] in ("bells/low.wav", "bells/high.wav", "rain.wav")
    soon(lambda: not np.array_equal(stage.performer.latent, before), "nothing was auditioned")
    page.mouse.move(*at(page, 0.5, -0.05))
    soon(lambda: np.allclose(stage.performer.latent, before), "it did not come back")


def test_pressing_travels_between_the_grains_around_the_pointer(page: Page, stage: Scene) -> None:
    page.mouse.move(*at(page, 0.5, 0.2))
    page.mouse.down()
    page.mouse.move(*at(page, 0.52, 0.25), steps=4)
    page.mouse.up()
    place = np.array(known(page, "latent"))
    soon(lambda: np.allclose(stage.performer.latent, place, atol=1e-6), "it did not arrive")
    assert place[1] > 1.0  # up there is the rain
    assert 0.0 < np.abs(place[2:]).max() < 1.5  # of the grains around, averaged


def test_locked_latents_stay_where_they_are(page: Page, stage: Scene) -> None:
    slide(page, 4, 1.1)
    page.get_by_role("button", name="Lock latent 4").click()
    page.click("#random")
    soon(lambda: abs(stage.performer.latent[3]) > 0.0, "nothing was drawn")
    page.click("#origin")
    soon(lambda: stage.performer.latent[3] == 0.0, "it did not go to the origin")
    assert stage.performer.latent[4] == 1.1


def test_an_lfo_swings_one_latent_around_its_slider(page: Page, stage: Scene) -> None:
    slide(page, 6, 0.5)
    page.get_by_role("button", name="LFO of latent 6").click()
    page.get_by_role("slider", name="Rate").fill("1")  # 10 Hz
    seen = []
    for _ in range(60):
        seen.append(float(stage.performer.latent[6]))
        page.wait_for_timeout(10)
    assert min(seen) < -0.2
    assert max(seen) > 1.2
    assert np.all(stage.performer.latent[:6] == 0.0)


def test_another_model_is_loaded_and_shown(page: Page, stage: Scene, model: Path) -> None:
    page.click("#model-open")
    page.fill("#model-file", str(model.with_name("small.ts")))
    page.keyboard.press("Enter")
    expect(page.locator("#model-name")).to_have_text("small")
    expect(page.locator(".latent input")).to_have_count(8)
    slide(page, 7, 1.0)
    soon(lambda: stage.performer.latent.tolist() == [0.0] * 7 + [1.0], "it is not played")


def test_what_cannot_be_done_is_said_in_a_sentence(page: Page, stage: Scene) -> None:
    page.click("#model-open")
    page.fill("#model-file", "nowhere.ts")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("nowhere.ts")
    expect(page.locator("#model-name")).to_have_text("bells")


def test_two_pages_show_the_same(page: Page, browser: Browser, stage: Scene) -> None:
    other = browser.new_page()
    visit(other, stage)
    slide(page, 9, -0.75)
    expect(other.locator("#latent-9")).to_have_value("-0.75")
    other.close()


def test_steps_are_set_in_the_grid_seen_on_the_map_and_played(page: Page, stage: Scene) -> None:
    slide(page, 0, 1.0)
    page.get_by_role("button", name="Step 1", exact=True).click()
    page.get_by_role("slider", name="Level of step 1", exact=True).press("ArrowDown")
    page.get_by_label("Euclid").fill("4")
    page.keyboard.press("Enter")

    def steps() -> tuple[Step, ...]:
        return stage.performer.sequencer.pattern.tracks[0].steps

    soon(
        lambda: [k for k, step in enumerate(steps()) if step.on] == [0, 4, 8, 12],
        "the steps are others",
    )
    assert steps()[0].latent[0] == 1.0
    assert steps()[0].level == pytest.approx(0.95)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".step.now")).to_have_count(1)
    page.get_by_role("button", name="Stop", exact=True).click()
    soon(lambda: not stage.performer.sequencer.running, "it did not stop")


def test_notes_and_handles_change_the_signals(page: Page, stage: Scene) -> None:
    page.locator(".keyboard").focus()
    page.keyboard.press("a")
    soon(lambda: stage.performer.signals["frequency"] == pytest.approx(130.813), "no C3")
    page.get_by_role("slider", name="Start").press("ArrowRight")
    soon(lambda: stage.performer.signals["start"] == 2, "the start did not move")
    page.get_by_role("slider", name="Crossfade").press("ArrowLeft")
    soon(lambda: stage.performer.signals["crossfade"] == 126, "the crossfade did not move")


def test_the_page_finds_its_server_again(page: Page, stage: Scene) -> None:
    page.evaluate("granvae.link.socket.close()")
    expect(page.locator("#link")).to_contain_text("connection lost")
    expect(page.locator("#link.up")).to_have_count(1)
    slide(page, 1, 0.5)
    soon(lambda: stage.performer.latent[1] == 0.5, "it is not heard any more")


def test_everything_has_a_name_and_is_reached_by_keys(page: Page) -> None:
    nameless = page.evaluate(
        """() => Array.from(document.querySelectorAll(
             'button, input, select, [role=slider], [role=application], [role=radio], [role=tab]'))
           .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.title
             || (e.labels && e.labels.length)))
           .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    reached = set()
    page.locator("#model-open").focus()
    for _ in range(140):
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
        page.keyboard.press("Tab")
    ids = {"map", "random", "latent-0", "latent-15", "record", "volume", "zoom-in", "map-colour"}
    assert ids <= reached
    assert any("keyboard" in name for name in reached)
    assert "bar-of" in reached


def test_the_map_is_played_by_keys(page: Page, stage: Scene) -> None:
    page.locator("#map").focus()
    page.keyboard.press("n")
    soon(lambda: bool(np.any(stage.performer.latent)), "no grain was taken")
    expect(page.locator("#map-where")).not_to_contain_text("deviations")
    before = stage.performer.latent.copy()
    page.keyboard.press("Shift+ArrowRight")
    soon(lambda: stage.performer.latent[0] == pytest.approx(before[0] + 0.5), "it did not move")


def test_a_tablet_shows_all_without_scrolling_sideways_and_takes_fingers(
    browser: Browser, stage: Scene
) -> None:
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True)
    page = context.new_page()
    visit(page, stage)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 820
    page.touchscreen.tap(*at(page, 0.3, 0.5))
    soon(lambda: bool(np.any(stage.performer.latent)), "the finger was not felt")
    small = page.evaluate(
        """() => Array.from(document.querySelectorAll('button, select'))
           .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 24)
           .map((e) => e.outerHTML)"""
    )
    assert small == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_legible_in_light_and_dark(browser: Browser, stage: Scene, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    visit(page, stage)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    names = ("ink", "soft", "paper", "panel", "raised", "field", "accent", "on-accent", "warn",
             "chosen")  # fmt: skip
    colours = {
        name: page.evaluate(
            f"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()"
        )
        for name in names
    }
    pairs = [("ink", on) for on in ("paper", "panel", "raised", "field", "chosen")]
    pairs += [("soft", "panel"), ("soft", "field"), ("soft", "raised")]
    pairs += [("on-accent", "accent"), ("warn", "panel")]
    for above, below in pairs:
        assert contrast(colours[above], colours[below]) >= 4.5, (above, below)
    context.close()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255.0 for k in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
