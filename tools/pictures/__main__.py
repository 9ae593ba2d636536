"""``python -m tools.pictures``: draws the pictures of the engine and of a latent walk anew.

Those that compare it with pyo and Pure Data leave out whichever of the two is not installed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.peers import pyo_server, table_readers
from tools.pictures import clouds, spectra, walk, windows
from tools.pictures.readers import readers

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Draws all of them, and tells what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures", metavar="DIR")
    folder = parser.parse_args().out
    if not pyo_server.installed():
        print(pyo_server.HOW_TO_GET)
    if not table_readers.pd_installed():
        print(table_readers.HOW_TO_GET_PD)
    found = readers()
    for speed in spectra.SPEEDS:
        spectra.draw_spectra(folder / f"alias-{speed}.png", found, speed)
    print(spectra.draw_floors(folder / "alias-floors.png", found))
    windows.draw_windows(folder / "windows.png")
    clouds.draw_clouds(folder / "clouds.png")
    walk.draw_walk(folder / "walk.gif")


if __name__ == "__main__":
    main()
