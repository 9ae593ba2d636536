"""Files that appear whole or not at all."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import soundfile
from numpy.typing import NDArray

from granvae.errors import FileError

_ADVICE = "choose another place or make room"


@contextmanager
def writing(path: str | os.PathLike[str], advice: str = _ADVICE) -> Iterator[None]:
    """Make any OSError of a block a FileError, which says that ``path`` cannot be written."""
    try:
        yield
    except FileError:
        raise
    except OSError as error:
        reason = error.strerror or error
        raise FileError(f"{path} cannot be written ({reason}); {advice}.") from error


@contextmanager
def atomic_write(path: str | os.PathLike[str], advice: str = _ADVICE) -> Iterator[Path]:
    """Let a block write a file that takes the place of ``path`` once it is complete.

    Missing folders are made. If the block fails, what was at ``path`` stays and nothing is left
    beside it.

    Yields:
        A path beside ``path``, with the same suffix, for the block to write to.

    Raises:
        FileError: the file cannot be written; the sentence ends with ``advice``.

    Examples:
        >>> with atomic_write(folder / "config.json") as part:
        ...     _ = part.write_text("{}")
    """
    target = Path(path)
    part = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        with writing(path, advice):
            target.parent.mkdir(parents=True, exist_ok=True)
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())  # else a power cut may leave the new name on an empty file
            os.replace(part, target)
    finally:
        with suppress(OSError):
            part.unlink()


def write_wav(
    path: str | os.PathLike[str], samples: NDArray[Any], sample_rate: float, subtype: str = "FLOAT"
) -> None:
    """Write samples ``(n,)`` or ``(n, channels)`` as a WAV file, whole or not at all.

    Raises:
        FileError: the file cannot be written.
    """
    contents = io.BytesIO()
    soundfile.write(contents, samples, round(sample_rate), subtype, format="WAV")
    with atomic_write(path) as part:
        part.write_bytes(contents.getvalue())


def write_json(path: str | os.PathLike[str], content: object) -> None:
    """Write anything that msgspec can encode, indented, whole or not at all.

    Raises:
        FileError: the file cannot be written.

    Examples:
        >>> write_json(folder / "split.json", {"train": ["a.wav"]})
    """
    with atomic_write(path) as part:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
