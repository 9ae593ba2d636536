"""What players and pages need to know of a model, read without loading it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

METADATA_FILE = "granvae.json"
FORMAT = 2  # of granvae.json; raised when a reader of the former one would misread it
METHODS = ("decode", "encode", "forward")  # of our own models


@dataclass(frozen=True)
class PlayedModel:
    """A model that the engine has read."""

    file: Path
    latents: int  # dimensions of the latent space
    grain: int  # samples
    rate: float  # of the grains, in Hz
    metadata: dict[str, Any] = field(default_factory=dict)  # `granvae.json`; none if foreign

    @property
    def labels(self) -> list[str]:
        """The name of each latent; its number where the file gives none."""
        named = self.metadata.get("labels") or []
        return [str(named[k]) if k < len(named) else f"latent {k}" for k in range(self.latents)]

    def state(self) -> dict[str, Any]:
        """JSON-able: file, name, latents, grain, rate (Hz), labels, statistics."""
        return {
            "file": str(self.file),
            "name": str(self.metadata.get("name", self.file.stem)),
            "latents": self.latents,
            "grain": self.grain,
            "rate": self.rate,
            "labels": self.labels,
            "statistics": self.metadata.get("statistics", {}),
        }


def describe(file: str, latents: int, grain: int, rate: float) -> PlayedModel:
    """The model that the engine has read, with the metadata of its file."""
    return PlayedModel(Path(file), latents, grain, rate, read_metadata(file))


def read_metadata(file: str | PathLike[str]) -> dict[str, Any]:
    """The ``granvae.json`` of a model file; empty for a foreign model or a file of another kind."""
    try:
        return dict(json.loads(read_member(file, METADATA_FILE) or "{}"))
    except (OSError, ValueError, zipfile.BadZipFile):
        return {}  # the engine plays it all the same


def read_member(file: str | PathLike[str], name: str) -> bytes | None:
    """An extra file of a model file, read from the zip archive that TorchScript is.

    None where the model has none of this name.

    Raises:
        OSError: the file cannot be read.
        BadZipFile: it is no archive.
    """
    with zipfile.ZipFile(file) as archive:
        members = [each for each in archive.namelist() if each.endswith(f"/extra/{name}")]
        return archive.read(members[0]) if members else None
