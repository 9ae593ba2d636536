"""The control patch in a real Pure Data, which sends to a real server on the loopback."""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from granvae.play.io.audio_output import ClockDriver
from granvae.play.io.osc import OscServer
from support.performers import make_performer, reports_of, wait_until
from tools import pd_patches
from tools.pd import PATIENCE, Patch, find_pd


@pytest.fixture
def steering(tmp_path: Path) -> Patch:
    """Turns the sliders and presses the buttons of the patch, as a hand would, and then quits."""
    patch = Patch()
    for at, text in (
        (300, "granvae-x15 0.84134"),
        (400, "granvae-x0 0.15866"),
        (500, "granvae-frequency 231.5"),
        (600, "granvae-random bang"),
        (700, "granvae-start bang"),
        (800, "granvae-osc 47 110 111 0 44 0 0 0"),  # the bytes of /no: a mistake
        (2000, "pd quit"),
    ):
        patch.send(at, f"; {text}")
    return patch


def test_sliders_and_buttons_of_a_real_pd_reach_a_real_server(
    model: Path, steering: Patch, tmp_path: Path
) -> None:
    with (
        closing(make_performer(model, offline=False)) as performer,
        closing(ClockDriver(performer, 256)),
        closing(OscServer(performer.dispatcher, port=0)) as server,
    ):
        reports = reports_of(performer)
        steering.send(100, "; granvae-connect disconnect")
        steering.send(150, f"; granvae-connect connect localhost {server.port}")
        pd = subprocess.run(
            [find_pd(), "-nogui", "-noaudio", "-stderr", str(pd_patches.FILE),
             str(steering.save(tmp_path / "steering.pd"))],
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        awaited = {"/latent", "/frequency", "/sequence/start", "/error"}
        wait_until(lambda: awaited <= {address for address, _ in reports}, str(reports))
    assert ("/frequency", [231.5]) in [(address, list(values)) for address, values in reports]
    latents = [values for address, values in reports if address == "/latent"]
    np.testing.assert_allclose(latents[0], [0.0] * 15 + [1.0], atol=0.01)
    np.testing.assert_allclose(latents[1], [-1.0] + [0.0] * 14 + [1.0], atol=0.01)
    assert len(latents) == 3  # two sliders and the button
    assert performer.dispatcher.counts["malformed"] == 0
    # The mistake was answered to Pd, which printed it.
    assert "there is no message /no" in pd.stderr.replace("\\", "")
