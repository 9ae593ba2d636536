"""granvae~ where there is no libtorch, or another program's: small, and it sounds the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae.cli.install.host_folders import PD
from hosts import max_host, pd
from hosts.pd import patch_with, play
from support.preset_files import PRESETS, RATE, file_of, program_of
from tools.pd import Patch

MOST_BYTES = 2**20
STUBS = ("libc10.so", "libtorch_cpu.so", "libtorch.so")

linux = pytest.mark.skipif(sys.platform != "linux", reason="libraries as Linux loads them")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the external for Pd, and nothing else."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copy(pd.EXTERNAL / PD.file(), folder)
    return folder


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which libraries with the names of libtorch are loaded before all others."""
    folder = tmp_path_factory.mktemp("stubs")
    (folder / "stub.c").write_text("int stub;")
    for name in STUBS:
        options = ("-shared", "-fPIC", f"-Wl,-soname,{name}", "-o", folder / name)
        subprocess.run(["cc", folder / "stub.c", *options], check=True)
    before = os.environ.get("LD_PRELOAD", "").split()  # of a sanitizer
    return {"LD_PRELOAD": " ".join((*before, *(str(folder / name) for name in STUBS)))}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that our own kernels know nothing of."""
    return file_of("grain", tmp_path_factory.mktemp("foreign"), None)


def moving(model: Path) -> tuple[Patch, int]:
    patch, granvae = patch_with(model)
    patch.send(0, "random 7", granvae)
    patch.send(0, "170", granvae)
    patch.send(40, "random 9, law linear, latch off", granvae)
    patch.send(80, "info", granvae)
    return patch, granvae


def test_the_external_is_small_and_needs_no_libtorch(alone: Path) -> None:
    external = alone / PD.file()
    assert external.stat().st_size < MOST_BYTES
    if shutil.which("readelf"):
        needed = subprocess.run(["readelf", "-d", external], capture_output=True, text=True).stdout
        assert "libc.so" in needed
        assert "torch" not in needed
        assert "c10" not in needed


def encoding(model: Path, folder: Path) -> tuple[Patch, int]:
    """One that encodes a sound, beginning with the first sound of all."""
    noise = np.random.default_rng(0).normal(0.0, 0.1, 4000)
    soundfile.write(folder / "sound.wav", noise, RATE)
    patch, granvae = patch_with(model)
    patch.send(0, f"encode {folder / 'sound.wav'}", granvae)
    patch.send(0, "170", granvae)
    return patch, granvae


@pytest.mark.parametrize("preset", PRESETS)
def test_alone_in_a_folder_it_plays_our_models_as_it_does_beside_libtorch(
    preset: str, alone: Path, tmp_path: Path
) -> None:
    model = file_of(preset, tmp_path, program_of(preset))
    expected = play(*moving(model), tmp_path, milliseconds=120)
    got = play(*moving(model), tmp_path, milliseconds=120, external=alone)
    assert "info: info decoder native" in got.console
    assert "error" not in got.console
    assert np.max(np.abs(expected.audio)) > 1e-3
    np.testing.assert_array_equal(got.audio, expected.audio)
    expected = play(*encoding(model, tmp_path), tmp_path, milliseconds=120)
    got = play(*encoding(model, tmp_path), tmp_path, milliseconds=120, external=alone)
    assert "error" not in got.console
    assert np.max(np.abs(expected.audio)) > 1e-3
    np.testing.assert_array_equal(got.audio, expected.audio)


def test_alone_it_says_of_models_of_others_what_is_missing(
    alone: Path, foreign: Path, tmp_path: Path
) -> None:
    console = play(*patch_with(foreign), tmp_path, milliseconds=50, external=alone).console
    assert f"'{foreign}' needs libtorch, and there is no granvae_torch." in console
    assert "run 'granvae install' again where torch is installed" in console
    assert "Models that 'granvae export' wrote play without it." in console


def test_alone_it_refuses_libtorch_and_plays_on(alone: Path, tmp_path: Path) -> None:
    model = file_of("grain", tmp_path, program_of("grain"))
    patch, granvae = moving(model)
    patch.send(60, "libtorch on", granvae)
    got = play(patch, granvae, tmp_path, milliseconds=120, external=alone)
    assert got.console.count("needs libtorch, and there is no granvae_torch.") == 1
    assert "info: info decoder native" in got.console
    assert "info: info libtorch off" in got.console
    np.testing.assert_array_equal(
        got.audio, play(*moving(model), tmp_path, milliseconds=120, external=alone).audio
    )


def test_models_of_others_play_by_libtorch(foreign: Path, tmp_path: Path) -> None:
    console = play(*moving(foreign), tmp_path, milliseconds=120).console
    assert "info: info decoder libtorch" in console


@linux
def test_libraries_that_another_external_brought_do_not_disturb(
    stubs: dict[str, str], foreign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = file_of("grain", tmp_path, program_of("grain"))
    expected = play(*moving(model), tmp_path, milliseconds=120)
    monkeypatch.setenv("LD_PRELOAD", stubs["LD_PRELOAD"])
    got = play(*moving(model), tmp_path, milliseconds=120)
    assert "info: info decoder native" in got.console
    np.testing.assert_array_equal(got.audio, expected.audio)
    # What needs the true ones says so, and nothing falls.
    result = play(*patch_with(foreign), tmp_path, milliseconds=50)
    assert result.status == 0
    assert f"'{foreign}' needs libtorch, and '" in result.console
    assert "quit what brought another libtorch into this program" in result.console


IN_MAX = """
import sys
import numpy as np
from hosts.max_host import Host, load
host = Host(load())
box = host.new(f'granvae~ "{sys.argv[1]}"')
assert str(box.info()["decoder"]).startswith("native"), box.info()
box.send("170")
box.send("random 7")
box.finish()
np.save(sys.argv[2], box.play(8192)[0])
"""


@linux
def test_in_max_it_plays_alone_and_beside_other_libraries(
    stubs: dict[str, str], tmp_path: Path
) -> None:
    model = file_of("grain", tmp_path, program_of("grain"))
    alone = tmp_path / "max"
    alone.mkdir()
    for name in ("granvae~.so", "libgranvae_max_host.so"):
        shutil.copy(max_host.FOLDER / name, alone)
    played: list[np.ndarray] = []
    for folder, extra in ((max_host.FOLDER, {}), (alone, {}), (alone, stubs)):
        out = tmp_path / f"{len(played)}.npy"
        environment = os.environ | extra | {"GRANVAE_MAX_DIR": str(folder)}
        environment["PYTHONPATH"] = os.pathsep.join(sys.path)
        done = subprocess.run(
            [sys.executable, "-c", IN_MAX, model, out],
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        played.append(np.load(out))
    assert np.abs(played[0]).max() > 1e-3
    np.testing.assert_array_equal(played[1], played[0])
    np.testing.assert_array_equal(played[2], played[0])
