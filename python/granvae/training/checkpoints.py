"""Checkpoints that a full disk or a killed process cannot spoil.

A run has two: ``last.ckpt``, where training stopped, and ``best.ckpt``, whose validation loss is
the lowest. A new one replaces the old one only when it is complete on the disk.
"""

import contextlib
import warnings
from pathlib import Path
from typing import Any

import torch

from granvae.data.atomic_write import atomic_write
from granvae.errors import GranvaeError

FOLDER = "checkpoints"
LAST = "last.ckpt"
BEST = "best.ckpt"

Checkpoint = dict[str, Any]  # as Lightning makes it


def write_checkpoint(contents: Checkpoint, path: Path) -> None:
    """Write a checkpoint whole or not at all.

    Raises:
        GranvaeError: the disk does not take it; the checkpoint that was there is still there.
    """
    try:
        with atomic_write(path) as part, part.open("wb") as file:
            torch.save(contents, file)
    except (OSError, RuntimeError) as error:  # torch.save reports a full disk as either
        raise GranvaeError(
            f"{path} could not be written ({error.__cause__ or error}); "
            "the checkpoint before it is kept, make room and go on with `granvae train … --resume`."
        ) from error


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint; nothing in the file can run code (``weights_only=True``).

    Raises:
        GranvaeError: the file is missing or damaged.
    """
    try:
        contents = torch.load(path, map_location="cpu", weights_only=True)
        if not isinstance(contents, dict) or not isinstance(contents.get("state_dict"), dict):
            raise ValueError("no weights in it")
    except FileNotFoundError as error:
        raise GranvaeError(f"{path} does not exist; train the run first.") from error
    except Exception as error:  # a damaged archive raises whatever its damage leads to
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise GranvaeError(
            f"{path} is not a whole checkpoint ({reason}); remove it to go on from the other one."
        ) from error
    return contents


def read_either(folder: Path, first: str, second: str) -> tuple[Path, Checkpoint]:
    """The checkpoint ``first`` of a run's folder, or ``second`` with a warning if it is damaged.

    Raises:
        GranvaeError: neither can be read.
    """
    problem: GranvaeError | None = None
    for name in (first, second):
        path = folder / FOLDER / name
        try:
            contents = read_checkpoint(path)
        except GranvaeError as error:
            problem = problem or error
            continue
        if problem and (folder / FOLDER / first).exists():
            warnings.warn(f"{problem} Using {second} instead.", stacklevel=2)
        return path, contents
    raise GranvaeError(
        f"{folder} holds no checkpoint that can be read (neither {first} nor {second} in "
        f"{FOLDER}); train it again."
    ) from problem


def read_newest(folder: Path) -> tuple[Path, Checkpoint] | None:
    """The checkpoint of a run's folder with the most steps, or None if none was written yet.

    A damaged one is passed over with a warning.

    Raises:
        GranvaeError: all that there are are damaged.
    """
    found: list[tuple[Path, Checkpoint]] = []
    problems: list[GranvaeError] = []
    for path in filter(Path.exists, (folder / FOLDER / LAST, folder / FOLDER / BEST)):
        try:
            found.append((path, read_checkpoint(path)))
        except GranvaeError as error:
            problems.append(error)
    if problems and not found:
        raise problems[0]
    for problem in problems:
        warnings.warn(f"{problem} Going on from {found[0][0].name}.", stacklevel=2)
    return max(found, key=lambda one: int(one[1]["global_step"]), default=None)


def remove_partial(folder: Path) -> None:
    """Remove the half-written files of killed processes from a run's folder of checkpoints."""
    for leftover in (folder / FOLDER).glob(".*.ckpt*"):
        with contextlib.suppress(OSError):
            leftover.unlink()
