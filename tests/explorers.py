"""For the tests of the explorer: a small model with a map, one who plays it, and a browser."""

from __future__ import annotations

import io
import json
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Browser, Page, sync_playwright

import tiny_models
from granvae.explorer.server import ExplorerServer
from granvae.grainmap import MAP_FILE, GrainMap
from granvae.modelfile import METADATA_FILE
from granvae.play.drivers import ClockDriver
from granvae.play.performer import Performer

RATE = 44100
LATENTS = 16
GRAIN = 512
SOUNDS = ("bells/low.wav", "bells/high.wav", "rain.wav")


def grain_map(count: int = 900, latents: int = LATENTS, seed: int = 0) -> GrainMap:
    """Grains of three sounds, each around a place of its own in the first two latents."""
    rng = np.random.default_rng(seed)
    sound = np.arange(count) % len(SOUNDS)
    points = rng.normal(size=(count, latents)) * 0.5
    points[:, :2] += np.array([(-1.5, -1.0), (1.5, -1.0), (0.0, 1.5)])[sound]
    return GrainMap(
        points.astype(np.float32),
        sound,
        (np.arange(count) / 100.0).astype(np.float32),
        SOUNDS,
        {
            "loudness": rng.uniform(-40, -10, count).astype(np.float32),
            "centroid": rng.uniform(200, 8000, count).astype(np.float32),
        },
    )


def mapped_model(path: Path, latents: int = LATENTS, kept: GrainMap | None = None) -> Path:
    """`tiny_models.linear_model` with names for its latents, and a map."""
    kept = grain_map(latents=latents) if kept is None else kept
    metadata = {
        "format": 2,
        "name": path.stem,
        "labels": [f"latent {d}" for d in range(latents)],
        "variance_explained": list(np.linspace(2.0, 0.0, latents) / latents),
    }
    extra = {METADATA_FILE: json.dumps(metadata).encode(), MAP_FILE: kept.to_bytes()}
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        script = torch.jit.script(tiny_models.Model(latents, GRAIN))
        torch.jit.save(script, buffer, _extra_files=extra)
    path.write_bytes(buffer.getvalue())
    return path


@dataclass
class Scene:
    """One who plays on a clock without a card, his server, and its address."""

    performer: Performer
    address: str
    port: int


@contextmanager
def scene(model: Path) -> Iterator[Scene]:
    """Plays until the block is left."""
    performer = Performer(model, RATE, 1)
    server = ExplorerServer(performer, port=0)
    driver = ClockDriver(performer, 256)
    try:
        yield Scene(performer, server.address, server.port)
    finally:
        server.close()
        driver.close()
        performer.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that nobody sees; skips where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def errors_of(page: Page) -> list[str]:
    """What goes wrong in the page from now on."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    return said


def known(page: Page, expression: str) -> Any:
    """A value of the page's own store, as ``latent`` or ``signals.frequency``."""
    return page.evaluate(f"granvae.{expression}")


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where on the screen a place of the map lies, 0 … 1 from its left and its top."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]
