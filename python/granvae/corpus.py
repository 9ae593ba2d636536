"""A folder of sounds as one array, split into training and validation by file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from granvae.audio import Skipped, read_sound, search_sounds
from granvae.errors import GranvaeError
from granvae.grains import GrainSampler, GrainStream

__all__ = ["Corpus", "GrainSampler", "GrainStream", "Skipped", "Sound", "load_corpus"]

# What counts as silence: frames this far below full scale, or below the file's loudest frame.
# Grains under -50 dBFS are neither trained on nor evaluated, so 10 dB are left for decays.
SILENCE_DBFS = -60.0
SILENCE_BELOW_LOUDEST_DB = 50.0
_FRAME_SECONDS = 0.04
_HOP_SECONDS = 0.01
_KEEP_SECONDS = 0.02  # silence kept before and after each sounding stretch: an attack begins there
_LONGEST_GAP_SECONDS = 0.25  # a longer silence inside a file is shortened


@dataclass(frozen=True)
class Sound:
    """One sound file's span ``samples[start:stop]``; ``name`` is unique in its corpus."""

    name: str
    start: int
    stop: int

    @property
    def length(self) -> int:
        """In samples."""
        return self.stop - self.start


@dataclass(frozen=True, eq=False)
class Corpus:
    """All sounds in one array ``samples (total,)``, mono, at ``sample_rate`` Hz.

    A part made by :meth:`split` shares the array of its whole: audio is held once.
    """

    samples: NDArray[np.float32]
    sounds: tuple[Sound, ...]
    sample_rate: int
    skipped: tuple[Skipped, ...] = ()

    @property
    def seconds(self) -> float:
        """Duration of this corpus's sounds (not of the array, which a split shares)."""
        return sum(sound.length for sound in self.sounds) / self.sample_rate

    def split(self, validation: float, seed: int, margin: int) -> tuple[Corpus, Corpus]:
        """Part the sounds into ``(training, validation)``, with no sample in both.

        By file: a random choice of files that is reproducible by ``seed`` and comes as near as it
        can to the share ``validation`` (0 … 1, exclusive) of the duration. A single file is cut in
        time instead: its last share becomes the validation, and the ``margin`` samples in front
        of that (a grain's length) are left out, as they still ring into it.

        Raises:
            GranvaeError: if the share is not between 0 and 1, or if a single file is too short.
        """
        if not 0.0 < validation < 1.0:
            raise GranvaeError(
                f"The validation share {validation} is not between 0 and 1; give for example 0.2."
            )
        if len(self.sounds) == 1:
            return self._split_in_time(validation, margin)
        chosen = _choose(np.array([s.length for s in self.sounds]), validation, seed)
        return (
            replace(self, sounds=tuple(s for i, s in enumerate(self.sounds) if i not in chosen)),
            replace(self, sounds=tuple(s for i, s in enumerate(self.sounds) if i in chosen)),
        )

    def _split_in_time(self, validation: float, margin: int) -> tuple[Corpus, Corpus]:
        (sound,) = self.sounds
        if sound.length < 3 * max(margin, 1):
            raise GranvaeError(
                f"{sound.name} is the only sound and its {sound.length} samples are too few to "
                f"train and to validate; give more sounds, or one of {3 * margin} samples or more."
            )
        begin = sound.stop - round(validation * sound.length)
        begin = min(max(begin, sound.start + 2 * margin), sound.stop - max(margin, 1))
        return (
            replace(self, sounds=(replace(sound, stop=begin - margin),)),
            replace(self, sounds=(replace(sound, start=begin),)),
        )


def load_corpus(
    paths: Sequence[Path | str],
    sample_rate: int,
    min_length: int,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Corpus:
    """Read every sound in ``paths`` (files, and folders of any depth) into one corpus.

    Each is mixed to mono, resampled to ``sample_rate`` Hz and rid of silence (:func:`trim`).
    Files that cannot be decoded, are silent, have fewer than ``min_length`` samples left, or
    repeat another file's samples are left out and named in ``skipped``. ``on_progress`` is called
    before each file with its index, the number of files and its name, and once at the end with
    the index equal to the number.

    Raises:
        GranvaeError: if a path cannot be searched (:func:`granvae.audio.search_sounds`), or if no
            sound is left.
    """
    if sample_rate <= 0:
        raise GranvaeError(f"The sample rate {sample_rate} Hz is not possible; give e.g. 44100.")
    found = search_sounds(paths)
    pieces: list[NDArray[np.float32]] = []
    sounds: list[Sound] = []
    skipped = list(found.skipped)
    known: dict[bytes, str] = {}  # digest of the samples: two copies must not be on both sides
    total = 0
    for index, file in enumerate(found.files):
        if on_progress is not None:
            on_progress(index, len(found.files), file.name)
        try:
            piece = _load(file.path, sample_rate, min_length)
        except GranvaeError as error:
            skipped.append(Skipped(file.name, str(error).removeprefix(f"{file.path} ")))
            continue
        digest = hashlib.blake2b(piece.tobytes(), digest_size=16).digest()
        if digest in known:
            skipped.append(Skipped(file.name, f"it sounds exactly as {known[digest]}"))
            continue
        known[digest] = file.name
        sounds.append(Sound(file.name, total, total + len(piece)))
        pieces.append(piece)
        total += len(piece)
    if on_progress is not None:
        on_progress(len(found.files), len(found.files), "")
    if not sounds:
        first = f"{skipped[-1].path}: {skipped[-1].reason}"
        raise GranvaeError(
            f"None of the {len(found.files)} sound files in {', '.join(map(str, paths))} can be "
            f"used (the last one, {first}); give recordings of at least {min_length} samples."
        )
    return Corpus(np.concatenate(pieces), tuple(sounds), sample_rate, tuple(skipped))


def trim(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Cut the silence from both ends of ``samples (n,)`` and shorten long silences inside.

    Silent are frames of 40 ms whose RMS is under -60 dBFS, or 50 dB below the loudest frame's.
    20 ms of it are kept around what sounds. Of a silence over 0.25 s inside, these 20 ms are what
    remains on both sides of the cut, which thus lies in silence and needs no crossfade.
    A sound that is silent throughout comes back empty.
    """
    frame = max(int(_FRAME_SECONDS * sample_rate), 1)
    hop = max(int(_HOP_SECONDS * sample_rate), 1)
    # A constant offset is silent, however large it is.
    power = np.pad(np.square(samples - samples.mean()), frame // 2)
    level = np.sqrt(sliding_window_view(power, min(frame, len(power)))[::hop].mean(axis=1))
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


def _load(path: Path, sample_rate: int, min_length: int) -> NDArray[np.float32]:
    whole = read_sound(path, sample_rate)
    if len(whole) < min_length:
        raise GranvaeError(f"its {len(whole)} samples are fewer than the {min_length} of a grain")
    piece = trim(whole, sample_rate)
    if not len(piece):
        raise GranvaeError(f"it is silent (below {SILENCE_DBFS:g} dBFS throughout)")
    if len(piece) < min_length:
        raise GranvaeError(
            f"without its silence {len(piece)} samples are left, fewer than the {min_length} of "
            "a grain"
        )
    return piece


def _choose(lengths: NDArray[np.int64], share: float, seed: int) -> set[int]:
    """Indices of the validation files: one or more, never all, near ``share`` of the duration."""
    target = share * float(lengths.sum())
    order = np.random.default_rng(seed % 2**63).permutation(len(lengths)).tolist()
    chosen: set[int] = set()
    got = 0.0
    for index in order:
        nearer = abs(got + lengths[index] - target) < abs(got - target)
        if nearer and len(chosen) < len(lengths) - 1:
            chosen.add(index)
            got += float(lengths[index])
    # Where every file is far longer than the share, the shortest does least harm to training.
    return chosen or {int(np.argmin(lengths))}
