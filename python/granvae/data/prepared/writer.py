"""Writes a prepared corpus; a killed process loses only the file that it was reading.

Samples are appended to one of two files, then a line with their place to the journal. Opening the
folder again cuts off whatever follows the last whole line. An older index stays until the new one
is complete, as a training may read it meanwhile.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from granvae.data.atomic_write import atomic_write
from granvae.data.audio_files import Skipped, SoundFile
from granvae.data.prepared.index import (
    FILES,
    FORMAT,
    INDEX,
    JOURNAL,
    REPORT,
    TYPES,
    VERSION,
    Entry,
    Index,
    Place,
    is_prepared,
    parse_index,
)
from granvae.data.trimming import Reading
from granvae.errors import FileError

_KINDS = tuple(zip(FILES, TYPES, strict=True))
_PACKED = 1 << 20  # samples compared at once
_Header = tuple[str, int, int]  # format, version and sample rate: the journal's first line


def packed(samples: NDArray[np.float32]) -> NDArray[Any]:
    """Samples ``(n,)`` as int16 in units of 1/32768 where that is exact, else as they are."""
    small = np.empty(len(samples), TYPES[0])
    for start in range(0, len(samples), _PACKED):
        part = samples[start : start + _PACKED]
        if part.min() < -1.0 or part.max() >= 1.0:
            return samples
        small[start : start + _PACKED] = part * np.float32(32768.0)
        again = small[start : start + _PACKED].astype(np.float32) / np.float32(32768.0)
        if not np.array_equal(again.view(np.int32), part.view(np.int32)):
            return samples
    return small


class Store:
    """The folder of a corpus in preparation; a context manager that closes its files.

    Raises:
        FileError: from each method where the folder cannot be written; on entering also where it
            holds other files or another process writes it.
    """

    def __init__(self, folder: Path, sample_rate: int) -> None:
        self.folder = folder
        self.sample_rate = sample_rate
        self._known: dict[str, Entry] = {}  # by name
        self._places: dict[str, Place] = {}  # by digest
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Store:
        with contextlib.ExitStack() as undo, self._writing():
            undo.callback(self._open.close)
            if self.folder.exists() and not self.folder.is_dir():
                raise FileError(f"{self.folder} is a file; choose a folder for --out.")
            self.folder.mkdir(parents=True, exist_ok=True)
            if any(self.folder.iterdir()) and not is_prepared(self.folder):
                raise FileError(f"{self.folder} holds other files; choose a new folder for --out.")
            self._journal = self._open.enter_context((self.folder / JOURNAL).open("a+b"))
            _lock(self._journal.fileno(), self.folder)
            self._recall()
            self._files = [self._open_samples(file) for file in range(len(FILES))]
            undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def recall(self, file: SoundFile) -> Entry | None:
        """The entry of a file that was read before and is unchanged."""
        known = self._known.get(file.name)
        return known if known and (known.size, known.changed) == file_state(file.path) else None

    def add(
        self, file: SoundFile, state: tuple[int, int], reading: Reading, samples: NDArray[Any]
    ) -> Entry:
        """Store a sound that was read from a file in that state (`file_state`)."""
        place = self._places.get(reading.digest) if samples.size else Place(0, 0, 0)
        with self._writing():
            if place is None:
                kind = TYPES.index(samples.dtype)
                out = self._files[kind]
                place = Place(kind, out.tell() // TYPES[kind].itemsize, len(samples))
                out.write(samples.data)
                out.flush()  # before the journal refers to it
                self._places[reading.digest] = place
            entry = Entry(file.name, *state, *place, reading.whole, reading.digest, reading.error)
            self._note(entry)
        self._known[entry.name] = entry
        return entry

    def finish(self, entries: Sequence[Entry], skipped: Sequence[Skipped], report: str) -> int:
        """Make these entries the corpus, in the order of their names.

        Returns:
            Bytes in the folder that no entry refers to: of files that are gone or have changed.
        """
        named = tuple((one.path, one.reason) for one in skipped)
        index = Index(sample_rate=self.sample_rate, sounds=tuple(entries), skipped=named)
        used = {entry.place for entry in entries}
        with self._writing():
            for out in self._files:
                out.flush()
                os.fsync(out.fileno())  # else a power cut may leave an index without samples
            written = sum(out.tell() for out in self._files)
            with atomic_write(self.folder / REPORT) as part:
                part.write_text(report, encoding="utf-8")
            with atomic_write(self.folder / INDEX) as part:
                part.write_bytes(msgspec.json.encode(index))
            self._open.close()
            (self.folder / JOURNAL).unlink()
        return written - sum(place.length * TYPES[place.file].itemsize for place in used)

    def _recall(self) -> None:
        """Read what is here already, and cut off what a killed process left unfinished."""
        rates: list[int | None] = []  # None for those of another version
        entries: list[Entry] = []
        if (self.folder / INDEX).exists():
            index = parse_index(self.folder)
            rates, entries = [index.sample_rate], list(index.sounds)
        self._journal.seek(0)
        good = 0
        for line in self._journal:
            if not line.endswith(b"\n"):
                break
            try:
                if good:
                    entries.append(msgspec.json.decode(line, type=Entry))
                else:
                    form, version, rate = msgspec.json.decode(line, type=_Header)
                    rates.append(rate if (form, version) == (FORMAT, VERSION) else None)
            except msgspec.MsgspecError:
                break
            good += len(line)
        if any(rate != self.sample_rate for rate in rates):
            raise FileError(
                f"{self.folder} was begun at {rates[0]} Hz, not at {self.sample_rate} Hz, or by "
                "another version of granvae; choose another --out."
            )
        sizes = [_size(self.folder / name) // kind.itemsize for name, kind in _KINDS]
        for entry in entries:
            place = entry.place
            self._known.pop(entry.name, None)
            if place.start + place.length <= sizes[place.file]:
                self._known[entry.name] = entry
                if place.length:
                    self._places[entry.reading.digest] = place
        self._journal.truncate(good)
        if not good:
            self._note((FORMAT, VERSION, self.sample_rate))

    def _open_samples(self, file: int) -> BinaryIO:
        ends = [p.start + p.length for p in self._places.values() if p.file == file]
        out = self._open.enter_context((self.folder / FILES[file]).open("ab"))
        out.truncate(max(ends, default=0) * TYPES[file].itemsize)
        out.seek(0, os.SEEK_END)
        return out

    def _note(self, row: Entry | _Header) -> None:
        self._journal.write(msgspec.json.encode(row) + b"\n")
        self._journal.flush()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except FileError:
            raise
        except OSError as error:
            raise FileError(
                f"{self.folder} cannot be written ({error.strerror}); make room or choose another "
                "--out; the same command goes on where it stopped."
            ) from error


def file_state(path: Path) -> tuple[int, int]:
    """Size in bytes and time of the last change in ns: what tells a changed file."""
    try:
        state = path.stat()
    except OSError:  # it is gone: reading it will say so
        return 0, 0
    return state.st_size, state.st_mtime_ns


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _lock(handle: int, folder: Path) -> None:
    """Keep a second process from writing there; the lock ends with the process that holds it."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise FileError(
            f"{folder} is being written by another `granvae prepare`; wait for it."
        ) from error
