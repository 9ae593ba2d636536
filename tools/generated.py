"""Writes files that a tool generates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write(files: Mapping[Path, str]) -> None:
    """The same bytes on every system."""
    for file, text in files.items():
        file.write_text(text, encoding="utf-8", newline="\n")
