"""The page as one self-contained HTML file.

It joins the sources in ``page/`` with the data that the page opens with: the engine's parameters,
the model's latents, and the map of the training grains.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import structs
from numpy.typing import ArrayLike

from granvae.data.atomic_write import atomic_write
from granvae.engine.grain_map import GrainMap, read_map
from granvae.engine.model_info import PlayedModel
from granvae.engine.parameters import parameters
from granvae.engine.voice import Voice

# Each uses what stands before it; main.js begins.
SCRIPTS = (
    "dom", "colours", "link", "store", "history", "capture", "map/grains", "map/map", "map/points",
    "map/overlay", "map/input", "latents", "walk", "sound/lfo", "pad", "sound/wave", "keyboard",
    "settings", "pattern", "sequencer", "presets", "tabs", "sound/listen", "sound/transport",
    "main",
)  # fmt: skip

_GAIN = "gain"  # the label of a latent that says least about which sound a grain is of
_STEP = 1.0 / 2048.0  # σ; a latent travels as a whole number of these
_MOST = 32767
_SHOWN = 20_000  # grains, at most
_ANY_RATE = 44100  # Hz, of an engine that only reads a model


def page(data: dict[str, Any]) -> str:
    """The HTML document.

    Args:
        data: as `page_data` makes it.
    """
    scripts = "\n".join(_source(f"{name}.js") for name in SCRIPTS)
    # Inside a script element only this sequence could end it.
    embedded = json.dumps(data, allow_nan=False).replace("</", "<\\/")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(data['model']['name'])} &ndash; granvae</title>\n"
        # Without an icon of its own a browser would ask the server of the page for one.
        f'<link rel="icon" href="data:,">\n<style>\n{_source("page.css")}</style>\n</head>\n'
        f"<body>\n{_source('page.html')}"
        f'<script id="data" type="application/json">{embedded}</script>\n'
        f'<script>\n(() => {{\n"use strict";\n{scripts}}})();\n</script>\n</body>\n</html>\n'
    )


def page_data(
    model: PlayedModel, grain_map: GrainMap | None, served: bool = False
) -> dict[str, Any]:
    """What a page opens with, JSON-able.

    Args:
        model: as `granvae.engine.model_info.describe` reads it.
        grain_map: of that model; None where it has none.
        served: whether `granvae play` is behind the page, which then connects to it.
    """
    return {
        "served": served,
        "model": model.state(),
        "parameters": [structs.asdict(entry) for entry in parameters()],
        "map": map_data(model, grain_map),
    }


def map_data(model: PlayedModel, grain_map: GrainMap | None) -> dict[str, Any] | None:
    """The map as the page takes it: arrays as base64 of little-endian numbers; None without one.

    ``count``, ``size`` (latents), ``step`` (σ of one unit of ``latents``, int16),
    ``sound`` (uint16), ``time`` (float32, s), ``names``, ``descriptors`` (float32 by name), and
    ``axes``, the two latents that change the sound most, the gain aside.
    """
    if grain_map is None or not len(grain_map.latents):
        return None
    # Neighbours along a recording lie close together: every second shows as much.
    shown = slice(None, None, -(-len(grain_map.latents) // _SHOWN))
    latents = grain_map.latents[shown]
    steps = np.clip(np.round(latents / _STEP), -_MOST, _MOST)
    shares = list(model.metadata.get("variance_explained", []))[: model.latents]
    named = [d for d in range(len(shares)) if model.labels[d] != _GAIN]
    largest = sorted(named, key=lambda d: -shares[d])[:2]
    return {
        "count": len(latents),
        "size": latents.shape[1],
        "step": _STEP,
        "latents": _base64(steps, "<i2"),
        "sound": _base64(grain_map.sound[shown], "<u2"),
        "time": _base64(grain_map.time[shown], "<f4"),
        "names": list(grain_map.names),
        "descriptors": {n: _base64(v[shown], "<f4") for n, v in grain_map.descriptors.items()},
        "axes": largest if len(largest) == 2 else list(range(min(2, model.latents))),
    }


def write_page(model: Path | str, out: Path | str) -> None:
    """Write the page of a model file: a silent viewer, and in Max's ``[jweb]`` a control surface.

    Raises:
        GranvaeError: the model cannot be read, or the page cannot be written.
    """
    played = Voice(_ANY_RATE, 1, offline=True).read_first(str(model))
    played = replace(played, file=Path(played.file.name))  # the page may go to another folder
    with atomic_write(out) as part:
        part.write_bytes(page(page_data(played, read_map(model))).encode())


def _base64(values: ArrayLike, kind: str) -> str:
    return base64.b64encode(np.asarray(values).astype(kind).tobytes()).decode("ascii")


def _source(name: str) -> str:
    return files("granvae.play.explorer").joinpath("page", name).read_text(encoding="utf-8")
