"""The Pure Data externals as files: what they ask of the Pd that loads them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hosts.pd import EXTERNAL

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("readelf") is None, reason="reads ELF files by readelf"
)

SINGLE, DOUBLE = ".pd_linux", ".linux-*-64.so"


def external(ending: str) -> Path:
    (file,) = EXTERNAL.glob(f"granvae~{ending}")
    return file


def symbols(file: Path | str) -> dict[str, tuple[str, bool]]:
    """Kind and whether it is defined there, of each dynamic symbol."""
    text = subprocess.run(
        ["readelf", "--dyn-syms", "--wide", str(file)], check=True, capture_output=True, text=True
    ).stdout
    rows = [line.split() for line in text.splitlines() if line.strip()[:1].isdigit()]
    return {row[7].partition("@")[0]: (row[3], row[6] != "UND") for row in rows if len(row) > 7}


@pytest.mark.parametrize("ending", [SINGLE, DOUBLE])
def test_only_functions_are_imported_from_pd(ending: str) -> None:
    """Data has another shape, or is not there, where a plug-in hosts several Pds."""
    program = Path(shutil.which("pd") or "pd").resolve()
    offered = {name: kind for name, (kind, defined) in symbols(program).items() if defined}
    asked = {name for name, (_, defined) in symbols(external(ending)).items() if not defined}
    imported = {offered[name] for name in asked & offered.keys()}
    assert {"s_signal", "garray_class"} <= offered.keys()
    assert imported == {"FUNC"}


def test_each_precision_is_for_its_own_pd() -> None:
    """A Pd of double precision calls `class_new` by another name, and so refuses the single one."""
    single, double = symbols(external(SINGLE)), symbols(external(DOUBLE))
    assert "class_new" in single
    assert "class_new64" not in single
    assert "class_new64" in double
    assert "class_new" not in double
    for both in (single, double):
        assert both["granvae_tilde_setup"] == ("FUNC", True)
