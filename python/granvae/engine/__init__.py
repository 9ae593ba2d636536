"""The native engine in Python."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from granvae.errors import InstallationError


def __getattr__(name: str) -> ModuleType:
    """Load the native module when it is first imported from here."""
    if name == "_native":
        return _load_native()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _load_native() -> ModuleType:
    """Import ``granvae.engine._native``.

    What it cannot decode itself it leaves to libtorch, which it opens when a model first needs it:
    from a package ``torch`` beside ``granvae``, or else (a user site, an editable install) from
    wherever Python finds that package.

    Raises:
        InstallationError: the module is not built, or does not fit this Python.
    """
    try:
        native = importlib.import_module(f"{__name__}._native")
    except ModuleNotFoundError as error:
        raise InstallationError(
            f"The native engine is not built for Python {sys.version_info.major}."
            f"{sys.version_info.minor}; install granvae again with this Python."
        ) from error
    except ImportError as error:
        raise InstallationError(
            f"The native engine does not fit this Python ({error}); install granvae again."
        ) from error
    # The folder of libtorch, without importing the package.
    torch = importlib.util.find_spec("torch")
    if torch is not None and torch.submodule_search_locations:
        native.set_libtorch_folder(str(Path(torch.submodule_search_locations[0]) / "lib"))
    return native
