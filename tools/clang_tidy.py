"""``python -m tools.clang_tidy build/test``: lints each C++ source that changed since it passed.

A source changes with every header of ours that it includes, its compile command and .clang-tidy.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# Most of what is read here is torch and pybind11, at half a minute a file.
LEFT_OUT = ("external/decoder/torch", "external/python")


def main() -> None:
    """Lints, and exits with 1 where a file does not pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="a finished build by ninja")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    passed = options.build / "clang-tidy"
    passed.mkdir(exist_ok=True)
    keys = source_keys(options.build)
    changed = sorted(source for source, key in keys.items() if not (passed / key).exists())
    print(f"clang-tidy: {len(changed)} of {len(keys)} files changed since they passed.", flush=True)

    def passes(source: Path) -> bool:
        command = [BIN / "clang-tidy", "-p", options.build, "--quiet", source]
        # Those that GCC knows and Clang does not.
        done = subprocess.run(
            [*command, "--extra-arg=-Wno-unknown-warning-option"], capture_output=True, text=True
        )
        if done.returncode:
            print(done.stdout or done.stderr, flush=True)
        else:
            (passed / keys[source]).touch()
        return done.returncode == 0

    with ThreadPoolExecutor(options.jobs) as pool:
        if not all(list(pool.map(passes, changed))):
            sys.exit(1)


def source_keys(build: Path) -> dict[Path, str]:
    """Each source of external/ in the build, with a hash of all that its findings depend on."""
    commands = json.loads((build / "compile_commands.json").read_text())
    includes = dependencies(build)
    rules = (ROOT / ".clang-tidy").read_bytes()
    keys = {}
    for entry in commands:
        source = Path(entry["file"])
        name = source.relative_to(ROOT).as_posix()
        if name.startswith("external/") and not name.startswith(LEFT_OUT):
            digest = hashlib.sha256(rules + entry["command"].encode())
            for path in sorted({source, *includes[(build / entry["output"]).resolve()]}):
                digest.update(path.read_bytes())
            keys[source] = digest.hexdigest()
    return keys


def dependencies(build: Path) -> dict[Path, list[Path]]:
    """The files of ours that each object was built from."""
    listing = subprocess.run(
        [BIN / "ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True
    ).stdout
    found: dict[Path, list[Path]] = {}
    for block in listing.split("\n\n"):
        target, _, files = block.partition(": ")
        paths = [(build / line.strip()).resolve() for line in files.splitlines()[1:]]
        ours = [path for path in paths if path.is_relative_to(ROOT / "external")]
        found[(build / target.strip()).resolve()] = ours
    return found


if __name__ == "__main__":
    main()
