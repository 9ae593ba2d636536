"""A standalone, a frozen device or a consolidated project carries all that granvae~ needs: what is
collected plays in an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from granvae.cli.install.host_folders import MAX
from hosts import max_host
from hosts.max_host import Host
from support.preset_files import file_of, program_of

# In a process of its own, since Max keeps an external that it has loaded.
PLAY = """
import sys
from pathlib import Path
import numpy as np
from hosts.max_host import Host, load
host = Host(load())
host.search_path(Path(sys.argv[1]), patch=True)
box = host.new("granvae~ @embed 1", Path(sys.argv[2]).read_text())
assert not [values for name, values in box.finish() if name == "error"]
box.send("170")
np.save(sys.argv[3], box.play(8192)[0])
"""


def collected(usage: list[str], package: Path, folder: Path) -> Path:
    """The external, which Max collects by itself, and what it asked for, in an empty folder."""
    folder.mkdir()
    files = [package / MAX.file(), package / max_host.HOST]
    for line in usage:
        if line == "granvae/externals":
            files += package.glob("granvae_torch.*")
        else:
            files.append(Path(line))
    for file in files:
        copy = shutil.copytree if file.is_dir() else shutil.copy
        copy(file, folder / file.name)
    return folder


@pytest.mark.parametrize("ours", [True, False], ids=["ours", "of others"])
def test_what_is_collected_plays_in_an_empty_folder(host: Host, tmp_path: Path, ours: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    model = file_of("grain", home, program_of("grain") if ours else None)
    box = host.new(f'granvae~ "{model}" @embed 1')
    box.send("random 7")
    box.finish()
    kept = tmp_path / "kept.json"
    kept.write_text(box.keep())
    box.send("170")
    expected = box.play(8192)[0]
    assert np.abs(expected).max() > 1e-3

    folder = collected(box.file_usage(), max_host.FOLDER, tmp_path / "standalone")
    model.unlink()
    out = tmp_path / "played.npy"
    environment = os.environ | {"GRANVAE_MAX_DIR": str(folder)}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    command = [sys.executable, "-c", PLAY, folder, kept, out]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    np.testing.assert_array_equal(np.load(out), expected)
