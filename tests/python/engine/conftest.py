"""Models that the tests of the engine share; none of them changes a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import encoding_models, tiny_models


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Decodes 16 latents to sines of 512 samples; has no encoder."""
    return tiny_models.linear_model(tmp_path_factory.mktemp("linear") / "model.ts")


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Decodes and encodes 16 Fourier coefficients of 512 samples."""
    path = tmp_path_factory.mktemp("fourier") / "model.ts"
    return encoding_models.save(encoding_models.Fourier(), path)
