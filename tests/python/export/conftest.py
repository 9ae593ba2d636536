"""A linear run and its model file, which tests of this folder share."""

from pathlib import Path

import pytest

from granvae.export.export_run import export_run
from granvae.export.model_file import ModelFile, open_model_file
from granvae.training.run_folder import Run
from support.linear_run import make_run


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    folder = tmp_path_factory.mktemp("export")
    export_run(make_run(folder / "run"), folder / "model.ts")
    return open_model_file(folder / "model.ts")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A linear run that a test may change."""
    return make_run(tmp_path / "run")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The file that a test writes."""
    return tmp_path / "model.ts"
