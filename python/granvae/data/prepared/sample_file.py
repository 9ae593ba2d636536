"""Samples of a prepared corpus, read from the disk when they are used."""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from granvae.errors import FileError

_WHOLE = 1 << 28  # bytes; files up to this size are read as a whole
_LARGE = 1 << 32  # bytes; smaller files soon lie in the system's cache
_ADVICE = hasattr(os, "posix_fadvise")  # macOS and Windows have none


class SampleFile:
    """A file of int16 or float32 samples.

    A small one is read as a whole. Of others each stretch is read, not mapped: a system with pages
    of 2 MiB would hold as much memory for every grain.

    Args:
        path: of the file; a missing one is empty.
        kind: ``<i2`` or ``<f4``.
        whole: bytes up to which the file is read as a whole.
        large: bytes from which on the system is advised of what will be read.
    """

    def __init__(
        self, path: Path, kind: np.dtype[Any], whole: int = _WHOLE, large: int = _LARGE
    ) -> None:
        self._path, self._kind = path, kind
        self._lock = Lock()
        self._file, self._large = -1, False
        self._whole: NDArray[Any] | None = None
        size = size_of(path)
        if size <= whole:
            self._whole = np.fromfile(path, kind) if size else np.empty(0, kind)
        else:
            self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            weakref.finalize(self, os.close, self._file)
            self._large = size >= large
            if self._large and _ADVICE:
                # Without this, every grain would fetch 128 KiB around it.
                os.posix_fadvise(self._file, 0, 0, os.POSIX_FADV_RANDOM)

    def windows(self, places: NDArray[np.int64], length: int) -> NDArray[np.float32]:
        """The stretches ``(count, length)`` that begin at samples ``places (count,)``.

        Raises:
            FileError: the file has become shorter, or cannot be read.
        """
        if self._whole is not None:
            windows = stretches(self._whole, length)[places]
        else:
            windows = self._fetch(places, length)
        if windows.dtype == np.int16:
            windows = np.multiply(windows, np.float32(1.0 / 32768.0), dtype=np.float32)  # exact
        return windows.astype(np.float32, copy=False)

    def _fetch(self, places: NDArray[np.int64], length: int) -> NDArray[Any]:
        windows = np.empty((len(places), length), self._kind)
        if not len(places):
            return windows
        size = length * self._kind.itemsize
        offsets = (places * self._kind.itemsize).tolist()
        bytes_of = windows.data.cast("B")
        try:
            if self._large and _ADVICE:
                # The disk fetches all of them at once instead of one after the other.
                for offset in offsets:
                    os.posix_fadvise(self._file, offset, size, os.POSIX_FADV_WILLNEED)
            read = sum(
                self._read(bytes_of[row * size : (row + 1) * size], offset)
                for row, offset in enumerate(offsets)
            )
        except OSError as error:
            raise FileError(f"{self._path} cannot be read ({error.strerror}).") from error
        if read < size * len(offsets):
            raise FileError(
                f"{self._path} was cut short while it was read; run the same `granvae prepare` "
                "again."
            )
        return windows

    def _read(self, into: memoryview, offset: int) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._file, [into], offset)
        with self._lock:  # Windows has no call that seeks and reads at once
            os.lseek(self._file, offset, os.SEEK_SET)
            found = os.read(self._file, len(into))
        into[: len(found)] = found
        return len(found)


def size_of(path: Path) -> int:
    """Bytes of a file; 0 of a missing one."""
    return path.stat().st_size if path.exists() else 0


def stretches(samples: NDArray[Any], length: int) -> NDArray[Any]:
    """All stretches ``(n - length + 1, length)`` of ``samples (n,)``: a view, without a copy.

    As ``sliding_window_view`` of NumPy, whose checks take longer than a few grains.
    """
    step, count = samples.itemsize, max(len(samples) - length + 1, 0)
    return np.ndarray((count, length), samples.dtype, samples, strides=(step, step))
