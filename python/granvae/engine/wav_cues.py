"""WAV files with cue points, as samplers and other granular instruments read them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from granvae.data.atomic_write import atomic_write
from granvae.engine.offline_engine import Float32

_FLOAT = 3  # WAVE_FORMAT_IEEE_FLOAT
_BYTES = 4  # a sample


def write_cued(
    path: Path, samples: Float32, rate: float, cues: Sequence[int], labels: Sequence[str]
) -> None:
    """Writes mono samples as 32-bit floats, with a labelled cue point at each of some samples.

    Chunks as the Multimedia Programming Interface and Data Specifications 1.0 (IBM and Microsoft
    1991) have them: ``cue `` and, in a ``LIST`` of ``adtl``, a ``labl`` for each cue.

    Args:
        path: the file to write.
        samples: ``(n,)``.
        rate: Hz, rounded to a whole number.
        cues: samples from the beginning.
        labels: one for each cue.

    Raises:
        FileError: the file cannot be written.
    """
    hertz = round(rate)
    form = struct.pack("<HHIIHHH", _FLOAT, 1, hertz, hertz * _BYTES, _BYTES, 8 * _BYTES, 0)
    points = b"".join(
        struct.pack("<II4sIII", number, cue, b"data", 0, 0, cue)
        for number, cue in enumerate(cues, 1)
    )
    names = b"".join(
        _chunk(b"labl", struct.pack("<I", number) + label.encode() + b"\x00")
        for number, label in enumerate(labels, 1)
    )
    body = b"WAVE" + b"".join(
        (
            _chunk(b"fmt ", form),
            _chunk(b"fact", struct.pack("<I", len(samples))),
            _chunk(b"data", samples.astype("<f4").tobytes()),
            _chunk(b"cue ", struct.pack("<I", len(cues)) + points),
            _chunk(b"LIST", b"adtl" + names),
        )
    )
    with atomic_write(path) as part:
        part.write_bytes(_chunk(b"RIFF", body))


def _chunk(name: bytes, data: bytes) -> bytes:
    """A chunk; those of odd length are followed by a byte of nothing."""
    return name + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2)
