"""The files of a release, collected from the jobs that made them, with their hashes."""

from __future__ import annotations

import hashlib
import shutil
import sys
import zipfile
from pathlib import Path

from tools.release.notes import version

SUMS = "SHA256SUMS"


def collect(artifacts: Path, out: Path) -> None:
    """Lays them into one folder.

    Packages for deken go into one zip: GitHub takes brackets out of the names of files.
    """
    out.mkdir(parents=True)
    files = sorted(path for path in artifacts.rglob("*") if path.is_file())
    deken = [file for file in files if ".dek" in file.suffixes]
    for file in sorted(set(files) - set(deken)):
        if (out / file.name).exists():
            sys.exit(f"Two jobs made a {file.name}; give each a name of its own.")
        shutil.copy(file, out)
    with zipfile.ZipFile(out / f"granvae-{version()}-pd.zip", "w") as packed:
        for file in deken:
            packed.write(file, file.name)
    hashes = {file: hashlib.sha256(file.read_bytes()) for file in sorted(out.iterdir())}
    lines = [f"{found.hexdigest()}  {file.name}\n" for file, found in hashes.items()]
    (out / SUMS).write_text("".join(lines))
