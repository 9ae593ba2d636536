"""Our interpolations and other people's, as functions that loop a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from granvae import Player
from tools.peers import pyo_server, table_readers

Float32 = NDArray[np.float32]
# From a table (n,), reads of it a second, the sample rate in Hz, and how many samples to make.
Reader = Callable[[Float32, float, int, int], Float32]

INTERPOLATIONS = ("none", "linear", "cubic", "sinc")
_BEGINNING = 4096  # samples


def ours(table: Float32, frequency: float, rate: int, samples: int, interpolation: str) -> Float32:
    """Our loop mode without a crossfade."""
    player = Player(table, rate, rate)
    player.set("interpolation", interpolation)
    return player.process(frequency, 0.0, 0.0, samples=_BEGINNING + samples)[_BEGINNING:]


def readers() -> dict[str, Reader]:
    """Those that are installed, by the names that the pictures give them."""
    found: dict[str, Reader] = {
        f"granvae, {name}": partial(ours, interpolation=name) for name in INTERPOLATIONS
    }
    if pyo_server.installed():
        found["pyo TableRead, linear"] = partial(table_readers.pyo_loop, interpolation="linear")
    if table_readers.pd_installed():
        found["Pd tabread4~"] = table_readers.pd_loop
    return found
