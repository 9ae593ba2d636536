"""Files and tables that a tool generates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def write(files: Mapping[Path, str]) -> None:
    """The same bytes on every system."""
    for file, text in files.items():
        file.write_text(text, encoding="utf-8", newline="\n")


def markdown(headings: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> str:
    """A Markdown table; so many columns are text, all others numbers."""
    aligned = ["---"] * texts + ["---:"] * (len(headings) - texts)
    return "\n".join("| " + " | ".join(line) + " |" for line in (headings, aligned, *rows))
