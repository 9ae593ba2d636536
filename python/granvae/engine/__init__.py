"""The native engine in Python."""

from __future__ import annotations

from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    """Load the native module, and with it libtorch, when it is first imported from here."""
    if name == "_native":
        from granvae.engine.native_module import load_native

        return load_native()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
