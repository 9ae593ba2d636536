"""The control patch in a real Pure Data, which sends to a real server on the loopback."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from granvae.play.commands.table import MESSAGES
from granvae.play.io.audio_output import ClockDriver
from granvae.play.io.osc import OscServer
from granvae.play.performer import Performer
from tools import pd_patches
from tools.pd import PATIENCE, Patch


class Reports:
    """What a performer reports, until something awaited has come."""

    def __init__(self, performer: Performer) -> None:
        self.messages: list[tuple[str, list[object]]] = []
        self._news = threading.Condition()
        performer.dispatcher.subscribe(self._add)

    def _add(self, address: str, arguments: Sequence[object]) -> None:
        with self._news:
            self.messages.append((address, list(arguments)))
            self._news.notify_all()

    def addresses(self) -> list[str]:
        return [address for address, _ in self.messages]

    def wait_for(self, address: str) -> list[object]:
        with self._news:
            assert self._news.wait_for(lambda: address in self.addresses(), PATIENCE), self.messages
        return next(arguments for known, arguments in self.messages if known == address)


def test_the_patch_is_what_its_program_writes() -> None:
    assert pd_patches.FILE.read_text(encoding="utf-8") == pd_patches.text()


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
    performer = Performer(model, 44100, 1, messages=MESSAGES)
    reports = Reports(performer)
    server = OscServer(performer.dispatcher, port=0)
    driver = ClockDriver(performer, 256)
    steering.send(100, "; granvae-connect disconnect")
    steering.send(150, f"; granvae-connect connect localhost {server.port}")
    pd = subprocess.run(
        ["pd", "-nogui", "-noaudio", "-stderr", str(pd_patches.FILE),
         str(steering.save(tmp_path / "steering.pd"))],
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    try:
        first = reports.wait_for("/latent")
        assert reports.wait_for("/frequency") == [231.5]
        reports.wait_for("/sequence/start")
        reports.wait_for("/error")
    finally:
        driver.close()
        server.close()
        performer.close()
    np.testing.assert_allclose(first, [0.0] * 15 + [1.0], atol=0.01)
    latents = [arguments for address, arguments in reports.messages if address == "/latent"]
    np.testing.assert_allclose(latents[1], [-1.0] + [0.0] * 14 + [1.0], atol=0.01)
    assert len(latents) == 3  # two sliders and the button
    assert performer.dispatcher.counts["malformed"] == 0
    # The mistake was answered to Pd, which printed it.
    assert "there is no message /no" in pd.stderr.replace("\\", "")
