"""Who can use the explorer: with keys or fingers, on a small screen, in light and dark."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from support.explorers import Scene, at, visited
from support.performers import wait_until

# What a colour of the page is.
COLOUR = """(name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()"""


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
    ids = "map listen random latent-0 latent-15 record volume zoom-in map-colour bar-of"
    assert set(ids.split()) <= reached
    assert any("keyboard" in name for name in reached)


def test_a_tablet_shows_all_without_scrolling_sideways_and_takes_fingers(
    browser: Browser, stage: Scene
) -> None:
    tablet = {"width": 820, "height": 1180}
    with visited(browser, stage, viewport=tablet, has_touch=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 820
        page.touchscreen.tap(*at(page, 0.3, 0.5))
        wait_until(lambda: bool(np.any(stage.performer.latent)), "the finger was not felt")
        small = page.evaluate(
            """() => Array.from(document.querySelectorAll('button, select'))
               .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 24)
               .map((e) => e.outerHTML)"""
        )
        assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_legible_in_light_and_dark(browser: Browser, stage: Scene, scheme: str) -> None:
    pairs = [("ink", on) for on in ("paper", "panel", "raised", "field", "chosen")]
    pairs += [("soft", "panel"), ("soft", "field"), ("soft", "raised")]
    pairs += [("on-accent", "accent"), ("warn", "panel")]
    with visited(browser, stage, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        for pair in pairs:
            assert contrast(*(page.evaluate(COLOUR, name) for name in pair)) >= 4.5, pair


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255.0 for k in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
