"""A prepared corpus on the disk: what ``granvae prepare`` writes and a training reads.

::

    index.json      the sample rate, and a row for each sound file
    samples.i16     sounds whose samples are whole multiples of 1/32768, as little-endian int16
    samples.f32     all other sounds, as little-endian float32
    journal.jsonl   only while it is being made: one line for each file that is done
    report.txt      what was found, skipped and why

A 16-bit recording at the corpus's rate takes two bytes a sample, every other one four; both come
back bit for bit as they were decoded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from granvae.data.audio_files import Skipped
from granvae.data.prepared.sample_file import SampleFile, size_of
from granvae.data.trimming import Reading
from granvae.errors import FileError

INDEX = "index.json"
JOURNAL = "journal.jsonl"
REPORT = "report.txt"
FILES = ("samples.i16", "samples.f32")
TYPES: tuple[np.dtype[Any], ...] = (np.dtype("<i2"), np.dtype("<f4"))
FORMAT: Final = "granvae corpus"
VERSION: Final = 2


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """One sound file, as a row of the index and of the journal.

    Attributes:
        name: in the corpus.
        state: bytes of the file, and the time of its last change in ns.
        file: which of `FILES` holds its samples.
        start: its first sample there.
        reading: its contents.
    """

    name: str
    state: tuple[int, int]
    file: Annotated[int, msgspec.Meta(ge=0, lt=len(FILES))]
    start: Annotated[int, msgspec.Meta(ge=0)]
    reading: Reading

    @property
    def end(self) -> int:
        """The sample after its last one."""
        return self.start + self.reading.length


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """A prepared corpus; its sounds are in the order of their names."""

    format: Literal["granvae corpus"] = FORMAT
    version: Literal[2] = VERSION
    sample_rate: int
    sounds: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]  # what was found and cannot be opened


def is_prepared(folder: Path) -> bool:
    """Whether ``granvae prepare`` has written there, to its end or not."""
    return (folder / INDEX).is_file() or (folder / JOURNAL).is_file()


def parse_index(folder: Path) -> Index:
    """The index of a prepared corpus; its samples may be missing.

    Raises:
        FileError: there is no index, or one of another version.
    """
    path = folder / INDEX
    try:
        return msgspec.json.decode(path.read_bytes(), type=Index)
    except FileNotFoundError as error:
        raise FileError(
            f"{folder} is a corpus whose preparation was not finished; run the same "
            "`granvae prepare` again, it goes on where it stopped."
        ) from error
    except (OSError, msgspec.MsgspecError) as error:
        raise FileError(
            f"{path} is not the index of a prepared corpus, or one of another version of granvae "
            f"({error}); prepare the sounds again into another folder."
        ) from error


def read_index(folder: Path) -> Index:
    """The index of a prepared corpus that has all its samples.

    Raises:
        FileError: there is no index or one of another version, or samples are missing.
    """
    index = parse_index(folder)
    for file, name in enumerate(FILES):
        ends = (entry.end for entry in index.sounds if entry.file == file)
        needed = max(ends, default=0) * TYPES[file].itemsize
        size = size_of(folder / name)
        if size < needed:
            raise FileError(
                f"{folder / name} is cut short ({size} of {needed} bytes); copy it again, or run "
                "the same `granvae prepare` again."
            )
    return index


class StoredSamples:
    """The sounds of a prepared corpus, end to end, read from the disk when they are used.

    Args:
        folder: of the corpus.
        places: a row for each sound ``(n, 3)``: its file, its first sample there and its length.
    """

    def __init__(self, folder: Path, places: NDArray[np.int64]) -> None:
        self.folder = folder
        self.places = places
        file, start, length = places.T
        self._file = file
        self._ends: NDArray[np.int64] = np.cumsum(length)
        self._shift = start - (self._ends - length)
        self._files = [
            SampleFile(folder / name, kind) for name, kind in zip(FILES, TYPES, strict=True)
        ]

    def __len__(self) -> int:
        return int(self._ends[-1])

    def __reduce__(self) -> tuple[Any, ...]:
        return StoredSamples, (self.folder, self.places)  # each process opens the files itself

    def __getitem__(self, span: slice) -> NDArray[np.float32]:
        """The samples of a span that lies inside one sound."""
        start, stop, _ = span.indices(len(self))
        return self.windows(np.array([start]), max(stop - start, 1))[0, : stop - start]

    def windows(self, offsets: NDArray[np.int64], length: int) -> NDArray[np.float32]:
        """The stretches ``(count, length)`` that begin at ``offsets (count,)``, each in a sound."""
        sound = np.searchsorted(self._ends, offsets, side="right")
        places, files = offsets + self._shift[sound], self._file[sound]
        windows = np.empty((len(offsets), length), np.float32)
        for number, file in enumerate(self._files):
            rows = np.flatnonzero(files == number)
            if len(rows) == len(offsets):  # in most corpora all sounds are in one file
                return file.windows(places, length)
            windows[rows] = file.windows(places[rows], length)
        return windows
