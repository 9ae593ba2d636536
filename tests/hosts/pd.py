"""granvae~ in a real Pure Data: headless, and as it was built for the tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tools import pd
from tools.pd import Patch, Result

# `make test` builds the external here; GRANVAE_PD_DIR names another folder that holds it.
EXTERNAL = Path(
    os.environ.get("GRANVAE_PD_DIR", Path(__file__).parents[2] / "build" / "test" / "pd")
)


def play(
    patch: Patch, source: int, folder: Path, *flags: str, external: Path = EXTERNAL, **more: Any
) -> Result:
    """As `tools.pd.play`, with granvae~; as fast as it can unless flags are given."""
    return pd.play(patch, source, folder, *(flags or ["-batch"]), "-path", str(external), **more)


def errors(result: Result) -> list[str]:
    return _after("granvae~: ", result)


def reports(result: Result) -> list[str]:
    """What came from the info outlet, where the patch prints it as info."""
    return _after("info: ", result)


def _after(head: str, result: Result) -> list[str]:
    lines = result.console.replace("\\", "").splitlines()
    return [line.partition(head)[2] for line in lines if head in line]


def patch_with(model: Path) -> tuple[Patch, int]:
    """A patch with the object, whose info outlet is printed."""
    patch = Patch()
    granvae = patch.add(f"granvae~ {model}")
    patch.connect(granvae, patch.add("print info"), 1)
    return patch, granvae
