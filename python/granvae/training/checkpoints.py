"""Checkpoints that a full disk or a killed process cannot spoil.

A run keeps two: ``last.ckpt``, where training stopped, and ``best.ckpt``, whose validation loss is
the lowest. A new one is written beside the old one and takes its name only when it is complete on
the disk, so that there is a good one at every moment.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from pathlib import Path
from typing import Any

import torch

from granvae.errors import GranvaeError

FOLDER = "checkpoints"
LAST = "last.ckpt"
BEST = "best.ckpt"


def write_checkpoint(contents: dict[str, Any], path: Path) -> None:
    """Write a checkpoint whole or not at all.

    Raises:
        GranvaeError: the disk does not take it; the checkpoint that was there is still there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            torch.save(contents, file)
            file.flush()
            # Without this a power cut may leave the new name on an empty file.
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except (OSError, RuntimeError) as error:  # torch.save reports a full disk as either
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise GranvaeError(
            f"{path} could not be written ({error}); the checkpoint before it is kept, "
            "make room and go on with `granvae train … --resume`."
        ) from error


def read_checkpoint(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """Read a checkpoint; nothing in the file can run code (``weights_only=True``).

    Raises:
        GranvaeError: the file is missing or damaged.
    """
    try:
        contents = torch.load(path, map_location=device, weights_only=True)
        if not isinstance(contents, dict) or not isinstance(contents.get("state_dict"), dict):
            raise ValueError("no weights in it")
    except FileNotFoundError as error:
        raise GranvaeError(f"{path} does not exist; train the run first.") from error
    except Exception as error:  # a damaged archive raises whatever its damage leads to
        raise GranvaeError(
            f"{path} is not a whole checkpoint ({_first_line(error)}); "
            "remove it to go on from the other one."
        ) from error
    return contents


def read_either(folder: Path, first: str, second: str) -> tuple[Path, dict[str, Any]]:
    """The checkpoint ``first`` of a run's folder, or ``second`` with a warning if it is damaged.

    Raises:
        GranvaeError: neither can be read.
    """
    try:
        return folder / FOLDER / first, read_checkpoint(folder / FOLDER / first)
    except GranvaeError as error:
        problem = error
    try:
        contents = read_checkpoint(folder / FOLDER / second)
    except GranvaeError:
        raise GranvaeError(
            f"{folder} holds no checkpoint that can be read (neither {first} nor {second} in "
            f"{FOLDER}); train it again."
        ) from problem
    if (folder / FOLDER / first).exists():
        warnings.warn(f"{problem} Using {second} instead.", stacklevel=2)
    return folder / FOLDER / second, contents


def read_newest(folder: Path) -> tuple[Path, dict[str, Any]] | None:
    """The checkpoint of a run's folder that has come furthest, or None if none was written yet.

    A damaged one is passed over with a warning.

    Raises:
        GranvaeError: all that there are are damaged.
    """
    found: list[tuple[Path, dict[str, Any]]] = []
    problems: list[GranvaeError] = []
    for path in (folder / FOLDER / LAST, folder / FOLDER / BEST):
        if not path.exists():
            continue
        try:
            found.append((path, read_checkpoint(path)))
        except GranvaeError as error:
            problems.append(error)
    if problems and not found:
        raise problems[0]
    for problem in problems:
        warnings.warn(f"{problem} Going on from {found[0][0].name}.", stacklevel=2)
    return max(found, key=lambda one: int(one[1]["global_step"]), default=None)


def sweep(folder: Path) -> None:
    """Remove what killed processes left half written in a run's folder of checkpoints."""
    for leftover in (folder / FOLDER).glob(".*.part"):
        with contextlib.suppress(OSError):
            leftover.unlink()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
