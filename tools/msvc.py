"""``python -m tools.msvc``: finds in external/ what only GCC and Clang know, and MSVC would not.

The compiler of this machine preprocesses each file as MSVC does, without the headers of others;
what is behind a guard is gone by then.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENDINGS = {".cpp", ".hpp", ".inl"}
MSVC = ("-D_MSC_VER=1940", "-D_MSVC_LANG=202002L", "-D_WIN32", "-D_WIN64", "-D_M_X64")
GNU = re.compile(
    r"__builtin_\w+|__attribute__|\[\[\s*gnu::\w+|#\s*pragma (?:GCC|clang)|_Pragma"
    r"|\b__(?:restrict__|asm__|typeof__|extension__|int128)\b|\btypeof\b"
)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"](.*)[>"].*$', re.MULTILINE)
PLACE = re.compile(r'^# (\d+) "(.*)"')


def main() -> None:
    """Prints what it finds, and exits with 1 where that is anything."""
    found = sorted(set(findings(ROOT / "external")))
    print("\n".join(found) or "msvc: nothing that only GCC and Clang know.")
    sys.exit(bool(found))


def findings(folder: Path) -> Iterator[str]:
    """A line for each, with its file below ``folder``, its line and the word."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        sources = sorted(file for file in copy.rglob("*") if file.suffix in ENDINGS)
        for source in sources:
            text = source.read_text(encoding="utf-8")
            ours = INCLUDE.sub(lambda line: line[0] if (copy / line[1]).exists() else "", text)
            source.write_text(ours, encoding="utf-8")
        for source in sources:
            if source.suffix == ".cpp":
                yield from found_in(source, copy)


def found_in(source: Path, folder: Path) -> Iterator[str]:
    compiler = os.environ.get("CXX", "c++")
    command: list[str | Path] = [
        compiler,
        "-E",
        "-undef",
        "-nostdinc",
        "-std=c++20",
        *MSVC,
        "-I",
        folder,
        source,
    ]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    file, line = "", 0
    for row in text.splitlines():
        if place := PLACE.match(row):
            line, file = int(place[1]), place[2]
            continue
        if file.startswith(str(folder)) and (word := GNU.search(row)):
            yield f"{Path(file).relative_to(folder).as_posix()}:{line}: {word[0]}"
        line += 1


if __name__ == "__main__":
    main()
