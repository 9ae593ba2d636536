"""A prepared corpus on the disk: what ``granvae prepare`` writes and a training reads.

::

    index.json      sample rate, and of every sound file its name, state and place
    samples.i16     sounds whose samples are whole multiples of 1/32768, as little-endian int16
    samples.f32     all other sounds, as little-endian float32
    journal.jsonl   only while it is being made: one line for each file that is done
    report.txt      what was found, skipped and why

Nothing is lost: a 16-bit recording at the corpus's rate takes two bytes a sample, every other one
four, and both come back bit for bit as they were decoded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from granvae.data.audio_files import Skipped
from granvae.data.prepared.sample_file import SampleFile
from granvae.data.trimming import Reading
from granvae.errors import GranvaeError

INDEX = "index.json"
JOURNAL = "journal.jsonl"
REPORT = "report.txt"
FILES = ("samples.i16", "samples.f32")
TYPES: tuple[np.dtype[Any], ...] = (np.dtype("<i2"), np.dtype("<f4"))
FORMAT, VERSION = "granvae corpus", 1


class Place(NamedTuple):
    """Where a sound lies: in which of `FILES`, from which sample, and how many."""

    file: int
    start: int
    length: int


@dataclass(frozen=True)
class Entry:
    """One sound file: its name in the corpus, size in bytes, time of its last change, contents."""

    name: str
    size: int
    changed: int  # ns
    reading: Reading
    place: Place

    def to_row(self) -> list[Any]:
        """As it stands in the index and the journal."""
        reading, place = self.reading, self.place
        return [
            *(self.name, self.size, self.changed, place.file, place.start, place.length),
            *(reading.whole, reading.digest, reading.error),
        ]

    @classmethod
    def from_row(cls, row: list[Any]) -> Entry:
        """The inverse of `to_row`; raises ValueError or TypeError for anything else."""
        name, size, changed, file, start, length, whole, digest, error = row
        if file not in (0, 1) or min(start, length, whole) < 0:
            raise ValueError(f"an impossible place of {name}")
        place = Place(file, start, length)
        return cls(name, size, changed, Reading(whole, length, digest, error), place)


@dataclass(frozen=True)
class Index:
    """A prepared corpus: all entries in the order of their names."""

    sample_rate: int
    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]  # what was no file that could be opened


def is_prepared(folder: Path) -> bool:
    """Whether ``granvae prepare`` has written there, to its end or not."""
    return (folder / INDEX).is_file() or (folder / JOURNAL).is_file()


def parse_index(folder: Path) -> Index:
    """The index of a prepared corpus, without a look at its samples.

    Raises:
        GranvaeError: there is none, or of another version.
    """
    path = folder / INDEX
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        if index["format"] != FORMAT:
            raise ValueError("another format")
        if index["version"] != VERSION:
            raise GranvaeError(
                f"{folder} was prepared by another version of granvae (format "
                f"{index['version']}, this one reads {VERSION}); prepare the sounds again into "
                "another folder."
            )
        entries = tuple(map(Entry.from_row, index["sounds"]))
        skipped = tuple(Skipped(*pair) for pair in index["skipped"])
        return Index(int(index["sample_rate"]), entries, skipped)
    except FileNotFoundError as error:
        raise GranvaeError(
            f"{folder} is a corpus whose preparation was not finished; run the same "
            "`granvae prepare` again, it goes on where it stopped."
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GranvaeError(
            f"{path} is not the index of a prepared corpus ({error}); prepare the sounds again "
            "into another folder."
        ) from error


def read_index(folder: Path) -> Index:
    """The index of a prepared corpus whose samples are all there.

    Raises:
        GranvaeError: there is none, or of another version, or samples are missing.
    """
    index = parse_index(folder)
    for file, name in enumerate(FILES):
        places = (entry.place for entry in index.entries if entry.place.file == file)
        needed = max((place.start + place.length for place in places), default=0)
        needed *= TYPES[file].itemsize
        path = folder / name
        size = path.stat().st_size if path.exists() else 0
        if size < needed:
            raise GranvaeError(
                f"{path} is cut short ({size} of {needed} bytes); copy it again, or run the same "
                "`granvae prepare` again."
            )
    return index


class StoredSamples:
    """The sounds of a prepared corpus, end to end, read from the disk where they are wanted.

    Args:
        folder: of the corpus.
        places: of its sounds, in their order.
    """

    def __init__(self, folder: Path, places: Sequence[Place]) -> None:
        self.folder = folder
        self.places = tuple(places)
        file, start, length = np.array(self.places, np.int64).reshape(-1, 3).T
        self._file = file
        self._ends: NDArray[np.int64] = np.cumsum(length)
        self._shift = start - (self._ends - length)
        self._files = [
            SampleFile(folder / name, kind) for name, kind in zip(FILES, TYPES, strict=True)
        ]

    def __len__(self) -> int:
        return int(self._ends[-1])

    def __reduce__(self) -> tuple[Any, ...]:
        return StoredSamples, (self.folder, self.places)  # processes open the files themselves

    def __getitem__(self, span: slice) -> NDArray[np.float32]:
        """The samples of a span that lies inside one sound."""
        start, stop, _ = span.indices(len(self))
        return self.windows(np.array([start]), max(stop - start, 1))[0, : stop - start]

    def windows(self, offsets: NDArray[np.int64], length: int) -> NDArray[np.float32]:
        """The stretches ``(count, length)`` that begin at ``offsets (count,)``, each in a sound."""
        sound = np.searchsorted(self._ends, offsets, side="right")
        places, files = offsets + self._shift[sound], self._file[sound]
        parts = [np.flatnonzero(files == file) for file in range(len(FILES))]
        # In most corpora all sounds are of one kind, and nothing has to be sorted.
        for file, others in zip(self._files, reversed(parts), strict=True):
            if len(others) == 0:
                return file.windows(places, length)
        windows = np.empty((len(offsets), length), np.float32)
        for file, rows in zip(self._files, parts, strict=True):
            windows[rows] = file.windows(places[rows], length)
        return windows
