"""The archives of a release, made of gathered folders."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from granvae.cli.install.host_folders import PD
from tools.release import platforms
from tools.release.notes import version

# What deken shows of each object, in a file beside the package.
OBJECTS = "granvae~\tplays what a neural network has learned from recordings, as grains\n"


def pack(folders: Path, out: Path) -> None:
    """A zip of each folder, and of the one for Pure Data a package as deken wants it."""
    out.mkdir(parents=True, exist_ok=True)
    for folder in sorted(path for path in folders.iterdir() if path.is_dir()):
        if folder.name == PD.key:
            archive = out / deken_name(folder / "granvae")
            _zip(folder, archive)
            digest = hashlib.sha256(archive.read_bytes()).hexdigest()
            archive.with_name(archive.name + ".sha256").write_text(digest + "\n")
            archive.with_name(archive.name + ".txt").write_text(OBJECTS)
        else:
            archive = out / f"granvae-{version()}-{folder.name}-{platforms.name()}.zip"
            _zip(folder, archive)
        print(f"{archive}: {archive.stat().st_size / 1e6:.1f} MB")


def deken_name(package: Path) -> str:
    """LIBRARY[vVERSION](SYSTEM-PROCESSOR-BITS)….dek: deken's docs/filename.md.

    The library is called as its folder, so that `[declare -path granvae]` finds it however it came.
    """
    sizes = [32] if (package / PD.file()).exists() else []
    sizes += [64] if any(package.glob("granvae~.*-64.*")) else []
    architectures = "".join(f"({platforms.deken(bits)})" for bits in sizes)
    return f"{package.name}[v{version()}]{architectures}.dek"


def _zip(folder: Path, archive: Path) -> None:
    """Names in it begin with the folder's one folder, granvae."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.rglob("*")):
            packed.write(file, file.relative_to(folder))
