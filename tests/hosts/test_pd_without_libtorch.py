"""A granvae~ for Pure Data built without libtorch: smaller, and it sounds and encodes the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile

from hosts.pd import patch_with, play
from support.preset_files import PRESETS, RATE, file_of, program_of
from tools.pd import Patch

ROOT = Path(__file__).parents[2]
MOST_BYTES = 2**20

# Where `pip` puts cmake and ninja.
TOOLS = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def built(build: Path) -> Path:
    """The folder of the external, configured and built from nothing."""
    # With the flags of `make build`, so that ccache has compiled most of it before.
    options = ("-DGRANVAE_PD=ON", "-DGRANVAE_TORCH=OFF", "-DGRANVAE_WERROR=ON")
    for command in (
        ("cmake", "-G", "Ninja", "-S", ROOT, "-B", build, *options),
        ("cmake", "--build", build, "--target", "granvae_pd"),
    ):
        environment = os.environ | {"PATH": TOOLS}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
    return build / "pd"


def moving(model: Path) -> tuple[Patch, int]:
    patch, granvae = patch_with(model)
    patch.send(0, "random 7", granvae)
    patch.send(0, "170", granvae)
    patch.send(40, "random 9, law linear, latch off", granvae)
    patch.send(80, "info", granvae)
    return patch, granvae


def encoding(model: Path, folder: Path) -> tuple[Patch, int]:
    """One that encodes a sound, beginning with the first sound of all."""
    noise = np.random.default_rng(0).normal(0.0, 0.1, 4000)
    soundfile.write(folder / "sound.wav", noise, RATE)
    patch, granvae = patch_with(model)
    patch.send(0, f"encode {folder / 'sound.wav'}", granvae)
    patch.send(0, "170", granvae)
    return patch, granvae


# One test, since whoever runs several at a time would build it as often.
def test_a_granvae_without_libtorch_is_small_and_sounds_the_same(tmp_path: Path) -> None:
    external = built(tmp_path / "build")
    size = next(external.glob("granvae~.*")).stat().st_size
    assert size < MOST_BYTES
    for preset in PRESETS:
        model = file_of(preset, tmp_path, program_of(preset))
        expected = play(*moving(model), tmp_path, milliseconds=120)
        got = play(*moving(model), tmp_path, milliseconds=120, external=external)
        assert "info: info decoder native" in got.console
        assert "error" not in got.console
        assert np.max(np.abs(expected.audio)) > 1e-3
        np.testing.assert_array_equal(got.audio, expected.audio)
        got = play(*encoding(model, tmp_path), tmp_path, milliseconds=120, external=external)
        expected = play(*encoding(model, tmp_path), tmp_path, milliseconds=120)
        assert f"info: path {tmp_path / 'sound.wav'}" in got.console
        assert "error" not in got.console
        assert np.max(np.abs(expected.audio)) > 1e-3
        np.testing.assert_array_equal(got.audio, expected.audio)
    model = file_of("grain", tmp_path, None)
    console = play(*patch_with(model), tmp_path, milliseconds=50, external=external).console
    assert f"'{model}' needs libtorch, which this granvae~ is built without" in console
