"""The browser of the tests: whichever is there, but a snap."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.browser import find_browser


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ({"chromium": "/usr/bin/chromium"}, "/usr/bin/chromium"),
        ({"chromium": "/snap/bin/chromium", "google-chrome": "/opt/chrome"}, "/opt/chrome"),
        ({"chromium": "/snap/bin/chromium"}, None),
        ({"Google Chrome": "/Applications/Google Chrome"}, "/Applications/Google Chrome"),
        ({}, None),
    ],
)
def test_a_snap_is_no_browser_for_tests(
    there: dict[str, str], found: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: there.get(Path(name).name))
    assert find_browser() == found
