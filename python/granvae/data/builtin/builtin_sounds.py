"""The built-in corpus: short phrases on simulated instruments, for those without recordings.

Nothing is stored; everything is computed when it is asked for, the same each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import soundfile

from granvae.data.builtin import bars, blown, bowed, drums, noise, plucked, voice
from granvae.data.builtin.phrase import Signal, finish
from granvae.errors import GranvaeError

__all__ = ["SECONDS", "builtin_sounds", "write_builtin_sounds"]

SECONDS = 4.0  # of each file, about: phrases end with their last note
LOWEST_RATE, HIGHEST_RATE = 8000, 192000  # Hz

Maker = Callable[[int, np.random.Generator], Signal]

# Three of nearly every kind, so that a random fifth of the files leaves each kind in the rest.
_MAKERS: dict[str, Maker] = {
    "plucked_guitar": partial(plucked.guitar, seconds=SECONDS),
    "plucked_harp": partial(plucked.harp, seconds=SECONDS),
    "plucked_bass": partial(plucked.bass, seconds=SECONDS),
    "bar_marimba": partial(bars.marimba, seconds=SECONDS),
    "bar_vibraphone": partial(bars.vibraphone, seconds=SECONDS),
    "bar_glockenspiel": partial(bars.glockenspiel, seconds=SECONDS),
    "blown_flute": partial(blown.flute, seconds=SECONDS),
    "blown_clarinet": partial(blown.clarinet, seconds=SECONDS),
    "blown_panpipe": partial(blown.panpipe, seconds=SECONDS),
    "bowed_violin": partial(bowed.violin, seconds=SECONDS),
    "bowed_viola": partial(bowed.viola, seconds=SECONDS),
    "bowed_cello": partial(bowed.cello, seconds=SECONDS),
    "voice_soprano": partial(voice.soprano, seconds=SECONDS),
    "voice_alto": partial(voice.alto, seconds=SECONDS),
    "voice_tenor": partial(voice.tenor, seconds=SECONDS),
    "noise_wind": partial(noise.wind, seconds=SECONDS),
    "noise_rain": partial(noise.rain, seconds=SECONDS),
    "drums_straight": partial(drums.straight, seconds=SECONDS),
    "drums_broken": partial(drums.broken, seconds=SECONDS),
    "drums_toms": partial(drums.toms, seconds=SECONDS),
}


def builtin_sounds(sample_rate: int = 44100, seed: int = 0) -> dict[str, Signal]:
    """Every built-in sound by its name: mono ``(n,)``, peak -3 dBFS, without offset.

    A seed gives the same phrases at every rate (8000 … 192000 Hz). Together they last over 60 s.
    """
    if not LOWEST_RATE <= sample_rate <= HIGHEST_RATE:
        raise GranvaeError(
            f"The built-in sounds cannot be made at {sample_rate} Hz; give a sample rate of "
            f"{LOWEST_RATE} to {HIGHEST_RATE} Hz."
        )
    # A generator each, so that a change to one sound leaves the others as they are.
    return {
        name: finish(make(sample_rate, np.random.default_rng([seed % 2**63, index])), sample_rate)
        for index, (name, make) in enumerate(_MAKERS.items())
    }


def write_builtin_sounds(folder: Path, sample_rate: int = 44100, seed: int = 0) -> list[Path]:
    """Write the built-in sounds into ``folder`` as 16-bit WAV files, and return their paths.

    Files of an earlier call are replaced, with equal bytes where rate and seed are equal.

    Raises:
        GranvaeError: if the rate is out of range, or the folder cannot be made or written to.
    """
    sounds = builtin_sounds(sample_rate, seed)
    paths = [folder / f"{name}.wav" for name in sounds]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, samples in zip(paths, sounds.values(), strict=True):
            soundfile.write(path, samples, sample_rate, subtype="PCM_16")
    except (OSError, soundfile.SoundFileError) as error:
        raise GranvaeError(
            f"The built-in sounds cannot be written to {folder} ({error}); "
            "check its permissions and the space on the disk."
        ) from error
    return paths
