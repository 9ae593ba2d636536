"""The explorer's other homes: Max's ``[jweb]``, played by a fake ``window.max``, and a report."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from granvae.errors import GranvaeError
from granvae.play.explorer.page import write_page
from support.explorers import at, drag, grain_map, known, mapped_model, opened
from support.performers import GRAIN, LATENTS, RATE

# What jweb gives a page, with a log of what goes out.
FAKE_MAX = """
  window.sent = [];
  window.inlets = {};
  window.max = {
    outlet: (...values) => window.sent.push(values),
    bindInlet: (name, take) => { window.inlets[name] = take; },
  };
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    write_page(mapped_model(folder / "bells.ts"), folder / "bells.html")
    return folder / "bells.html"


@pytest.fixture
def jweb(browser: Browser, file: Path) -> Iterator[Page]:
    with opened(browser, file.as_uri(), FAKE_MAX) as page:
        yield page


def sent(page: Page, name: str) -> list[Any]:
    """The newest message of that name out of the outlet, where latents go out once a frame."""
    page.wait_for_function(f"sent.some((m) => m[0] === '{name}')")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
    return [m for m in page.evaluate("sent") if m[0] == name][-1][1:]


def test_in_max_a_slider_sends_the_message_that_granvae_takes(jweb: Page) -> None:
    jweb.locator("#latent-3").fill("1.5")
    assert sent(jweb, "latent") == [1.5 if d == 3 else 0 for d in range(LATENTS)]
    jweb.click("#tab-grains")
    jweb.select_option("#set-mode", "cloud")
    assert sent(jweb, "mode") == ["cloud"]
    jweb.click("#tab-table")
    jweb.fill("#signal-frequency", "110")
    jweb.keyboard.press("Enter")
    assert sent(jweb, "frequency") == [110]


def test_in_max_a_drawn_path_is_a_path_message(jweb: Page) -> None:
    jweb.click("[data-mode=draw]")
    jweb.fill("#map-count", "8")
    drag(jweb, (0.3, 0.5), (0.7, 0.5))
    points = np.reshape(sent(jweb, "path"), (8, LATENTS))
    assert np.all(np.diff(points[:, 0]) > 0.0)


def test_in_max_the_page_follows_what_granvae_tells(jweb: Page) -> None:
    jweb.wait_for_function("'latents' in inlets")
    jweb.evaluate(f"inlets.latents({', '.join(['0.25'] * LATENTS)})")
    expect(jweb.locator("#latent-7")).to_have_value("0.25")
    jweb.evaluate("inlets.mode('cloud')")
    assert known(jweb, "parameters.get('mode').value") == "cloud"
    jweb.evaluate("inlets.error('there is no such file.')")
    expect(jweb.locator("#message")).to_have_text("there is no such file.")
    jweb.evaluate(f"inlets.loaded('Disk:/models/other.ts', 4, {GRAIN}, {RATE})")
    expect(jweb.locator("#model-name")).to_have_text("other")
    expect(jweb.locator(".latent input")).to_have_count(4)


def test_in_max_presets_are_kept_by_the_page_and_morphed(jweb: Page) -> None:
    jweb.click("#tab-presets")
    for value, hertz in ((-2.0, 100.0), (2.0, 400.0)):
        jweb.locator("#latent-0").fill(str(value))
        jweb.evaluate(f"inlets.frequency({hertz})")
        jweb.click("#preset-save")
    expect(jweb.locator(".preset")).to_have_count(2)
    jweb.locator(".preset button").first.click()
    assert sent(jweb, "latent")[0] == -2
    assert sent(jweb, "frequency") == [100]
    for corner in "ABCD":
        preset = "1" if corner in "AC" else "2"
        jweb.get_by_label(f"Preset of corner {corner}").select_option(preset)
    jweb.mouse.click(*at(jweb, 0.5, 0.5, "#morph"))
    assert sent(jweb, "latent")[0] == pytest.approx(0.0, abs=0.05)
    assert sent(jweb, "frequency")[0] == pytest.approx(200.0, rel=0.02)  # the octave between


def test_in_max_nothing_is_shown_that_only_granvae_play_has(jweb: Page) -> None:
    for hidden in ("#sequencer", "#record", "#listen", "#model-open", "#sound"):
        expect(jweb.locator(hidden)).to_be_hidden()
    expect(jweb.locator("#undo")).to_be_visible()


def test_the_silent_viewer_shows_what_a_grain_is_and_sends_nothing(
    browser: Browser, file: Path
) -> None:
    with opened(browser, file.as_uri()) as viewer:
        assert known(viewer, "home") == "alone"
        expect(viewer.locator("#link")).to_have_text("silent viewer")
        for hidden in (".sides", "#sequencer", "#listen", "#random", "#undo", "[data-mode=draw]"):
            expect(viewer.locator(hidden)).to_be_hidden()
        viewer.locator("#map").focus()
        viewer.keyboard.press("n")
        expect(viewer.locator("#map-where")).not_to_contain_text("σ away")
        assert any(known(viewer, "latent"))


def test_twenty_thousand_grains_are_shown_and_found(browser: Browser, tmp_path: Path) -> None:
    kept = grain_map(20_000)
    write_page(mapped_model(tmp_path / "large.ts", kept=kept), tmp_path / "large.html")
    with opened(browser, (tmp_path / "large.html").as_uri()) as page:
        page.evaluate("(z) => granvae.set('path', [z], 'latent')", kept.latents[12_345].tolist())
        expected = f"{kept.names[kept.sound[12_345]]}, {kept.time[12_345]:.2f} s"
        expect(page.locator("#map-where")).to_have_text(expected)


def test_a_name_cannot_break_out_of_the_page(browser: Browser, tmp_path: Path) -> None:
    kept = grain_map()
    evil = ("</script><script>window.broken = 1</script>", "<b>x</b>", "rain.wav")
    changed = replace(kept, names=evil)
    write_page(mapped_model(tmp_path / "evil.ts", kept=changed), tmp_path / "evil.html")
    with opened(browser, (tmp_path / "evil.html").as_uri()) as page:
        assert page.evaluate("window.broken") is None
        expect(page.locator("#map-legend b")).to_have_count(0)


def test_a_page_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    model = mapped_model(tmp_path / "bells.ts")
    with pytest.raises(GranvaeError, match=r"cannot be written .*choose another place"):
        write_page(model, model / "page.html")


def test_a_page_is_written_without_torch(file: Path, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from granvae.play.explorer.page import write_page\n"
        f"write_page({str(file.with_suffix('.ts'))!r}, {str(tmp_path / 'page.html')!r})\n"
        "assert 'torch' not in sys.modules\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    assert (tmp_path / "page.html").read_bytes() == file.read_bytes()
