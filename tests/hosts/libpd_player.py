"""Plays a patch in instances of libpd, which a program has once: for a process of its own."""

from __future__ import annotations

import sys
from ctypes import CDLL, POINTER, RTLD_GLOBAL, c_char_p, c_float, c_int, c_void_p
from pathlib import Path

import numpy as np

RATE, BLOCK = 44100, 64


def instances(pd: CDLL, count: int) -> list[c_void_p | None]:
    """Where the libpd has but one instance, that one."""
    pd.libpd_new_instance.restype = c_void_p
    made: list[c_void_p | None] = [c_void_p(pd.libpd_new_instance()) for _ in range(count)]
    return made if all(made) else [None]


def play(pd: CDLL, folder: Path, external: Path, samples: int) -> np.ndarray:
    pd.libpd_openfile.restype = c_void_p
    pd.libpd_init_audio(0, 1, RATE)
    pd.libpd_add_to_search_path(str(external).encode())
    assert pd.libpd_openfile(c_char_p(b"patch.pd"), c_char_p(str(folder).encode()))
    pd.libpd_start_message(c_int(1))
    pd.libpd_add_float(c_float(1.0))
    pd.libpd_finish_message(c_char_p(b"pd"), c_char_p(b"dsp"))
    sound = np.zeros(samples // BLOCK * BLOCK, np.float32)
    nothing = np.zeros(BLOCK, np.float32)
    pointer = POINTER(c_float)
    pd.libpd_process_float(
        c_int(len(sound) // BLOCK), nothing.ctypes.data_as(pointer), sound.ctypes.data_as(pointer)
    )
    return sound


def main(library: str, folder: str, external: str, samples: str) -> None:
    pd = CDLL(library, RTLD_GLOBAL)
    pd.libpd_init()
    sounds = []
    for instance in instances(pd, 2):
        if instance is not None:
            pd.libpd_set_instance(instance)
        sounds.append(play(pd, Path(folder), Path(external), int(samples)))
    np.save(Path(folder) / "sounds.npy", np.stack(sounds))


if __name__ == "__main__":
    main(*sys.argv[1:])
