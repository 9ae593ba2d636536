"""The stub of the native module says what is in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_stub_fits_the_native_module() -> None:
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "mypy.stubtest", "granvae.engine._native"),
            *("--mypy-config-file", str(ROOT / "pyproject.toml")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
