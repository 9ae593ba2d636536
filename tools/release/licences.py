"""The licences of what a package redistributes, laid beside it."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import files
from pathlib import Path

import granvae
from tools.release.notes import ROOT

FOLDER = "licences"


def add(package: Path, *, max_sdk: bool = False, libtorch: bool = False) -> None:
    """Ours, and those of the libraries whose code or files are in the package.

    pybind11 is in the Python module alone, whose wheel brings its licence along; of Pure Data only
    the header is used.
    """
    folder = package / FOLDER
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", folder / "granvae.txt")
    if max_sdk:
        shutil.copy(_of_wheel("max-sdk-base.txt"), folder)
    if libtorch:
        _add_torch(folder / "libtorch")
        if sys.platform == "linux":  # whose torch brings GCC's OpenMP along
            for name in ("libgomp.txt", "GPL-3.0.txt"):
                shutil.copy(ROOT / "licences" / name, folder)


def _of_wheel(name: str) -> Path:
    """A text that the build laid into the wheel."""
    places = [Path(each) / FOLDER / name for each in granvae.__path__]
    found = next((place for place in places if place.exists()), None)
    if found is None:
        sys.exit(f"The installed granvae has no {name}; install its wheel, built for Max.")
    return found


def _add_torch(folder: Path) -> None:
    """torch's own licence, and those of all that it is made of, as its wheel lists them."""
    texts = [file for file in files("torch") or () if "licenses" in file.parts]
    if not texts:
        sys.exit("The installed torch lists no licences; install it as a wheel.")
    for file in texts:
        target = folder.joinpath(*file.parts[file.parts.index("licenses") + 1 :])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(str(file.locate()), target)
