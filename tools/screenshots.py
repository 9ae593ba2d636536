"""``python -m tools.screenshots``: takes the pictures of docs/explorer.md.

Plays a model that ships on a clock without a card, and works the page in a headless Chromium.
``--model`` takes another model instead.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from granvae.play.commands.table import MESSAGES
from granvae.play.explorer.server import ExplorerServer
from granvae.play.io.audio_output import ClockDriver
from granvae.play.performer import Performer
from tools.browser import NO_BROWSER, find_browser

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "max-package" / "media" / "granvae-consort.ts"
_RATE = 48000
DESKTOP, TABLET = (1440, 900), (820, 1180)
# The same random draws each time (Park and Miller).
_RANDOM = "let dice = 7; Math.random = () => (dice = (dice * 48271) % 2147483647) / 2147483647;"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures", metavar="DIR")
    parser.add_argument("--model", type=Path, default=MODEL, metavar="model.ts", help="to play")
    options = parser.parse_args()
    chromium = find_browser()
    if chromium is None:
        sys.exit(f"No picture can be taken: {NO_BROWSER}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (size, theme, act) in SCENES.items():
            file = options.out / f"explorer-{name}.png"
            file.write_bytes(_shrunk(_taken(browser, options.model, size, theme, act)))
            print(f"{file}: {file.stat().st_size / 1000:.0f} kB")
        browser.close()


def _taken(
    browser: Browser, model: Path, size: tuple[int, int], theme: str, act: Callable[[Page], None]
) -> bytes:
    with (
        closing(Performer(model, _RATE, messages=MESSAGES)) as performer,
        closing(ClockDriver(performer, 256)),
        closing(ExplorerServer(performer, port=0)) as server,
        closing(browser.new_page(viewport={"width": size[0], "height": size[1]})) as page,
    ):
        page.add_init_script(_RANDOM)
        page.goto(f"{server.address}&theme={theme}")
        page.locator("#listen:enabled").wait_for()  # the server has sent everything
        act(page)
        # The pointer and the focus away from everything.
        page.mouse.move(2, 2)
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(700)
        return page.screenshot()


def _shrunk(png: bytes) -> bytes:
    """In 256 colours, which the page has hardly more of."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    small = io.BytesIO()
    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(small, "PNG", optimize=True)
    return small.getvalue()


def path(page: Page) -> None:
    """A drawn path that plays."""
    page.click("[data-mode=draw]")
    box = page.locator("#map").bounding_box()
    assert box is not None
    for k in range(41):
        t = k / 40
        x, y = 0.28 + 0.46 * t, 0.52 - 0.27 * math.sin(6.0 * t)
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        if k == 0:
            page.mouse.down()
    page.mouse.up()


def descriptor(page: Page) -> None:
    """Grains coloured by brightness, one of them under the pointer, in a cloud."""
    page.select_option("#map-colour", "centroid")
    page.click("#tab-grains")
    page.select_option("#set-mode", "cloud")
    page.click("#tab-cloud")
    for name, share in (("density", 0.5), ("spray", 0.6), ("detune", 0.35), ("async", 0.7)):
        page.locator(f"#set-{name}").fill(str(share))
    page.evaluate("document.getElementById('panel-cloud').scrollTop = 0")
    page.locator("#map").focus()
    page.keyboard.press("x")
    page.wait_for_timeout(300)
    page.keyboard.press("n")


def sequence(page: Page) -> None:
    """A Euclidean pattern that runs, and four presets."""
    page.click("#tab-presets")
    for name in ("dusk", "glass", "rain", "choir"):
        page.click("#random")
        page.fill("[placeholder=name]", name)
        page.click("#preset-save")
    page.click("button:text-is('rain')")
    page.get_by_label("Euclid").fill("7")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    page.click("text=Scatter")
    for k in range(16):
        height = 0.35 + 0.3 * math.sin(2.0 * k) * math.cos(0.7 * k)
        bar = page.locator(".bar-of").nth(k).bounding_box()
        assert bar is not None
        page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + height * bar["height"])
    page.get_by_role("button", name="Play", exact=True).click()


def tablet(page: Page) -> None:
    """A place among the grains, and an LFO."""
    page.locator("#map").focus()
    page.keyboard.press("x")
    page.wait_for_timeout(800)
    page.get_by_role("button", name="LFO of latent 4").click()
    page.evaluate("window.scrollTo(0, 0)")


# By the picture's name: its size, its theme, and what is done.
SCENES: dict[str, tuple[tuple[int, int], str, Callable[[Page], None]]] = {
    "path": (DESKTOP, "dark", path),
    "cloud": (DESKTOP, "light", descriptor),
    "sequence": (DESKTOP, "dark", sequence),
    "tablet": (TABLET, "light", tablet),
}


if __name__ == "__main__":
    main()
