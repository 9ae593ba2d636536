"""Writes a prepared corpus; a killed process loses only the file that it was reading.

Samples are appended to one of two files, then a line with their place to the journal. Opening the
folder again cuts off whatever follows the last whole line. An older index stays until the new one
is complete, as a training may read it meanwhile.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from granvae.data.atomic_write import atomic_write, writing
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
    is_prepared,
    parse_index,
)
from granvae.data.prepared.sample_file import size_of
from granvae.data.trimming import Reading
from granvae.errors import FileError

_PACKED = 1 << 20  # samples compared at once
_ADVICE = "make room or choose another --out; the same command goes on where it stopped"
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
    """The folder of a corpus in preparation.

    Args:
        files: closes what the store has opened.

    Raises:
        FileError: the folder cannot be written, here or in a method; it holds other files, or
            another process writes it.
    """

    def __init__(self, folder: Path, sample_rate: int, files: contextlib.ExitStack) -> None:
        self.folder = folder
        self.sample_rate = sample_rate
        self._known: dict[str, Entry] = {}  # by name
        self._stored: dict[str, Entry] = {}  # by digest, where there are samples
        self._open = files
        with writing(folder, _ADVICE):
            if folder.exists() and not folder.is_dir():
                raise FileError(f"{folder} is a file; choose a folder for --out.")
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()) and not is_prepared(folder):
                raise FileError(f"{folder} holds other files; choose a new folder for --out.")
            self._journal = files.enter_context((folder / JOURNAL).open("a+b"))
            _lock(self._journal.fileno(), folder)
            self._recall()
            self._files = [self._open_samples(file) for file in range(len(FILES))]

    def recall(self, file: SoundFile) -> Entry | None:
        """The entry of a file that was read before and is unchanged."""
        known = self._known.get(file.name)
        return known if known and known.state == file_state(file.path) else None

    def add(
        self, file: SoundFile, state: tuple[int, int], reading: Reading, samples: NDArray[Any]
    ) -> Entry:
        """Store a sound that was read from a file in that state (`file_state`)."""
        place = (0, 0)
        with writing(self.folder, _ADVICE):
            if reading.digest in self._stored:
                first = self._stored[reading.digest]
                place = (first.file, first.start)
            elif samples.size:
                kind = TYPES.index(samples.dtype)
                out = self._files[kind]
                place = (kind, out.tell() // samples.itemsize)
                out.write(samples.data)
                out.flush()  # before the journal refers to it
            entry = Entry(file.name, state, *place, reading)
            self._note(entry)
        self._keep(entry)
        return entry

    def finish(self, entries: Sequence[Entry], skipped: Sequence[Skipped], report: str) -> int:
        """Make these entries the corpus, in the order of their names.

        Returns:
            Bytes in the folder that no entry refers to: of files that are gone or have changed.
        """
        index = Index(sample_rate=self.sample_rate, sounds=tuple(entries), skipped=tuple(skipped))
        used = {(one.file, one.start, one.reading.length) for one in entries}
        with writing(self.folder, _ADVICE):
            for out in self._files:
                out.flush()
                os.fsync(out.fileno())  # else a power cut may leave an index without samples
            written = sum(out.tell() for out in self._files)
            with atomic_write(self.folder / REPORT, _ADVICE) as part:
                part.write_text(report, encoding="utf-8")
            with atomic_write(self.folder / INDEX, _ADVICE) as part:
                part.write_bytes(msgspec.json.encode(index))
            self._open.close()
            (self.folder / JOURNAL).unlink()
        return written - sum(length * TYPES[file].itemsize for file, _, length in used)

    def _recall(self) -> None:
        """Read what is here already, and cut off what a killed process left unfinished."""
        header: _Header = (FORMAT, VERSION, self.sample_rate)
        begun: list[_Header] = []
        entries: list[Entry] = []
        if (self.folder / INDEX).exists():
            index = parse_index(self.folder)
            begun, entries = [(FORMAT, VERSION, index.sample_rate)], list(index.sounds)
        self._journal.seek(0)
        good = 0
        with contextlib.suppress(msgspec.MsgspecError):
            for line in self._journal:
                if not line.endswith(b"\n"):
                    break
                if good:
                    entries.append(msgspec.json.decode(line, type=Entry))
                else:
                    begun.append(msgspec.json.decode(line, type=_Header))
                good += len(line)
        if any(one != header for one in begun):
            raise FileError(
                f"{self.folder} was begun at {begun[0][2]} Hz, not at {self.sample_rate} Hz, or by "
                "another version of granvae; choose another --out."
            )
        sizes = [size_of(self.folder / name) for name in FILES]
        for entry in entries:
            self._known.pop(entry.name, None)
            if entry.end * TYPES[entry.file].itemsize <= sizes[entry.file]:
                self._keep(entry)
        self._journal.truncate(good)
        if not good:
            self._note(header)

    def _keep(self, entry: Entry) -> None:
        self._known[entry.name] = entry
        if entry.reading.length:
            self._stored[entry.reading.digest] = entry

    def _open_samples(self, file: int) -> BinaryIO:
        ends = [entry.end for entry in self._stored.values() if entry.file == file]
        out = self._open.enter_context((self.folder / FILES[file]).open("ab"))
        out.truncate(max(ends, default=0) * TYPES[file].itemsize)
        out.seek(0, os.SEEK_END)
        return out

    def _note(self, row: Entry | _Header) -> None:
        self._journal.write(msgspec.json.encode(row) + b"\n")
        self._journal.flush()


def file_state(path: Path) -> tuple[int, int]:
    """Size in bytes and time of the last change in ns: what tells a changed file."""
    try:
        state = path.stat()
    except OSError:  # it is gone: reading it will say so
        return 0, 0
    return state.st_size, state.st_mtime_ns


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
