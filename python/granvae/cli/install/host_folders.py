"""Where Max and Pure Data look for externals, and what an external needs beside it."""

import importlib.util
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from granvae.errors import InstallationError


@dataclass(frozen=True)
class Host:
    """A program that loads our external."""

    key: str  # its name on the command line
    name: str  # its name in sentences
    cmake_option: str  # builds the external
    build_needs: str  # besides a compiler and CMake
    external: str  # the folder for the external, inside the installed folder
    back_end: str  # the folder for what opens libtorch, likewise
    libraries: str  # the folder for the libraries of torch, likewise
    endings: Mapping[str, str]  # of the external's file, or of its bundle, by platform

    def file(self, platform: str = sys.platform) -> str:
        """The name of the external's file."""
        return "granvae~" + self.endings.get(platform, self.endings["linux"])


MAX = Host(
    key="max",
    name="Max",
    cmake_option="GRANVAE_MAX",
    build_needs="a network, to fetch Max's SDK",
    external="externals",
    back_end="support",
    libraries="support",
    endings={"darwin": ".mxo", "win32": ".mxe64", "linux": ".so"},
)
PD = Host(
    key="pd",
    name="Pure Data",
    cmake_option="GRANVAE_PD",
    build_needs="Pd's headers, as in Debian's puredata-dev",
    external=".",
    back_end=".",
    # Pd on Windows looks for libraries beside the external only.
    libraries="." if sys.platform == "win32" else "lib",
    endings={"darwin": ".pd_darwin", "win32": ".dll", "linux": ".pd_linux"},
)
HOSTS = {host.key: host for host in (MAX, PD)}

# The library that opens libtorch for models that the external cannot decode itself.
_BACK_END = {"darwin": "granvae_torch.dylib", "win32": "granvae_torch.dll"}

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
        InstallationError: the host does not exist on this platform.
    """
    home = Path.home()
    if host.key == "pd" and platform == "win32":
        return Path(os.environ.get("APPDATA", home / "AppData" / "Roaming")) / "Pd"
    if host.key == "pd":
        return home / ("Library/Pd" if platform == "darwin" else ".local/lib/pd/extra")
    if platform not in {"darwin", "win32"}:
        raise InstallationError("Max runs on macOS and Windows, not here; install granvae there.")
    documents = platformdirs.user_documents_path()  # in OneDrive, where Windows keeps it there
    newest, older = documents / "Max 9", documents / "Max 8"
    return (newest if newest.is_dir() or not older.is_dir() else older) / "Packages"


def back_end_file(platform: str = sys.platform) -> str:
    """The name of the library that opens libtorch."""
    return _BACK_END.get(platform, "granvae_torch.so")


def torch_libraries(platform: str = sys.platform) -> tuple[Path, ...]:
    """The libraries of the installed torch that models of others need.

    Raises:
        InstallationError: torch is missing, incomplete, or built for CUDA.
    """
    folder = torch_folder()
    key = platform if platform in _NEEDED else "linux"
    found: list[Path] = []
    for pattern in (*_NEEDED[key], *_WELCOME.get(key, ())):
        matches = sorted(folder.glob(pattern))
        if not matches and pattern in _NEEDED[key]:
            raise InstallationError(
                f"torch has no {pattern} in {folder}; install it again with "
                "`pip install --force-reinstall torch`."
            )
        found += matches
    # Its libraries pull in several GB of CUDA, which externals do not use.
    if any(folder.glob("*torch_cuda.*")):
        raise InstallationError(
            f"the torch in {folder} is built for CUDA, which no patch needs; install the CPU build "
            "of the same version, as pytorch.org says, and run this again."
        )
    return tuple(found)


def torch_folder() -> Path:
    """The folder of torch's libraries, found without loading them.

    Raises:
        InstallationError: torch is not installed.
    """
    spec = importlib.util.find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        raise InstallationError("torch is not installed here; install it with `pip install torch`.")
    return Path(next(iter(spec.submodule_search_locations))) / "lib"
