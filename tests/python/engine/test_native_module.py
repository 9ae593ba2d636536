"""The native module: how it finds libtorch, and the stub that says what is in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import granvae
from granvae.engine import _native

ROOT = Path(__file__).parents[3]
INSTALLED = Path(np.__file__).parents[1]  # torch too
IMPORT = "from granvae.engine import _native; print(*_native.back_ends())"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package alone: beside it there is no torch."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(Path(granvae.__file__).parent, folder / "granvae")
    shutil.copy(_native.__file__, folder / "granvae" / "engine")
    return folder


def imported(folder: Path, *others: Path) -> subprocess.CompletedProcess[str]:
    """Import from these folders alone: -S leaves out what else is installed, this package too."""
    environment = {name: value for name, value in os.environ.items() if "LIBRARY_PATH" not in name}
    return subprocess.run(
        [sys.executable, "-S", "-c", IMPORT],
        env={**environment, "PYTHONPATH": os.pathsep.join(map(str, (folder, *others)))},
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_libtorch_is_found_where_torch_lies_in_another_folder(elsewhere: Path) -> None:
    done = imported(elsewhere, INSTALLED)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == _native.back_ends()


def test_without_torch_one_sentence_says_what_to_install(elsewhere: Path) -> None:
    error = imported(elsewhere).stderr
    assert "InstallationError: The native engine needs PyTorch" in error
    assert error.rstrip().endswith("-m pip install torch`.")


def test_a_torch_that_does_not_fit_is_named(elsewhere: Path, tmp_path: Path) -> None:
    shutil.copytree(elsewhere, tmp_path, dirs_exist_ok=True)
    (tmp_path / "torch" / "lib").mkdir(parents=True)
    (tmp_path / "torch" / "__init__.py").touch()
    assert (
        f"does not fit the PyTorch in {tmp_path / 'torch'}" in imported(tmp_path, INSTALLED).stderr
    )


def test_a_module_that_is_not_built_is_one_sentence(elsewhere: Path, tmp_path: Path) -> None:
    shutil.copytree(elsewhere, tmp_path, dirs_exist_ok=True)
    (tmp_path / "granvae" / "engine" / Path(_native.__file__).name).unlink()
    error = imported(tmp_path, INSTALLED).stderr
    assert "InstallationError: The native engine is not built for Python 3." in error


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
