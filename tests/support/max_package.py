"""What the tests of the Max package read: its patchers, box by box."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("py2max", reason="the generator of the package needs py2max")

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "max-package"
sys.path.insert(0, str(ROOT))

from py2max.m4l import read_amxd  # noqa: E402

from tools.max_package.files import files  # noqa: E402

GENERATED = files()
PATCHERS = sorted(name for name in GENERATED if name.endswith((".maxpat", ".maxhelp", ".amxd")))


def load(name: str) -> dict[str, Any]:
    file = PACKAGE / name
    whole = read_amxd(file)[0] if file.suffix == ".amxd" else json.loads(file.read_text())
    return whole["patcher"]


def pages(patcher: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A patcher and all that is inside its boxes."""
    yield patcher
    for entry in patcher["boxes"]:
        if "patcher" in entry["box"]:
            yield from pages(entry["box"]["patcher"])


def boxes(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry["box"] for entry in page["boxes"]]


def every_box() -> Iterator[dict[str, Any]]:
    for name in PATCHERS:
        for page in pages(load(name)):
            yield from boxes(page)


def words(box: dict[str, Any]) -> list[str]:
    return str(box.get("text", "")).split() if box["maxclass"] != "comment" else []
