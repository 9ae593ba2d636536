"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_write(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Let a block write a file that takes the place of ``path`` once it is complete.

    Missing folders are made. If the block fails, what was at ``path`` stays and nothing is left
    beside it.

    Yields:
        A path beside ``path``, with the same suffix, for the block to write to.

    Examples:
        >>> with atomic_write(folder / "config.json") as part:
        ...     _ = part.write_text("{}")
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())  # else a power cut may leave the new name on an empty file
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
