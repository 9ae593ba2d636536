"""One sound file as it goes into a corpus: mono, at the corpus's rate, without its silence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from granvae.data.audio_files import Skipped, read_sound
from granvae.errors import FileError, GranvaeError

# Frames this far below full scale, or below the loudest frame of the file, are silence. Grains
# under -50 dBFS are neither trained on nor evaluated, so 10 dB are left for decays.
SILENCE_DBFS = -60.0
SILENCE_BELOW_LOUDEST_DB = 50.0
_FRAME_SECONDS = 0.04
_HOP_SECONDS = 0.01
_KEEP_SECONDS = 0.02  # silence kept around each sounding stretch, where attacks begin
_LONGEST_GAP_SECONDS = 0.25  # a longer silence inside a file is shortened
_BLOCK = 6000  # frames measured at once (a minute), so that hours need no array as long


class Reading(msgspec.Struct, array_like=True, frozen=True):
    """What a sound file holds; a part of a row of a prepared corpus.

    Attributes:
        whole: samples before trimming.
        length: samples after it; 0 where all is silent.
        digest: of the samples, which finds copies.
        error: why it cannot be read, empty if it can.
    """

    whole: Annotated[int, msgspec.Meta(ge=0)]
    length: Annotated[int, msgspec.Meta(ge=0)]
    digest: str
    error: str = ""

    def refusal(self, min_length: int) -> str:
        """Why it cannot be used for grains of ``min_length`` samples; empty if it can."""
        if self.error:
            return self.error
        if self.whole < min_length:
            return f"its {self.whole} samples are fewer than the {min_length} of a grain"
        if not self.length:
            return f"it is silent (below {SILENCE_DBFS:g} dBFS throughout)"
        if self.length < min_length:
            return (
                f"without its silence {self.length} samples are left, fewer than the "
                f"{min_length} of a grain"
            )
        return ""


def read_trimmed(path: Path, sample_rate: int) -> tuple[Reading, NDArray[np.float32]]:
    """A file's trimmed samples ``(length,)`` at ``sample_rate`` Hz, and what they are.

    A file that cannot be decoded raises nothing: its `Reading` says why.
    """
    try:
        whole = read_sound(path, sample_rate)
    except GranvaeError as error:
        return Reading(0, 0, "", str(error).removeprefix(f"{path} ")), np.empty(0, np.float32)
    samples = trim(whole, sample_rate)
    digest = hashlib.blake2b(np.ascontiguousarray(samples).data, digest_size=16).hexdigest()
    return Reading(len(whole), len(samples), digest), samples


def usable(
    files: Sequence[tuple[str, Reading]], min_length: int, paths: Sequence[Path | str]
) -> tuple[list[tuple[str, Reading]], tuple[Skipped, ...]]:
    """Of named files in their order, those that hold grains of ``min_length`` samples.

    Of equal sounds the first is used, as a split must not put two copies on both of its sides.

    Raises:
        FileError: there are none in ``paths``.
    """
    used: list[tuple[str, Reading]] = []
    skipped: list[Skipped] = []
    known: dict[str, str] = {}
    for name, reading in files:
        reason = reading.refusal(min_length)
        if not reason and reading.digest in known:
            reason = f"it sounds exactly as {known[reading.digest]}"
        if reason:
            skipped.append(Skipped(name, reason))
            continue
        known[reading.digest] = name
        used.append((name, reading))
    if not used:
        last = f"{skipped[-1].path}: {skipped[-1].reason}"
        raise FileError(
            f"None of the {len(files)} sound files in {', '.join(map(str, paths))} can be used "
            f"(the last one, {last}); give recordings of at least {min_length} samples."
        )
    return used, tuple(skipped)


def trim(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Cut the silence from both ends of ``samples (n,)`` and shorten long silences inside.

    Frames of 40 ms are silent whose RMS is under -60 dBFS, or 50 dB below the loudest frame. 20 ms
    of silence stay around each sounding stretch, so that a cut inside needs no crossfade; silences
    up to 0.25 s inside stay whole. A sound that is silent throughout comes back empty.
    """
    hop = max(int(_HOP_SECONDS * sample_rate), 1)
    level = _levels(samples, max(int(_FRAME_SECONDS * sample_rate), 1), hop)
    loudest = 20.0 * np.log10(max(float(level.max()), 1e-12))
    threshold = max(SILENCE_DBFS, loudest - SILENCE_BELOW_LOUDEST_DB)
    sounding = np.flatnonzero(level > 10.0 ** (threshold / 20.0)) * hop
    if not sounding.size:
        return samples[:0]
    breaks = np.flatnonzero(np.diff(sounding) > _LONGEST_GAP_SECONDS * sample_rate)
    keep = round(_KEEP_SECONDS * sample_rate)
    begins = np.concatenate([sounding[:1], sounding[breaks + 1]]) - keep
    ends = np.concatenate([sounding[breaks], sounding[-1:]]) + hop + keep
    return np.concatenate(
        [samples[max(a, 0) : b] for a, b in zip(begins.tolist(), ends.tolist(), strict=True)]
    )


def _levels(samples: NDArray[np.float32], frame: int, hop: int) -> NDArray[np.float32]:
    """RMS of the frames around every ``hop``-th sample; past its ends the sound is silent."""
    half = frame // 2
    # A constant offset is silent, however large it is.
    mean = samples.mean()
    frame = min(frame, len(samples) + 2 * half)
    count = (len(samples) + 2 * half - frame) // hop + 1
    levels = []
    for first in range(0, count, _BLOCK):
        begin = first * hop - half
        end = (min(first + _BLOCK, count) - 1) * hop - half + frame
        power = np.square(samples[max(begin, 0) : end] - mean)
        power = np.pad(power, (max(-begin, 0), max(end - len(samples), 0)))
        levels.append(np.sqrt(sliding_window_view(power, frame)[::hop].mean(axis=1)))
    return np.concatenate(levels)
