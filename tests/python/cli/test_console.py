"""How the commands name programs to the user."""

import os
import sys
from pathlib import Path

import pytest

from granvae.cli.console import as_called


def test_a_program_has_its_path_where_the_environment_is_not_activated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    script = tmp_path / "bin" / ("granvae.exe" if os.name == "nt" else "granvae")
    script.parent.mkdir()
    script.touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(script.with_name("python")))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Path(as_called("granvae")) == script
    monkeypatch.chdir(tmp_path)
    assert Path(as_called("granvae")) == script.relative_to(tmp_path)
    monkeypatch.setenv("PATH", str(script.parent))
    assert as_called("granvae") == "granvae"
    assert as_called("no-such-program") == "no-such-program"
