"""Makes the virtual environment and installs the project into it; with --test, what tests need.

Run by the Makefile with any Python >= 3.10, so it uses the standard library alone. Repeated, it
does only what is still to do.
"""

from __future__ import annotations

import argparse
import ctypes.util
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 10)
# Debian's and Homebrew's names of what the tests need besides Python.
SYSTEM_TEST_PACKAGES = {
    "apt-get": ("puredata-core", "puredata-dev", "doctest-dev", "chromium"),
    "brew": ("pd", "doctest"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("venv", type=Path)
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    if sys.version_info < OLDEST:
        sys.exit(f"granvae needs Python 3.10 or newer; this is {sys.version.split()[0]}.")
    python = make_environment(options.venv)
    install_portaudio()
    if options.test:
        install_system_packages()
    install_project(python, options.venv, options.test)


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
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*prefix, "apt-get", "install", "-y", "-q", "libportaudio2"]
    if not shutil.which("apt-get") or subprocess.call(command, stderr=subprocess.DEVNULL):
        print("PortAudio is missing: install libportaudio2 for `granvae play` to find sound cards.")


def install_system_packages() -> None:
    if shutil.which("apt-get"):
        wanted = SYSTEM_TEST_PACKAGES["apt-get"]
        missing = [name for name in wanted if not debian_has(name)]
        if missing:
            apt_install(*missing, why="to test in a real Pure Data and a real browser")
    elif shutil.which("brew"):
        run(["brew", "install", *SYSTEM_TEST_PACKAGES["brew"]])
    else:
        print("Neither apt-get nor brew is here: install Pure Data and doctest by hand.")


def debian_has(name: str) -> bool:
    query = ["dpkg-query", "-W", "-f", "${Status}", name]
    return "ok installed" in subprocess.run(query, capture_output=True, text=True).stdout


def apt_install(*names: str, why: str) -> None:
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    if not shutil.which("apt-get"):
        sys.exit(f"Missing {why}: {', '.join(names)}; install them and call make again.")
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    print(f"Installing {', '.join(names)} {why} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.call([*prefix, *command], env=environment):
        run([*prefix, "apt-get", "update", "-q"])
        run([*prefix, *command])


def install_project(python: Path, venv: Path, test: bool) -> None:
    """Built without isolation: an environment just for the build would fetch torch once more."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    stamp = venv / ("installed-test" if test else "installed")
    state = fingerprint()
    if stamp.exists() and stamp.read_text() == state:
        return
    if subprocess.call([python, "-c", "import torch"], stderr=subprocess.DEVNULL):
        install_torch(python, re.search(r"torch==[\w.]+", project)[0])
    run([python, "-m", "pip", "install", "-q", *build_requirements(project), "cmake", "ninja"])
    extra = "[test]" if test else ""
    print("Building the native engine and installing granvae …", flush=True)
    run([python, "-m", "pip", "install", "-q", "--no-build-isolation", f"{ROOT}{extra}"])
    for each in (venv / "installed", stamp):
        each.write_text(state)


def build_requirements(project: str) -> list[str]:
    listed = re.search(r"^requires = \[(.*?)\]", project, re.MULTILINE | re.DOTALL)
    return re.findall(r'"([^"]+)"', listed[1])


def install_torch(python: Path, requirement: str) -> None:
    """Without an NVIDIA card, torch's CUDA libraries are gigabytes for nothing."""
    print(f"Installing {requirement} …", flush=True)
    pip = [python, "-m", "pip", "install", "-q"]
    if shutil.which("nvidia-smi") is None and wants_cuda(pip, requirement):
        # uv knows where the builds without CUDA lie.
        uv = [python, "-m", "uv", "pip", "install", "--python", python, "--torch-backend", "cpu"]
        if subprocess.call([*pip, "uv"]) == 0 and subprocess.call([*uv, requirement]) == 0:
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


def fingerprint() -> str:
    """Of all that is installed: if nothing of it changed, there is nothing to do."""
    digest = hashlib.sha256()
    files = [ROOT / "pyproject.toml", ROOT / "CMakeLists.txt", ROOT / "README.md"]
    for folder in ("cmake", "external", "python"):
        files += sorted(path for path in (ROOT / folder).rglob("*") if path.is_file())
    for path in files:
        if path.exists() and path.suffix not in (".pyc", ".so"):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def run(command: Sequence[str | Path]) -> None:
    if status := subprocess.call(command):
        words = " ".join(str(word) for word in command)
        sys.exit(f"'{words}' failed with status {status}; see its last lines above.")


if __name__ == "__main__":
    main()
