"""A tiny training that tests of this folder share."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from granvae.training.config import TrainConfig
from support.short_training import Trained, of_tones, quietly


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    return of_tones(tmp_path_factory.mktemp("tones"))


@pytest.fixture(scope="session")
def trained(
    config: TrainConfig, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Trained]:
    """The finished run of a model preset, trained once; tests only read it."""

    @cache
    def of_preset(preset: str) -> Trained:
        folder = tmp_path_factory.mktemp(preset)
        return quietly(dataclasses.replace(config, preset=preset), folder / "run")

    return of_preset


@pytest.fixture
def finished(trained: Callable[[str], Trained], tmp_path: Path) -> Path:
    """The folder of a finished run that a test may change."""
    return shutil.copytree(trained("grain").folder, tmp_path / "run")
