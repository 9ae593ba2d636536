"""Small models that hold grains of recordings, for tests of draws and walks."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from granvae.engine.grain_map import MAP_FILE, GrainMap, read_map
from granvae.engine.model_info import METADATA_FILE
from support import tiny_models

RATE = 44100
GRAIN = 128
LATENTS = 3
LENGTH = 60  # grains of each recording
NAMES = ("low/cello 1.wav", "low/cello 2.wav", "high/flute.wav")


def learned(length: int = LENGTH, seed: int = 0) -> GrainMap:
    """Three recordings that go about the same region of the latent space, each on its own way."""
    rng = np.random.default_rng(seed)
    count = length * len(NAMES)
    sound = np.repeat(np.arange(len(NAMES)), length)
    turns = 2 * np.pi * np.arange(count) / length
    points = np.stack([np.cos(turns), np.sin(turns), 0.2 * sound - 0.2], axis=1)
    points += rng.normal(scale=0.05, size=points.shape)
    place = rng.integers(GRAIN // 2, GRAIN * 15 // 16, count)
    place[::length] = 0
    return GrainMap(
        points.astype(np.float16).astype(np.float32),
        sound,
        np.concatenate([np.cumsum(row) / RATE for row in place.reshape(3, -1)]).astype(np.float32),
        place,
        NAMES,
        {"loudness": np.full(count, -20, np.float32)},
    )


def arrays_of(grain_map: GrainMap) -> dict[str, np.ndarray]:
    """What its file holds."""
    return dict(np.load(io.BytesIO(grain_map.to_bytes())))


def npz(arrays: dict[str, Any], compressed: bool = False) -> bytes:
    """A file of these arrays, not compressed unless it is to be."""
    data = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(data, **arrays)
    return data.getvalue()


def learned_model(path: Path, grain_map: GrainMap | bytes | None = None) -> Path:
    """A model of sines with this map, or what is to be one, in its file."""
    kept = learned() if grain_map is None else grain_map
    data = kept if isinstance(kept, bytes) else kept.to_bytes()
    labels = [f"latent {d}" for d in range(LATENTS)]
    described = json.dumps({"format": 2, "name": path.stem, "labels": labels}).encode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        script = torch.jit.script(tiny_models.Model(LATENTS, GRAIN))
        script.save(str(path), _extra_files={METADATA_FILE: described, MAP_FILE: data})
    return path


def with_places(model: Path, out: Path) -> Path:
    """The same model with a map whose grains follow each other, whether its own do or not."""
    kept = read_map(model)
    assert kept is not None
    order = np.lexsort((kept.time, kept.sound))
    place = np.where(np.diff(kept.sound[order], prepend=-1) == 0, 384, 0)
    made = replace(
        kept,
        latents=kept.latents[order],
        sound=kept.sound[order],
        time=kept.time[order],
        place=place,
        descriptors={name: values[order] for name, values in kept.descriptors.items()},
    )
    with zipfile.ZipFile(model) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            held = entry.filename.endswith(f"/{MAP_FILE}")
            new.writestr(entry, made.to_bytes() if held else old.read(entry))
    return out
