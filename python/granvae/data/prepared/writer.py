"""Writing a prepared corpus so that a killed process costs only the file that it was reading.

Samples are appended to one of two files, then a line to the journal that tells where they are.
What lies behind the last whole line is cut off when the folder is opened again. An index that is
there already stays as it is until the new one is complete: a training may read it meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

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
    Place,
    is_prepared,
    parse_index,
)
from granvae.data.trimming import Reading
from granvae.errors import GranvaeError

_KINDS = tuple(zip(FILES, TYPES, strict=True))
_PACKED = 1 << 20  # samples that are tried at once


def packed(samples: NDArray[np.float32]) -> NDArray[Any]:
    """The samples ``(n,)`` as int16 in units of 1/32768 if that loses nothing, else as they are."""
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
    """The folder of a corpus while it is prepared; a context manager that closes its files.

    Raises:
        GranvaeError: from each of its methods, if the folder cannot be written, and on entering
            also if it holds something else or another process is writing it.
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
                raise GranvaeError(f"{self.folder} is a file; choose a folder for --out.")
            self.folder.mkdir(parents=True, exist_ok=True)
            if any(self.folder.iterdir()) and not is_prepared(self.folder):
                raise GranvaeError(
                    f"{self.folder} holds other files; choose a new folder for --out."
                )
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
        """The entry of a file that was read before and has not changed since."""
        known = self._known.get(file.name)
        return known if known and (known.size, known.changed) == file_state(file.path) else None

    def add(
        self, file: SoundFile, state: tuple[int, int], reading: Reading, samples: NDArray[Any]
    ) -> Entry:
        """Keep a sound that was read from a file in that state (`file_state`)."""
        place = self._places.get(reading.digest) if samples.size else Place(0, 0, 0)
        with self._writing():
            if place is None:
                kind = TYPES.index(samples.dtype)
                out = self._files[kind]
                place = Place(kind, out.tell() // TYPES[kind].itemsize, len(samples))
                out.write(samples.data)
                out.flush()  # before the journal tells of it
                self._places[reading.digest] = place
            entry = Entry(file.name, *state, reading, place)
            self._note(entry.to_row())
        self._known[entry.name] = entry
        return entry

    def finish(self, entries: Sequence[Entry], skipped: Sequence[Skipped], report: str) -> int:
        """Let the corpus consist of these entries, in the order of their names.

        Returns:
            Bytes in the folder that no entry refers to: of files that are gone or have changed.
        """
        index = {
            "format": FORMAT,
            "version": VERSION,
            "sample_rate": self.sample_rate,
            "skipped": [[one.path, one.reason] for one in skipped],
            "sounds": [entry.to_row() for entry in entries],
        }
        used = {entry.place for entry in entries}
        with self._writing():
            for out in self._files:
                out.flush()
                os.fsync(out.fileno())  # without this a power cut may leave an index of nothing
            written = sum(out.tell() for out in self._files)
            (self.folder / REPORT).write_text(report, encoding="utf-8")
            part = self.folder / f".{INDEX}.part"
            with part.open("w", encoding="utf-8") as file:
                json.dump(index, file, ensure_ascii=False, separators=(",", ":"))
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self.folder / INDEX)
            self._open.close()
            (self.folder / JOURNAL).unlink()
        return written - sum(place.length * TYPES[place.file].itemsize for place in used)

    def _recall(self) -> None:
        """Learn what is here already, and cut off what a killed process has left unfinished."""
        rates: list[int | None] = []
        entries: list[Entry] = []
        if (self.folder / INDEX).exists():
            index = parse_index(self.folder)
            rates, entries = [index.sample_rate], list(index.entries)
        self._journal.seek(0)
        good = 0
        for line in self._journal:
            try:
                row: list[Any] = json.loads(line) if line.endswith(b"\n") else []
                if good:
                    entries.append(Entry.from_row(row))
                else:
                    form, version, rate = row
                    rates += [rate if (form, version) == (FORMAT, VERSION) else None]
            except (ValueError, TypeError):
                break
            good += len(line)
        if any(rate != self.sample_rate for rate in rates):
            raise GranvaeError(
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
            self._note([FORMAT, VERSION, self.sample_rate])

    def _open_samples(self, file: int) -> BinaryIO:
        ends = [p.start + p.length for p in self._places.values() if p.file == file]
        out = self._open.enter_context((self.folder / FILES[file]).open("ab"))
        out.truncate(max(ends, default=0) * TYPES[file].itemsize)
        out.seek(0, os.SEEK_END)
        return out

    def _note(self, row: list[Any]) -> None:
        self._journal.write(json.dumps(row).encode() + b"\n")
        self._journal.flush()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise GranvaeError(
                f"{self.folder} cannot be written ({error.strerror}); make room or choose another "
                "--out; the same command goes on where it stopped."
            ) from error


def file_state(path: Path) -> tuple[int, int]:
    """Size in bytes and time of the last change in ns, by which a changed file is noticed."""
    try:
        state = path.stat()
    except OSError:  # it is gone: reading it will say so
        return 0, 0
    return state.st_size, state.st_mtime_ns


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _lock(handle: int, folder: Path) -> None:
    """Keep a second process from writing there; the system opens the lock even if we are killed."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise GranvaeError(
            f"{folder} is being written by another `granvae prepare`; wait for it."
        ) from error
