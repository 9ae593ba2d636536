"""JSON files of typed contents: patterns and presets."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from granvae.errors import FileError

Content = TypeVar("Content")


def read_json(file: Path | str, kind: type[Content], what: str, source: str) -> Content:
    """Reads a file and checks it against a type.

    Args:
        file: where it is.
        kind: a `msgspec.Struct`; attributes that it does not know are left out.
        what: the contents, as in "holds no pattern".
        source: the message that makes such files.

    Raises:
        FileError: it cannot be read, or holds something else.
    """
    try:
        return msgspec.json.decode(Path(file).read_bytes(), type=kind, strict=False)
    except OSError as error:
        fault = f"cannot be read ({error.strerror})"
        raise FileError(f"{file} {fault}; give a file that {source} made.") from error
    except ValueError as error:  # of msgspec, or not UTF-8
        fault = f"holds no {what} ({error})"
        raise FileError(f"{file} {fault}; give a file that {source} made.") from error
