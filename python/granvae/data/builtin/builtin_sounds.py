"""The built-in corpus: short phrases on simulated instruments, for those without recordings.

Nothing is stored: every sound is computed when it is asked for, the same each time.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from granvae.data.atomic_write import write_wav
from granvae.data.builtin import decaying, sustained, unpitched
from granvae.data.builtin.phrase import Player, Signal, finish
from granvae.errors import InvalidValueError

SECONDS = 4.0  # of each file, about: phrases end with their last note
LOWEST_RATE, HIGHEST_RATE = 8000, 192000  # Hz

# Three of nearly every kind, so that a random fifth of the files leaves each kind in the rest. The
# order decides the seed of each.
_INSTRUMENTS: dict[str, Player] = {
    **decaying.INSTRUMENTS,
    **sustained.INSTRUMENTS,
    **unpitched.INSTRUMENTS,
}


def builtin_sounds(sample_rate: int = 44100, seed: int = 0) -> dict[str, Signal]:
    """Every built-in sound by its name: mono ``(n,)``, peak -3 dBFS, without offset.

    A seed gives the same phrases at every rate (8000 … 192000 Hz). Together they last over 60 s.
    """
    if not LOWEST_RATE <= sample_rate <= HIGHEST_RATE:
        raise InvalidValueError(
            f"The built-in sounds cannot be made at {sample_rate} Hz; give a sample rate of "
            f"{LOWEST_RATE} to {HIGHEST_RATE} Hz."
        )
    sounds = {}
    for index, (name, instrument) in enumerate(_INSTRUMENTS.items()):
        # A generator each, so that a change to one sound leaves the others as they are.
        rng = np.random.default_rng([seed % 2**63, index])
        sounds[name] = finish(instrument(sample_rate, rng, SECONDS), sample_rate)
    return sounds


def write_builtin_sounds(folder: Path, sample_rate: int = 44100, seed: int = 0) -> list[Path]:
    """Write the built-in sounds into ``folder`` as 16-bit WAV files, and return their paths.

    Files of an earlier call are replaced, with equal bytes where rate and seed are equal.

    Raises:
        InvalidValueError: the rate is out of range.
        FileError: the folder cannot be made or written to.
    """
    sounds = builtin_sounds(sample_rate, seed)
    paths = [folder / f"{name}.wav" for name in sounds]
    for path, samples in zip(paths, sounds.values(), strict=True):
        write_wav(path, samples, sample_rate, "PCM_16")
    return paths
