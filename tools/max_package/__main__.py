"""``python -m tools.max_package``: writes max-package/ anew.

``--model my-model.ts`` also copies the demo model into it, ``--pictures DIR`` draws every patcher.
"""

from __future__ import annotations

import argparse
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

from py2max import Patcher

from tools.max_package import contract, icon
from tools.max_package.files import files

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.max_package", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "max-package", metavar="DIR")
    parser.add_argument("--model", type=Path, metavar="model.ts", help="the demo model to include")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="draw the patchers as SVG")
    options = parser.parse_args()
    for name, data in files().items():
        file = options.out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        print(file)
    icon.draw(options.out / "icon.png")
    if options.model:
        check_model(options.model)
        media = options.out / "media"
        media.mkdir(exist_ok=True)
        shutil.copyfile(options.model, media / contract.MODEL)
    if options.pictures:
        draw_patchers(options.out, options.pictures)


def check_model(file: Path) -> None:
    """Refuses a model that the numbers in our patchers do not fit."""
    with zipfile.ZipFile(file) as archive:
        facts = next(name for name in archive.namelist() if name.endswith("/extra/granvae.json"))
        sizes = json.loads(archive.read(facts))
    if (sizes["latent"], sizes["grain"]) != (contract.LATENTS, contract.GRAIN):
        raise SystemExit(
            f"{file} has {sizes['latent']} latents and grains of {sizes['grain']} samples; "
            "set LATENTS and GRAIN in tools/max_package/contract.py to these and run again."
        )


def draw_patchers(package: Path, folder: Path) -> None:
    """Draws every patcher of the package, tab by tab, into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(package.rglob("*")):
        if file.suffix in {".maxpat", ".maxhelp", ".amxd"}:
            patcher: Any = Patcher.from_file(file)
            tabs = {f"-{box.text[2:]}": box._patcher for box in patcher._boxes if box._patcher}
            for name, page in (tabs or {"": patcher}).items():
                page.to_svg(folder / f"{file.name}{name}.svg")


if __name__ == "__main__":
    main()
