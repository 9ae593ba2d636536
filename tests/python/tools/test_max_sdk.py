"""Our Max headers are compared with the SDK's, of which this makes a copy from ours."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import max_sdk


@pytest.fixture
def sdk(tmp_path: Path) -> Path:
    includes = tmp_path / "c74support" / "max-includes"
    shutil.copytree(max_sdk.OURS, includes)
    return includes


def test_equal_headers_agree(sdk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert max_sdk.main([str(sdk.parents[1])]) == 0
    assert "facts agree" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("header", "ours", "theirs", "named"),
    [
        (
            "ext.h",
            "void clock_fdelay(t_clock* x, double f)",
            "void clock_fdelay(t_clock* x, float f)",
            "clock_fdelay",
        ),
        ("z_dsp.h", "  void* z_proxy;", "  char more; void* z_proxy;", "t_pxobject.z_proxy"),
        ("ext.h", "A_GIMME = 8", "A_GIMME = 7", "A_GIMME"),
        ("z_dsp.h", "Z_MC_INLETS 32", "Z_MC_INLETS 16", "Z_MC_INLETS"),
    ],
)
def test_what_differs_is_named(
    sdk: Path, capsys: pytest.CaptureFixture[str], header: str, ours: str, theirs: str, named: str
) -> None:
    text = (sdk / header).read_text()
    assert ours in text
    (sdk / header).write_text(text.replace(ours, theirs))
    assert max_sdk.main([str(sdk.parents[1])]) == 1
    assert f"+{named}:" in capsys.readouterr().out
