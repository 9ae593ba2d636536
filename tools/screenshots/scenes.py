"""What is done on the page before each picture is taken."""

from __future__ import annotations

import math
from collections.abc import Callable

from playwright.sync_api import Page

DESKTOP = (1440, 900)
TABLET = (820, 1180)


def path(page: Page) -> None:
    """A drawn path that plays."""
    page.click("[data-mode=draw]")
    places = [(0.28 + 0.46 * t, 0.52 - 0.27 * math.sin(6.0 * t)) for t in _steps(40)]
    _draw(page, places)
    _aside(page)


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
    _aside(page)


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
    _aside(page)


def tablet(page: Page) -> None:
    """A place among the grains, and an LFO."""
    page.locator("#map").focus()
    page.keyboard.press("x")
    page.wait_for_timeout(800)
    page.get_by_role("button", name="LFO of latent 4").click()
    page.evaluate("window.scrollTo(0, 0)")
    _aside(page)


# By the picture's name: its size, its theme, and what is done.
SCENES: dict[str, tuple[tuple[int, int], str, Callable[[Page], None]]] = {
    "path": (DESKTOP, "dark", path),
    "cloud": (DESKTOP, "light", descriptor),
    "sequence": (DESKTOP, "dark", sequence),
    "tablet": (TABLET, "light", tablet),
}


def _steps(count: int) -> list[float]:
    return [k / count for k in range(count + 1)]


def _draw(page: Page, places: list[tuple[float, float]]) -> None:
    box = page.locator("#map").bounding_box()
    assert box is not None
    corners = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner)
    page.mouse.up()


def _aside(page: Page) -> None:
    """The pointer and the focus away from everything."""
    page.mouse.move(2, 2)
    page.evaluate("document.activeElement.blur()")
