"""Models for the tests in Max and Pure Data, and a Max to test in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hosts.drivers import Driver, MaxDriver, PdDriver
from hosts.max_host import AUDIO, MAIN, SCHEDULER, Host, load
from support import encoding_models, preset_files, tiny_models


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.linear_model(tmp_path_factory.mktemp("model") / "model.ts")


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Other sounds, in a space of the same size."""
    return tiny_models.linear_model(tmp_path_factory.mktemp("model") / "other.ts", seed=1)


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.linear_model(tmp_path_factory.mktemp("model") / "small.ts", latents=2)


@pytest.fixture(scope="session")
def native_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that is loaded at once: libtorch takes longer to open than a test in real time lasts."""
    folder = tmp_path_factory.mktemp("model")
    return preset_files.file_of("grain", folder, preset_files.program_of("grain", 512), 512)


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that encodes too, with attributes."""
    folder = tmp_path_factory.mktemp("encoder")
    return encoding_models.save(encoding_models.Adjustable(), folder / "encoder.ts")


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """Max, which at the end must have seen nothing that an external must not do."""
    host = Host(load())
    host.io_vector(0)
    host.search_path(tmp_path, patch=True)
    host.patcher(None)
    yield host
    host.close()
    assert host.violations == []


@pytest.fixture(params=["max", "pd"])
def granvae(request: pytest.FixtureRequest, tmp_path: Path) -> Driver:
    """The object in one of its hosts; in Max with messages from a thread, or vectors of a size."""
    name, _, option = request.param.partition(" ")
    if name == "pd":
        return PdDriver(tmp_path)
    if name == "pd64":
        if shutil.which("pd64") is None:
            pytest.skip("there is no Pure Data of double precision, called pd64")
        return PdDriver(tmp_path, program="pd64")
    max_ = request.getfixturevalue("host")
    if option.isdecimal():
        return MaxDriver(max_, block=int(option))
    return MaxDriver(max_, {"": MAIN, "scheduler": SCHEDULER, "audio": AUDIO}[option])
