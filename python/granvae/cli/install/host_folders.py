"""Where Max and Pure Data look for externals, and what an external needs beside it."""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from granvae.errors import GranvaeError


@dataclass(frozen=True)
class Host:
    """A program that loads our external.

    Attributes:
        key: its name on the command line.
        name: its name in sentences.
        option: the CMake option that builds the external.
        libraries: the folder for the libraries of torch, inside the installed folder.
        external: the folder for the external itself, inside the installed folder.
    """

    key: str
    name: str
    option: str
    external: str
    libraries: str

    def file(self, platform: str = sys.platform) -> str:
        """The name of the external's file (of a folder, on macOS for Max)."""
        endings = _ENDINGS[self.key]
        return "granvae~" + endings.get(platform, endings["linux"])


# Pd on Windows looks for libraries beside the external only.
MAX = Host("max", "Max", "GRANVAE_MAX", "externals", "support")
PD = Host("pd", "Pure Data", "GRANVAE_PD", ".", "." if sys.platform == "win32" else "lib")
HOSTS = {host.key: host for host in (MAX, PD)}

_ENDINGS = {
    "max": {"darwin": ".mxo", "win32": ".mxe64", "linux": ".so"},
    "pd": {"darwin": ".pd_darwin", "win32": ".dll", "linux": ".pd_linux"},
}

# Libraries of the torch wheel: those without which nothing works, and those that they load where
# they are there. The OpenMP runtime is among the first, under the name it has on each platform.
_NEEDED = {
    "darwin": ("libtorch.dylib", "libtorch_cpu.dylib", "libc10.dylib", "lib*omp*.dylib"),
    "win32": ("torch.dll", "torch_cpu.dll", "c10.dll", "libiomp5*.dll"),
    "linux": ("libtorch.so", "libtorch_cpu.so", "libc10.so", "libgomp*.so*"),
}
_WELCOME = {"win32": ("uv.dll", "fbgemm.dll", "asmjit.dll", "libiompstubs5*.dll")}


def place_of(host: Host, platform: str = sys.platform) -> Path:
    """The folder in which the host finds ours, whether it exists or not.

    Raises:
        GranvaeError: the host does not exist on this platform.
    """
    home = Path.home()
    if host is PD:
        if platform == "darwin":
            return home / "Library" / "Pd"
        if platform == "win32":
            return Path(os.environ.get("APPDATA", home / "AppData" / "Roaming")) / "Pd"
        return home / ".local" / "lib" / "pd" / "extra"
    if platform not in {"darwin", "win32"}:
        raise GranvaeError(
            "Max runs on macOS and Windows, not here; name the folder with --to to make the "
            "package for another computer."
        )
    # Windows may keep Documents in OneDrive.
    documents = [home / "Documents"]
    cloud = os.environ.get("ONEDRIVE")  # Windows knows its variables in any case
    if platform == "win32" and cloud:
        documents.insert(0, Path(cloud) / "Documents")
    versions = [folder / f"Max {version}" for version in (9, 8) for folder in documents]
    found = next((folder for folder in versions if folder.is_dir()), documents[-1] / "Max 9")
    return found / "Packages"


def torch_libraries(platform: str = sys.platform) -> tuple[Path, ...]:
    """The libraries of the installed torch that an external needs beside it.

    Raises:
        GranvaeError: torch is missing, incomplete, or built for CUDA.
    """
    folder = torch_folder()
    key = platform if platform in _NEEDED else "linux"
    found: list[Path] = []
    for pattern in _NEEDED[key]:
        matches = sorted(folder.glob(pattern))
        if not matches:
            raise GranvaeError(
                f"torch has no {pattern} in {folder}; install it again with "
                "`pip install --force-reinstall torch`."
            )
        found += matches
    # Its libraries pull in several GB of CUDA, which externals do not use.
    if any(folder.glob("*torch_cuda.*")):
        raise GranvaeError(
            f"the torch in {folder} is built for CUDA, which no patch needs; install the CPU build "
            "of the same version, as pytorch.org tells, and run this again."
        )
    for pattern in _WELCOME.get(key, ()):
        found += sorted(folder.glob(pattern))
    return tuple(found)


def torch_folder() -> Path:
    """The folder of torch's libraries, found without loading them.

    Raises:
        GranvaeError: torch is not installed.
    """
    spec = importlib.util.find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        raise GranvaeError("torch is not installed here; install it with `pip install torch`.")
    return Path(next(iter(spec.submodule_search_locations))) / "lib"
