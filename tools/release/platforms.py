"""The names of the platform that runs this, as files and deken have them."""

from __future__ import annotations

import platform
import sys

_ARM = {"arm64", "aarch64"}


def name() -> str:
    """As in a file's name: linux-x86_64, linux-arm64, macos-arm64, macos-x86_64, windows-x86_64."""
    system = {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    return f"{system}-{'arm64' if _is_arm() else 'x86_64'}"


def deken(bits: int) -> str:
    """As deken has it, for a Pd of this precision: Linux-amd64-32."""
    return f"{platform.system()}-{'arm64' if _is_arm() else 'amd64'}-{bits}"


def max_package() -> dict[str, dict[str, list[str]]]:
    """The processors that package-info.json names, by its name of the system."""
    system = {"darwin": "macintosh", "win32": "windows"}.get(sys.platform, sys.platform)
    return {system: {"platform": ["aarch64" if _is_arm() else "x64"]}}


def _is_arm() -> bool:
    return platform.machine().lower() in _ARM
