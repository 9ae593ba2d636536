"""granvae: play what a neural network has learned from your own sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from granvae.errors import GranvaeError

if TYPE_CHECKING:
    from granvae.engine.synth import Player, Sound, Synth, messages, parameters

__version__ = "0.1.0"
__all__ = ["GranvaeError", "Player", "Sound", "Synth", "messages", "parameters"]


def __getattr__(name: str) -> Any:
    """Loads the engine, and libtorch with it, only when it is first used."""
    if name in __all__:
        from granvae.engine import synth

        return getattr(synth, name)
    raise AttributeError(f"module 'granvae' has no attribute {name!r}")
