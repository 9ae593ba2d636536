"""Tiny trainings that tests of this folder share."""

import dataclasses
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from granvae.training.config import TrainConfig
from support.short_training import Trained, of_tones, quietly


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    return of_tones(tmp_path_factory.mktemp("tones"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of the run that a test makes."""
    return tmp_path / "run"


@pytest.fixture
def learn(config: TrainConfig, out: Path) -> Callable[..., Trained]:
    """Trains into ``out``; takes options of `quietly`, and changes of the configuration."""
    names = {field.name for field in dataclasses.fields(TrainConfig)}

    def learn(**options: Any) -> Trained:
        changes = {name: options.pop(name) for name in names & options.keys()}
        return quietly(dataclasses.replace(config, **changes), options.pop("out", out), **options)

    return learn


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
def finished(trained: Callable[[str], Trained], out: Path) -> Path:
    """``out`` as the folder of a finished run that a test may change."""
    return shutil.copytree(trained("grain").run.folder, out)
