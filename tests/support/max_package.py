"""The patchers of the Max package, box by box and cord by cord."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from py2max.m4l import read_amxd

from tools.max_package.files import files

Box = dict[str, Any]

PACKAGE = Path(__file__).resolve().parents[2] / "max-package"
GENERATED = files()
PATCHERS = sorted(name for name in GENERATED if name.endswith((".maxpat", ".maxhelp", ".amxd")))


def load(name: str) -> dict[str, Any]:
    file = PACKAGE / name
    whole = read_amxd(file)[0] if file.suffix == ".amxd" else json.loads(file.read_text())
    patcher: dict[str, Any] = whole["patcher"]
    return patcher


def pages(patcher: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A patcher and all that is inside its boxes."""
    yield patcher
    for entry in patcher["boxes"]:
        if "patcher" in entry["box"]:
            yield from pages(entry["box"]["patcher"])


def boxes(page: dict[str, Any]) -> list[Box]:
    return [entry["box"] for entry in page["boxes"]]


def cords(name: str) -> Iterator[tuple[Box, int, Box, int]]:
    """Source, outlet, target and inlet of every cord of a patcher."""
    for page in pages(load(name)):
        named = {box["id"]: box for box in boxes(page)}
        for entry in page["lines"]:
            (source, outlet), (target, inlet) = (
                entry["patchline"][end] for end in ("source", "destination")
            )
            yield named[source], outlet, named[target], inlet


def every_box() -> Iterator[Box]:
    for name in PATCHERS:
        for page in pages(load(name)):
            yield from boxes(page)


def atoms(box: Box) -> list[str]:
    """What is typed into a box."""
    return str(box.get("text", "")).split() if box["maxclass"] != "comment" else []
