"""The classes of sound that files are of, by their names."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath


def classes_of(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Class → file names: the folder that a file lies in.

    Where all lie in one folder, the leading letters of the file's name: ``cello`` of
    ``cello_03.flac``. A name without a letter is a class of its own.

    >>> classes_of(["cello_03.flac", "cello_04.flac", "harp.flac"])
    {'cello': ('cello_03.flac', 'cello_04.flac'), 'harp': ('harp.flac',)}
    """
    paths = {name: PurePosixPath(name) for name in names}
    in_folders = len({path.parent for path in paths.values()}) > 1
    found: dict[str, list[str]] = {}
    for name, path in paths.items():
        letters = re.search(r"[^\W\d_]+", path.stem)
        label = letters.group() if letters else path.stem
        if in_folders and path.parent != PurePosixPath("."):
            label = str(path.parent)
        found.setdefault(label, []).append(name)
    return {label: tuple(found[label]) for label in sorted(found)}
