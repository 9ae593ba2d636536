"""What players and pages need to know of a model, read without loading it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from granvae.engine.voice import Voice
from granvae.errors import ModelError

# As in granvae.export.model_file, whose import would load PyTorch.
_METADATA = "/extra/granvae.json"


@dataclass(frozen=True)
class PlayedModel:
    """A model that the engine has read.

    Attributes:
        file: the model file.
        latents: dimensions of the latent space.
        grain: samples of a grain.
        rate: of the grains, in Hz.
        metadata: the contents of ``granvae.json``; empty for a foreign model.
    """

    file: Path
    latents: int
    grain: int
    rate: float
    metadata: dict[str, Any] = field(default_factory=dict)

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


def first_model(voice: Voice, file: str) -> PlayedModel:
    """Has a voice read its first model, and waits for it.

    Raises:
        ModelError: the file holds no model that can be played.
    """
    voice.read(file)
    voice.wait()
    loaded: PlayedModel | None = None
    for kind, text, values in voice.events():
        if kind == "error":
            raise ModelError(text)
        if kind == "loaded":
            loaded = describe(text, int(values[0]), int(values[1]), float(values[2]))
    if loaded is None:
        raise ModelError(f"{file} was not loaded; give a file that `granvae export` wrote.")
    return loaded


def describe(file: str, latents: int, grain: int, rate: float) -> PlayedModel:
    """The model that the engine has read, with the metadata of its file."""
    return PlayedModel(Path(file), latents, grain, rate, read_metadata(file))


def read_metadata(file: str | PathLike[str]) -> dict[str, Any]:
    """The ``granvae.json`` of a model file, read from the zip archive that TorchScript is.

    Empty for a foreign model, and for a file that is no archive.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(_METADATA):
                    return dict(json.loads(archive.read(name)))
    except (OSError, ValueError, zipfile.BadZipFile):
        pass  # the engine plays it all the same
    return {}
