"""Small models that the tests of all packages share; none of them changes a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from granvae import Synth
from support import encoding_models, tiny_models
from support.playing import POINTS


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Decodes 16 latents to sines of 512 samples; has no encoder."""
    return tiny_models.linear_model(tmp_path_factory.mktemp("linear") / "model.ts")


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Decodes and encodes 16 Fourier coefficients of 512 samples."""
    path = tmp_path_factory.mktemp("fourier") / "model.ts"
    return encoding_models.save(encoding_models.Fourier(), path)


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Decodes 5 latents; has no encoder."""
    return tiny_models.linear_model(tmp_path_factory.mktemp("small") / "model.ts", latents=5)


@pytest.fixture
def synth(small_model: Path) -> Synth:
    """Plays the path `POINTS`."""
    synth = Synth(small_model)
    synth.path(POINTS)
    return synth
