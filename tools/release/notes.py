"""The version of these sources, and what the changelog says of it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def version(root: Path = ROOT) -> str:
    """As pyproject.toml has it."""
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    found: list[str] = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)
    return found[0]


def of_tag(tag: str, root: Path = ROOT) -> str:
    """The changelog's section of a tag; exits where the sources are not of that version."""
    if tag != f"v{version(root)}":
        sys.exit(f"The tag {tag} is not v{version(root)}, the version that pyproject.toml has.")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    for section in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        title, _, text = section.partition("\n")
        if title.split()[0].strip("[]") == tag.removeprefix("v") and text.strip():
            return text.strip()
    sys.exit(f"CHANGELOG.md says nothing of {tag}; write its section '## {tag.removeprefix('v')}'.")
