"""``python -m tools.pictures``: draw the engine's pictures and a latent walk anew.

Comparisons leave out whichever of pyo and Pure Data is not installed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools import peers
from tools.pictures import bent, clouds, spectra, walk, windows

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures", metavar="DIR")
    folder = parser.parse_args().out
    if not peers.pyo_installed():
        print(peers.HOW_TO_GET_PYO)
    if not peers.pd_installed():
        print(peers.HOW_TO_GET_PD)
    found = spectra.readers()
    for speed in spectra.SPEEDS:
        spectra.draw_spectra(folder / f"alias-{speed}.png", found, speed)
    print(spectra.draw_floors(folder / "alias-floors.png", found))
    windows.draw_windows(folder / "windows.png")
    clouds.draw_clouds(folder / "clouds.png")
    walk.draw_walk(folder / "walk.gif")
    bent.make_bent(folder)


if __name__ == "__main__":
    main()
