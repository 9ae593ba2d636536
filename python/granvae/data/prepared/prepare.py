"""Prepares a corpus from sound files, on all processors; it may be stopped at any time."""

from __future__ import annotations

import contextlib
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from granvae.data.audio_files import Skipped, SoundFile, search_sounds
from granvae.data.prepared.writer import Store, file_state, packed
from granvae.data.trimming import Reading, read_trimmed, usable
from granvae.errors import GranvaeError

Progress = Callable[[int, int, str], None]  # files done, files in all, the last one
_Read = tuple[tuple[int, int], Reading, NDArray[Any]]  # state, contents, packed samples


@dataclass(frozen=True)
class Prepared:
    """The result of a preparation.

    Attributes:
        sounds: how many can be used.
        seconds: their duration.
        decoded: how many files were decoded; the others were there already.
        unused: bytes in the folder of files that are gone or have changed.
        skipped: files that cannot be used, and why.
    """

    sounds: int
    seconds: float
    decoded: int
    unused: int
    skipped: tuple[Skipped, ...]


def prepare_corpus(
    paths: Sequence[Path | str],
    out: Path,
    sample_rate: int,
    jobs: int | None = None,
    on_progress: Progress | None = None,
) -> Prepared:
    """Decode every sound in ``paths`` once and store it in the folder ``out`` for trainings.

    :func:`granvae.data.corpus.load_corpus` gives the same corpus for that folder as for ``paths``,
    bit for bit. Files that are there already, by name, size and time of change, are not decoded
    again: a preparation that was stopped goes on, and one with more sounds adds them. Files that
    are no longer among ``paths`` leave the index.

    Args:
        paths: sound files, and folders of any depth.
        out: a new folder, or one that was prepared before.
        sample_rate: in Hz, of the corpus.
        jobs: how many processes decode; None for one per processor.
        on_progress: called at the beginning and after each file.

    Raises:
        FileError: the sounds or the folder cannot be used.
        GranvaeError: a decoding process was killed.
    """
    files, closed = search_sounds(paths)
    with contextlib.ExitStack() as stack:
        store = Store(out, sample_rate, stack)
        entries = {file.name: entry for file in files if (entry := store.recall(file))}
        new = [file for file in files if file.name not in entries]
        report = on_progress or (lambda done, count, name: None)
        report(len(entries), len(files), "")
        for file, read in _read_all(new, sample_rate, jobs or processors()):
            entries[file.name] = store.add(file, *read)
            report(len(entries), len(files), file.name)
        ordered = [entries[file.name] for file in files]
        used, skipped = usable([(entry.name, entry.reading) for entry in ordered], 1, paths)
        skipped = (*closed, *skipped)
        seconds = sum(reading.length for _, reading in used) / sample_rate
        lines = [
            f"{len(used)} sounds, {seconds / 3600.0:.2f} hours at {sample_rate} Hz, of "
            f"{len(files)} files in {', '.join(map(str, paths))}",
            *(f"skipped {one.path}: {one.reason}" for one in skipped),
        ]
        unused = store.finish(ordered, closed, "\n".join(lines) + "\n")
    return Prepared(len(used), seconds, len(new), unused, skipped)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _read_all(
    files: Sequence[SoundFile], sample_rate: int, jobs: int
) -> Iterator[tuple[SoundFile, _Read]]:
    """The files in their order, each with its contents."""
    if jobs == 1 or len(files) < 2:
        for file in files:
            yield file, _read(file.path, sample_rate)
        return
    # Fresh interpreters: a fork of one whose libraries have threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(files)), context, _follow_parent) as pool:
        left = iter(files)
        waiting: deque[tuple[SoundFile, Future[_Read]]] = deque()
        try:
            while True:
                # Few at once, to bound the memory of what is decoded and waits to be written.
                for file in islice(left, 2 * jobs - len(waiting)):
                    waiting.append((file, pool.submit(_read, file.path, sample_rate)))
                if not waiting:
                    return
                file, future = waiting[0]
                read = future.result()
                waiting.popleft()
                yield file, read
        except BrokenProcessPool as error:
            raise GranvaeError(
                f"A process that decoded {waiting[0][0].path} or a file after it was killed, "
                "perhaps for want of memory; run the same command again with fewer --jobs, it goes "
                "on there."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _read(path: Path, sample_rate: int) -> _Read:
    state = file_state(path)  # first, so that a change meanwhile shows the next time
    reading, samples = read_trimmed(path, sample_rate)
    return state, reading, packed(samples)


def _follow_parent() -> None:
    """In a decoding process: leave Ctrl-C to the main process, and end when that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    with contextlib.suppress(OSError):
        multiprocessing.connection.wait([sentinel])
    os._exit(1)
