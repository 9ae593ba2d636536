"""granvae~ in libpd, as plug-ins and apps host Pure Data: with one instance of it, or several."""

from __future__ import annotations

import os
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from hosts.drivers import LATENTS, atoms
from hosts.pd import EXTERNAL
from tools.pd import Patch

# GRANVAE_LIBPD names one that is not installed.
LIBRARY = os.environ.get("GRANVAE_LIBPD") or find_library("pd-multi") or find_library("pd")
N = 64 * 200


@pytest.mark.skipif(LIBRARY is None, reason="there is no libpd")
def test_every_instance_of_libpd_sounds_as_python(model: Path, tmp_path: Path) -> None:
    patch = Patch()
    granvae = patch.add(f"granvae~ {model}")
    patch.send(0, f"offline 1, latent {atoms(LATENTS)}", granvae)
    patch.connect(granvae, patch.add("dac~ 1"))
    patch.save(tmp_path / "patch.pd")
    player = Path(__file__).with_name("libpd_player.py")
    subprocess.run(
        [sys.executable, player, str(LIBRARY), tmp_path, EXTERNAL, str(N)], check=True, timeout=600
    )
    synth = Synth(model)
    synth.latent(LATENTS)
    expected = synth.process(samples=N)
    assert np.abs(expected).max() > 0.02
    for sound in np.load(tmp_path / "sounds.npy"):
        np.testing.assert_array_equal(sound, expected)
