"""Sounds as one array, split into training and validation by file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from granvae.data.audio_files import Skipped, search_sounds
from granvae.data.prepared.index import StoredSamples, is_prepared, read_index
from granvae.data.prepared.sample_file import stretches
from granvae.data.trimming import Reading, read_trimmed, usable
from granvae.errors import InvalidValueError


@dataclass(frozen=True)
class Recording:
    """A sound file's span ``samples[start:stop]``; ``name`` is unique in its corpus."""

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

    The array is in memory or on the disk (:class:`StoredSamples`); a slice of it inside a sound is
    float32 in both cases. The parts made by :meth:`split` share it.
    """

    samples: NDArray[np.float32] | StoredSamples
    sounds: tuple[Recording, ...]
    sample_rate: int
    skipped: tuple[Skipped, ...] = ()

    @property
    def seconds(self) -> float:
        """Duration of its sounds, not of the array, which parts share."""
        return sum(sound.length for sound in self.sounds) / self.sample_rate

    def windows(self, offsets: NDArray[np.int64], length: int) -> NDArray[np.float32]:
        """The stretches ``(count, length)`` that begin at ``offsets (count,)``, each in a sound."""
        if isinstance(self.samples, StoredSamples):
            return self.samples.windows(offsets, length)
        return stretches(self.samples, length)[offsets]

    def split(self, validation: float, seed: int, margin: int) -> tuple[Corpus, Corpus]:
        """Split the sounds into ``(training, validation)``, with no sample in both.

        The split is by file: ``seed`` chooses files that come as near as they can to the share
        ``validation`` (0 … 1, exclusive) of the duration. A single file is split in time instead:
        its end is held out, without the first ``margin`` samples (a grain's length), which ring
        over from the training.

        Raises:
            InvalidValueError: the share is not between 0 and 1, or a single file is too short.
        """
        if not 0.0 < validation < 1.0:
            raise InvalidValueError(
                f"The validation share {validation} is not between 0 and 1; give for example 0.2."
            )
        if len(self.sounds) == 1:
            return self._split_in_time(validation, margin)
        chosen = _choose(np.array([s.length for s in self.sounds]), validation, seed)
        return (
            replace(self, sounds=tuple(s for i, s in enumerate(self.sounds) if i not in chosen)),
            replace(self, sounds=tuple(s for i, s in enumerate(self.sounds) if i in chosen)),
        )

    def hold_out(self, patterns: Sequence[str]) -> tuple[Corpus, Corpus]:
        """Split the sounds into ``(training, validation)``, the sounds that a pattern names.

        A pattern (``*``, ``?``, ``[…]``) names the sounds whose whole name, file or folder it
        matches: ``*_05.wav``, ``violin``, ``archive/2019*``.

        Raises:
            InvalidValueError: a pattern names no sound, or all are held out.
        """
        chosen: set[str] = set()
        for pattern in patterns:
            named = {one.name for one in self.sounds if _matches(one.name, pattern)}
            if not named:
                raise InvalidValueError(
                    f"No sound is named by {pattern!r}, which is to be held out; give a pattern "
                    f"of names such as {self.sounds[0].name}."
                )
            chosen |= named
        if len(chosen) == len(self.sounds):
            raise InvalidValueError(
                f"All {len(self.sounds)} sounds are held out, and none is left to learn from; "
                "give narrower patterns."
            )
        return (
            replace(self, sounds=tuple(s for s in self.sounds if s.name not in chosen)),
            replace(self, sounds=tuple(s for s in self.sounds if s.name in chosen)),
        )

    def _split_in_time(self, validation: float, margin: int) -> tuple[Corpus, Corpus]:
        (sound,) = self.sounds
        if sound.length < 3 * max(margin, 1):
            raise InvalidValueError(
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
    """Read every sound in ``paths`` into one corpus.

    Each is mixed to mono, resampled and trimmed (:func:`granvae.data.trimming.trim`). Files that
    cannot be decoded, are silent, too short or equal to another file are named in ``skipped``. A
    folder that ``granvae prepare`` made gives the same corpus, with its samples on the disk.

    Args:
        paths: sound files and folders of any depth, or one prepared corpus.
        sample_rate: Hz.
        min_length: samples that a sound must have, a grain's length.
        on_progress: called with files read, files in all and the name of the next one.

    Raises:
        FileError: a path cannot be searched, a prepared corpus cannot be used, or no sound is left.
        InvalidValueError: the sample rate is impossible, or not that of the prepared corpus.
    """
    if sample_rate <= 0:
        raise InvalidValueError(f"The sample rate {sample_rate} Hz is impossible; give e.g. 44100.")
    prepared = [Path(path) for path in paths if is_prepared(Path(path))]
    if prepared and len(paths) > 1:
        raise InvalidValueError(
            f"{prepared[0]} is a prepared corpus and must be given alone; to add sounds, name all "
            "of them to `granvae prepare` again."
        )
    if prepared:
        return _open(prepared[0], sample_rate, min_length)
    found, closed = search_sounds(paths)
    pieces: dict[str, NDArray[np.float32]] = {}  # by digest
    files: list[tuple[str, Reading]] = []
    for index, file in enumerate(found):
        if on_progress is not None:
            on_progress(index, len(found), file.name)
        reading, piece = read_trimmed(file.path, sample_rate)
        files.append((file.name, reading))
        if not reading.refusal(min_length):
            pieces.setdefault(reading.digest, piece)
    if on_progress is not None:
        on_progress(len(found), len(found), "")
    used, skipped = usable(files, min_length, paths)
    samples = np.concatenate(list(pieces.values()))
    return Corpus(samples, _end_to_end(used), sample_rate, (*closed, *skipped))


def _open(folder: Path, sample_rate: int, min_length: int) -> Corpus:
    index = read_index(folder)
    if index.sample_rate != sample_rate:
        raise InvalidValueError(
            f"{folder} was prepared at {index.sample_rate} Hz, not at {sample_rate} Hz; give "
            f"--sample-rate {index.sample_rate}, or prepare the sounds at the other rate."
        )
    files = [(entry.name, entry.reading) for entry in index.sounds]
    used, skipped = usable(files, min_length, [folder])
    entries = {entry.name: entry for entry in index.sounds}
    places = [(entries[name].file, entries[name].start, piece.length) for name, piece in used]
    samples = StoredSamples(folder, np.array(places, np.int64))
    return Corpus(samples, _end_to_end(used), sample_rate, (*index.skipped, *skipped))


def _end_to_end(files: Sequence[tuple[str, Reading]]) -> tuple[Recording, ...]:
    ends = np.cumsum([reading.length for _, reading in files]).tolist()
    return tuple(
        Recording(name, end - reading.length, end)
        for (name, reading), end in zip(files, ends, strict=True)
    )


def _matches(name: str, pattern: str) -> bool:
    return any(fnmatchcase(part, pattern) for part in (name, *PurePosixPath(name).parts))


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
    # Where every file is far longer than the share, training loses least by the shortest.
    return chosen or {int(np.argmin(lengths))}
