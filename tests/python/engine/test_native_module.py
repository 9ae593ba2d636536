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
from granvae.cli.install.host_folders import back_end_file
from granvae.engine import _native
from support.preset_files import file_of, program_of

ROOT = Path(__file__).parents[3]
INSTALLED = Path(np.__file__).parents[1]  # torch too
READ = """
import sys
from granvae.engine import _native
engine = _native.Engine(44100)
for model in sys.argv[1:]:
    engine.send("read", [model], model)
    engine.wait()
    engine.send("info")
    engine.wait()
for selector, atoms in engine.events():
    if selector == "error" or atoms[0] == "decoder":
        print(*atoms)
"""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One of ours, and one that only libtorch decodes."""
    ours, others = (tmp_path_factory.mktemp(name) for name in ("ours", "others"))
    return [file_of("grain", ours, program_of("grain")), file_of("grain", others, None)]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package alone: beside it there is no torch."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(Path(granvae.__file__).parent, folder / "granvae")
    native = Path(_native.__file__)
    for file in (native, native.with_name(back_end_file())):
        shutil.copy(file, folder / "granvae" / "engine")
    return folder


def read(models: list[Path], folder: Path, *others: Path) -> subprocess.CompletedProcess[str]:
    """Import from these folders alone: -S leaves out what else is installed, this package too."""
    environment = {name: value for name, value in os.environ.items() if "LIBRARY_PATH" not in name}
    return subprocess.run(
        [sys.executable, "-S", "-c", READ, *models],
        env={
            **environment,
            "PYTHONPATH": os.pathsep.join(map(str, (folder, *others))),
        },
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_libtorch_is_found_where_torch_lies_in_another_folder(
    elsewhere: Path, models: list[Path]
) -> None:
    done = read(models, elsewhere, INSTALLED)
    ours, others = done.stdout.splitlines()
    assert ours.startswith("decoder native")
    assert others == "decoder libtorch"


def test_without_torch_our_models_play_and_a_sentence_says_what_others_need(
    elsewhere: Path, models: list[Path]
) -> None:
    ours, error, still = read(models, elsewhere).stdout.splitlines()
    assert ours == still
    assert ours.startswith("decoder native")
    assert error.startswith(f"'{models[1]}' needs libtorch, and '")
    assert "install torch" in error


def test_a_torch_that_does_not_fit_is_named(
    elsewhere: Path, models: list[Path], tmp_path: Path
) -> None:
    shutil.copytree(elsewhere, tmp_path, dirs_exist_ok=True)
    (tmp_path / "torch" / "lib").mkdir(parents=True)
    (tmp_path / "torch" / "__init__.py").touch()
    _, error, still = read(models, tmp_path, INSTALLED).stdout.splitlines()
    assert "cannot be loaded" in error
    assert still.startswith("decoder native")


def test_a_module_that_is_not_built_is_one_sentence(elsewhere: Path, tmp_path: Path) -> None:
    shutil.copytree(elsewhere, tmp_path, dirs_exist_ok=True)
    (tmp_path / "granvae" / "engine" / Path(_native.__file__).name).unlink()
    error = read([], tmp_path, INSTALLED).stderr
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
