"""The browser in which the explorer is tested and its pictures are taken."""

from __future__ import annotations

import shutil

# Of Debian, of Google, of macOS and of some distributions.
_NAMES = (
    "chromium",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "chromium-browser",
)
NO_BROWSER = "neither Chromium nor Google Chrome is installed"


def find_browser() -> str | None:
    """The program of Chromium or Chrome; not a snap, which reads no files of others."""
    found = filter(None, map(shutil.which, _NAMES))
    return next((program for program in found if not program.startswith("/snap/")), None)
