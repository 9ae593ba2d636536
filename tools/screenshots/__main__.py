"""``python -m tools.screenshots``: takes the pictures of docs/explorer.md.

Makes sounds, trains a model on them for a minute, plays it on a clock without a card, and works the
page in a headless Chromium. ``--model`` takes another model instead.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from granvae.data.builtin.builtin_sounds import write_builtin_sounds
from granvae.export.export_run import export_run
from granvae.play.commands.table import MESSAGES
from granvae.play.explorer.server import ExplorerServer
from granvae.play.io.audio_output import ClockDriver
from granvae.play.performer import Performer
from granvae.training.config import TrainConfig
from granvae.training.train import train
from tools.screenshots import scenes

ROOT = Path(__file__).resolve().parents[2]
_RATE = 48000
# The same random draws each time (Park and Miller).
_RANDOM = "let dice = 7; Math.random = () => (dice = (dice * 48271) % 2147483647) / 2147483647;"


def main() -> None:
    """Takes all of them."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures", metavar="DIR")
    parser.add_argument("--model", type=Path, metavar="model.ts", help="instead of training one")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing; install it (on Debian: apt install chromium).")
    with tempfile.TemporaryDirectory() as folder:
        model = options.model or _trained(Path(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, (size, theme, act) in scenes.SCENES.items():
                file = options.out / f"explorer-{name}.png"
                file.write_bytes(_shrunk(_taken(browser, model, size, theme, act)))
                print(f"{file}: {file.stat().st_size / 1000:.0f} kB")
            browser.close()


def _trained(folder: Path) -> Path:
    write_builtin_sounds(folder / "sounds")
    run = train(TrainConfig(sounds=(str(folder / "sounds"),), minutes=1.0), folder / "run")
    export_run(run, folder / "instruments.ts")
    return folder / "instruments.ts"


def _taken(
    browser: Browser, model: Path, size: tuple[int, int], theme: str, act: Callable[[Page], None]
) -> bytes:
    performer = Performer(model, _RATE, messages=MESSAGES)
    server = ExplorerServer(performer, port=0)
    driver = ClockDriver(performer, 256)
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    try:
        page.add_init_script(_RANDOM)
        page.goto(f"{server.address}&theme={theme}")
        page.locator("#listen:enabled").wait_for()  # the server has sent everything
        act(page)
        page.wait_for_timeout(700)
        return page.screenshot()
    finally:
        page.close()
        server.close()
        driver.close()
        performer.close()


def _shrunk(png: bytes) -> bytes:
    """In 256 colours, which the page has hardly more of."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    small = io.BytesIO()
    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    main()
