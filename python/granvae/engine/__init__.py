"""The native engine in Python."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

from granvae.errors import InstallationError

_LIBRARIES = {  # in the order in which one needs the other
    "linux": ("libc10.so", "libtorch_cpu.so"),
    "darwin": ("libc10.dylib", "libtorch_cpu.dylib"),
}


def __getattr__(name: str) -> ModuleType:
    """Load the native module, and with it libtorch, when it is first imported from here."""
    if name == "_native":
        return _load_native()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _load_native() -> ModuleType:
    """Import ``granvae.engine._native``.

    The module looks for libtorch in a package ``torch`` beside ``granvae``. Where the two lie in
    different folders (a user site, an editable install), libtorch is loaded from wherever Python
    finds the package, and the module takes what is loaded already.

    Raises:
        InstallationError: the module is not built, or libtorch is missing or of another version.
    """
    module = f"{__name__}._native"
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise InstallationError(
            f"The native engine is not built for Python {sys.version_info.major}."
            f"{sys.version_info.minor}; install granvae again with this Python."
        ) from error
    except ImportError as error:
        # The folder of libtorch, without importing the package.
        torch = importlib.util.find_spec("torch")
        if torch is None or not torch.submodule_search_locations:
            raise InstallationError(
                "The native engine needs PyTorch, which this Python does not find; install it "
                f"with `{Path(sys.executable).name} -m pip install torch`."
            ) from error
        libraries = Path(torch.submodule_search_locations[0]) / "lib"
    try:
        if sys.platform == "win32":
            os.add_dll_directory(str(libraries))
        else:
            for name in _LIBRARIES.get(sys.platform, _LIBRARIES["linux"]):
                ctypes.CDLL(str(libraries / name), mode=ctypes.RTLD_GLOBAL)
        return importlib.import_module(module)
    except (ImportError, OSError) as error:
        raise InstallationError(
            f"The native engine does not fit the PyTorch in {libraries.parent} ({error}); install "
            "granvae again in this environment, so that the two match."
        ) from error
