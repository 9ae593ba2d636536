"""Makes the virtual environment and installs this checkout into it, editable.

Run by the Makefile with any Python >= 3.10, so it uses the standard library alone. Repeated, it
does only what is still to do: an edited Python file needs nothing, an edited C++ file one compile.
"""

from __future__ import annotations

import argparse
import ctypes.util
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 10)
# Debian's and Homebrew's names of what the tests need besides Python.
TEST_PACKAGES = {
    "apt-get": ("ccache", "puredata-core", "puredata-dev", "jackd2", "doctest-dev"),
    "brew": ("ccache", "pd", "doctest"),
}
BROWSERS = ("chromium", "google-chrome")
# What the native engine is built from, with pyproject.toml and the CMakeLists.txt above them.
ENGINE = ("cmake", "external/core", "external/decoder", "external/engine", "external/python")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("venv", type=Path)
    for extra in ("test", "docs"):
        parser.add_argument(f"--{extra}", action="append_const", dest="extras", const=extra)
    options = parser.parse_args()
    if sys.version_info < OLDEST:
        sys.exit(f"granvae needs Python 3.10 or newer; this is {sys.version.split()[0]}.")
    extras = {"train", *(options.extras or ())}
    python = make_environment(options.venv)
    install_portaudio()
    if "test" in extras:
        install_test_packages()
    install_project(python, options.venv, extras)


def make_environment(venv: Path) -> Path:
    """Debian ships Python without venv's own pip, and without the headers that modules need."""
    folder = "Scripts" if os.name == "nt" else "bin"
    python = venv / folder / "python"
    if not works(python):
        shutil.rmtree(venv, ignore_errors=True)
        if subprocess.call([sys.executable, "-m", "venv", venv], stderr=subprocess.DEVNULL):
            apt_install(f"python3.{sys.version_info.minor}-venv", why="to make environments")
            run([sys.executable, "-m", "venv", "--clear", venv])
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        apt_install(f"libpython3.{sys.version_info.minor}-dev", why="to build the native engine")
    return python


def works(python: Path) -> bool:
    try:
        return subprocess.call([python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install_portaudio() -> None:
    """What `granvae play` plays through; on macOS and Windows, sounddevice brings it along.

    All else works without it, so that nobody is asked for a password.
    """
    if sys.platform != "linux" or ctypes.util.find_library("portaudio"):
        return
    command = [*sudo("-n"), "apt-get", "install", "-y", "-q", "libportaudio2"]
    if not shutil.which("apt-get") or subprocess.call(command, stderr=subprocess.DEVNULL):
        print("PortAudio is missing: install libportaudio2 for `granvae play` to find sound cards.")


def install_test_packages() -> None:
    if shutil.which("apt-get"):
        wanted = (*TEST_PACKAGES["apt-get"], *browser())
        missing = [name for name in wanted if not debian_has(name)]
        if missing:
            apt_install(*missing, why="to test in a real Pure Data and a real browser")
    elif shutil.which("brew"):
        run(["brew", "install", "-q", *TEST_PACKAGES["brew"]])
    else:
        print("Neither apt-get nor brew is here: install Pure Data and doctest by hand.")


def browser() -> tuple[str, ...]:
    """Its package, if there is none. Ubuntu has a snap alone, which opens no file of ours."""
    if any(map(shutil.which, BROWSERS)):
        return ()
    if platform.freedesktop_os_release()["ID"] == "ubuntu":
        print("Tests of the explorer are skipped; they need Google Chrome, which is not here.")
        return ()
    return ("chromium",)


def debian_has(name: str) -> bool:
    query = ["dpkg-query", "-W", "-f", "${Status}", name]
    return "ok installed" in subprocess.run(query, capture_output=True, text=True).stdout


def apt_install(*names: str, why: str) -> None:
    if not shutil.which("apt-get"):
        sys.exit(f"Missing {why}: {', '.join(names)}; install them and call make again.")
    command = [*sudo(), "apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    print(f"Installing {', '.join(names)} {why} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.call(command, env=environment):
        run([*sudo(), "apt-get", "update", "-q"])
        run(command)


def sudo(*options: str) -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", *options]


@dataclass
class Receipt:
    """What is installed: the extras, and a hash of each file that the engine is made of."""

    extras: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


def install_project(python: Path, venv: Path, extras: set[str]) -> None:
    """Built without isolation: an environment just for the build would fetch torch once more."""
    path = venv / "granvae-installed.json"
    before = Receipt(**json.loads(path.read_text())) if path.exists() else Receipt()
    now = Receipt(sorted(extras.union(before.extras)), engine_files())
    if now == before:
        print(f"granvae in {venv} is up to date.")
        return
    print(f"Installing granvae into {venv}: {reason(before, now)} …", flush=True)
    pip: list[str | Path] = [python, "-m", "pip", "install", "-q"]
    needs = [now.extras, now.files["pyproject.toml"]]
    satisfied = needs == [before.extras, before.files.get("pyproject.toml")]
    if not satisfied:
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        listed = project.partition("requires = [")[2].partition("]\n")[0]
        requires = re.findall(r'"([^"]+)"', listed)
        if subprocess.call([python, "-c", "import torch"], stderr=subprocess.DEVNULL):
            install_torch(python, next(name for name in requires if name.startswith("torch==")))
        run([*pip, *requires, "cmake", "ninja"])
    # As in the tests' own build: with equal flags, ccache compiles once for both.
    strict = ["-C", "cmake.define.GRANVAE_WERROR=ON"] if "test" in now.extras else []
    if strict and os.name != "nt":
        os.environ.setdefault("CXX", "c++")  # CMake's own choice, where Python would name another
    wanted = f"{ROOT}[{','.join(now.extras)}]"
    build = ["--no-build-isolation", *(["--no-deps"] if satisfied else []), *strict]
    run([*pip, *build, "-e", wanted])
    path.write_text(json.dumps(vars(now)))


def engine_files() -> dict[str, str]:
    """Path to hash, of all that an install depends on."""
    paths = [ROOT / "pyproject.toml", ROOT / "CMakeLists.txt", ROOT / "external" / "CMakeLists.txt"]
    for folder in ENGINE:
        paths += sorted(path for path in (ROOT / folder).rglob("*") if path.is_file())
    files = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    # An editable install knows the modules by name, and reads each from its file.
    files |= dict.fromkeys((ROOT / "python").rglob("*.py"), "")
    return {path.relative_to(ROOT).as_posix(): content for path, content in files.items()}


def reason(before: Receipt, now: Receipt) -> str:
    """What makes it necessary, in a few words."""
    if not before.files:
        return "it is not there yet"
    paths = sorted(path for path, _ in before.files.items() ^ now.files.items())
    changed = list(dict.fromkeys(paths))
    if not changed:
        return f"with what '{now.extras[-1]}' needs"
    more = f" and {len(changed) - 1} more" if changed[1:] else ""
    return f"{changed[0]}{more} changed"


def install_torch(python: Path, requirement: str) -> None:
    """Without an NVIDIA card, torch's CUDA libraries are gigabytes for nothing."""
    print(f"Installing {requirement} …", flush=True)
    pip: list[str | Path] = [python, "-m", "pip", "install", "-q"]
    if shutil.which("nvidia-smi") is None and wants_cuda(pip, requirement):
        # uv knows where the builds without CUDA lie.
        uv: list[str | Path] = [python, "-m", "uv", "pip", "install", "--python", python]
        if (
            subprocess.call([*pip, "uv"]) == 0
            and subprocess.call([*uv, "--torch-backend", "cpu", requirement]) == 0
        ):
            return
        print("No build without CUDA can be had; the usual one follows.", flush=True)
    run([*pip, requirement])


def wants_cuda(pip: Sequence[str | Path], requirement: str) -> bool:
    report = subprocess.run(
        [*pip, "--dry-run", "--ignore-installed", "--report", "-", requirement],
        capture_output=True,
        text=True,
    )
    if report.returncode:
        return False
    chosen = json.loads(report.stdout)["install"]
    return any(each["metadata"]["name"].startswith(("nvidia-", "cuda-")) for each in chosen)


def run(command: Sequence[str | Path]) -> None:
    if status := subprocess.call(command):
        sys.exit(f"'{' '.join(map(str, command))}' failed with status {status}; see above.")


if __name__ == "__main__":
    main()
