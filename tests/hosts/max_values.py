"""Latents to send to granvae~ in Max, and the table that it answers with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from hosts.max_host import Box

RATE = 44100
LATENTS = np.round(np.random.default_rng(0).normal(size=16), 3)


def atoms(values: np.ndarray) -> str:
    return " ".join(repr(float(value)) for value in values)


def written_table(box: Box, file: Path) -> np.ndarray:
    box.send(f'write "{file}"')
    assert ("written", (str(file),)) in box.finish()
    samples, rate = soundfile.read(file, dtype="float32")
    assert rate == RATE
    return samples
