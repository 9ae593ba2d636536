"""The IDX files in which MNIST is given away: a header of big-endian numbers, then bytes.

Format: "File formats for the MNIST database" (LeCun, Cortes & Burges 1998).
"""

import gzip
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from granvae.errors import GranvaeError

Images = NDArray[np.uint8]

_IMAGES = 0x00000803  # unsigned bytes in three dimensions: count, rows, columns
_HEADER = 16  # bytes
_GZIP = b"\x1f\x8b"
_ADVICE = "download the file again, or give another folder"


def find_images(folder: Path, part: str) -> Path:
    """The file of images of ``train`` or ``t10k`` (MNIST's name for test) in a folder.

    Raises:
        GranvaeError: the folder or the file is missing.
    """
    if not folder.is_dir():
        raise GranvaeError(
            f"{folder} is no folder; give the one that holds train-images-idx3-ubyte.gz."
        )
    # Some mirrors write the dot that unpacking tools make of the dash.
    names = [f"{part}-images{mark}idx3-ubyte{end}" for mark in "-." for end in ("", ".gz")]
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise GranvaeError(
        f"{folder} holds no {names[0]} (nor the same with .gz); "
        "put MNIST's files there under their own names."
    )


def read_images(path: Path) -> Images:
    """All images of a file, gzipped or not: ``(count, rows, columns)``, 0 is paper, 255 is ink.

    Raises:
        GranvaeError: the file cannot be read, is no IDX file of images, or is not whole.
    """
    try:
        data = path.read_bytes()
        if data.startswith(_GZIP):
            data = gzip.decompress(data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise GranvaeError(f"{path} is cut off or damaged ({error}); {_ADVICE}.") from error
    except OSError as error:
        raise GranvaeError(f"{path} cannot be read ({error.strerror}); {_ADVICE}.") from error
    if len(data) < _HEADER:
        raise GranvaeError(f"{path} is cut off after {len(data)} bytes; {_ADVICE}.")
    magic, count, rows, columns = (int(n) for n in np.frombuffer(data, ">u4", 4))
    if magic != _IMAGES:
        wanted = f"where IDX files of images begin with {_IMAGES:08x}"
        raise GranvaeError(f"{path} begins with {magic:08x} {wanted}; {_ADVICE}.")
    expected = _HEADER + count * rows * columns
    if len(data) != expected or not count:
        raise GranvaeError(
            f"{path} promises {count} images of {rows} x {columns} in {expected} bytes, but holds "
            f"{len(data)}; {_ADVICE}."
        )
    return np.frombuffer(data, np.uint8, offset=_HEADER).reshape(count, rows, columns)
