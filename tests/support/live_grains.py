"""What the tests of live grains share."""

from __future__ import annotations

from pathlib import Path

from granvae import Synth

RATE = 44100  # Hz
LATENTS = 16
N = 6000  # samples


def live(model: Path, latency: int, settings: dict[str, float | str]) -> Synth:
    synth = Synth(model)
    for name, value in {**settings, "live": "on", "latency": latency}.items():
        synth.set(name, value)
    return synth
