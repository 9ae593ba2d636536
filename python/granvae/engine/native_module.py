"""Loads the native module, wherever the libtorch that it needs is installed."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

from granvae.errors import InstallationError

_MODULE = "granvae.engine._native"
_LIBRARIES = {  # in the order in which one needs the other
    "linux": ("libc10.so", "libtorch_cpu.so"),
    "darwin": ("libc10.dylib", "libtorch_cpu.dylib"),
}


def load_native() -> ModuleType:
    """Import ``granvae.engine._native``.

    The module looks for libtorch in a package ``torch`` beside ``granvae``. Where the two lie in
    different folders (a user site, an editable install), libtorch is loaded from wherever Python
    finds the package, and the module takes what is loaded already.

    Raises:
        InstallationError: the module is not built, or libtorch is missing or of another version.
    """
    try:
        return importlib.import_module(_MODULE)
    except ModuleNotFoundError as error:
        raise InstallationError(
            f"The native engine is not built for Python {sys.version_info.major}."
            f"{sys.version_info.minor}; install granvae again with this Python."
        ) from error
    except ImportError as error:
        libraries = _torch_libraries()
        if libraries is None:
            raise InstallationError(
                "The native engine needs PyTorch, which this Python does not find; install it "
                f"with `{Path(sys.executable).name} -m pip install torch`."
            ) from error
    try:
        _load_libraries(libraries)
        return importlib.import_module(_MODULE)
    except (ImportError, OSError) as error:
        raise InstallationError(
            f"The native engine does not fit the PyTorch in {libraries.parent} ({error}); install "
            "granvae again in this environment, so that the two match."
        ) from error


def _torch_libraries() -> Path | None:
    """The folder of libtorch, without importing the package."""
    spec = importlib.util.find_spec("torch")
    places = (spec and spec.submodule_search_locations) or []
    return next((Path(place) / "lib" for place in places), None)


def _load_libraries(folder: Path) -> None:
    if sys.platform == "win32":
        os.add_dll_directory(str(folder))
        return
    for name in _LIBRARIES.get(sys.platform, _LIBRARIES["linux"]):
        ctypes.CDLL(str(folder / name), mode=ctypes.RTLD_GLOBAL)
