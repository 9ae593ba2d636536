"""The model file of a linear run, which tests of this folder share."""

from __future__ import annotations

import pytest

from granvae.export.export_run import export_run
from granvae.export.model_file import ModelFile, load_model
from support.linear_run import make_run


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    folder = tmp_path_factory.mktemp("export")
    export_run(make_run(folder / "run"), folder / "model.ts")
    return load_model(folder / "model.ts")
