"""What a player needs to know of the model that sounds."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from granvae.engine.voice import Voice
from granvae.errors import GranvaeError

# As granvae.export.model_file calls it, whose import would load all of PyTorch.
_METADATA = "/extra/granvae.json"


@dataclass(frozen=True)
class PlayedModel:
    """A model that the engine has read.

    Attributes:
        file: where it lies.
        latents: numbers of a point.
        grain: samples of a grain.
        rate: Hz.
        metadata: the contents of ``granvae.json``; empty for a foreign model.
    """

    file: Path
    latents: int
    grain: int
    rate: float
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        """What the latents are called, by number where the file does not tell."""
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
        GranvaeError: it cannot be played.
    """
    voice.read(file)
    voice.wait()
    loaded: PlayedModel | None = None
    for kind, text, told in voice.events():
        if kind == "error":
            raise GranvaeError(text)
        if kind == "loaded":
            loaded = describe(text, int(told[0]), int(told[1]), float(told[2]))
    if loaded is None:
        raise GranvaeError(f"{file} was not loaded; give a file that `granvae export` wrote.")
    return loaded


def describe(file: str, latents: int, grain: int, rate: float) -> PlayedModel:
    """The model that the engine has read, with the file's own ``granvae.json`` where it has one.

    TorchScript is a zip archive, so that no model need be loaded a second time.
    """
    metadata: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(_METADATA):
                    metadata = dict(json.loads(archive.read(name)))
    except (OSError, ValueError, zipfile.BadZipFile):
        metadata = {}  # the engine plays it all the same
    return PlayedModel(Path(file), latents, grain, rate, metadata)
