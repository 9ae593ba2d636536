"""How a rendering is cut into calls does not change a bit of it."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import Player, Sound

RATE = 44100
N = 3 * 4096
RANDOM = {
    "mode": "cloud",
    "length": 300,
    "spray": 200,
    "detune": 700,
    "async": 1,
    "intermittency": 0.2,
    "spread": 1,
    "level": 20,
    "compensate": "on",
    "window": "expodec",
    "seed": 5,
    "grains": 12,  # fewer than would sound, so that some are stolen
}
SETTINGS: dict[str, dict[str, float | str]] = {
    "loop": {},
    "loop cubic": {"interpolation": "cubic", "law": "equal-power", "latch": "off"},
    "loop linear": {"interpolation": "linear", "length": 333},
    "loop by trigger": {"sync": "trigger"},
    "loop by phasor": {"sync": "phasor"},
    "cloud": RANDOM,
    "cloud linear": {**RANDOM, "interpolation": "linear", "window": "rexpodec"},
    "cloud by trigger": {**RANDOM, "sync": "trigger"},
    "cloud by phasor": {**RANDOM, "sync": "phasor"},
}


def controls(sync: object) -> list[np.ndarray]:
    """Frequency or what syncs, start, crossfade and rate."""
    rng = np.random.default_rng(3)
    frequency = rng.uniform(-500, 5000, N)
    if sync == "trigger":
        frequency = (rng.uniform(0, 1, N) < 0.02).astype(float)
    if sync == "phasor":
        frequency = np.cumsum(rng.uniform(-0.01, 0.05, N))
    rate = rng.uniform(-3, 3, N)
    return [frequency, rng.uniform(0, 700, N), rng.uniform(0, 350, N), rate]


def player(settings: dict[str, float | str], channels: int) -> Player:
    table = np.random.default_rng(0).uniform(-1, 1, 700).astype(np.float32)
    player = Player(table, channels=channels)
    for name, value in settings.items():
        player.set(name, value)
    return player


def cut(player: Player, signals: list[np.ndarray], block: int) -> Sound:
    parts = []
    for begin in range(0, N, block):
        frequency, start, crossfade, rate = (signal[begin : begin + block] for signal in signals)
        parts.append(player.play(frequency, start, crossfade, rate=rate))
    return Sound(
        np.concatenate([part.samples for part in parts], axis=-1),
        np.concatenate([part.phase for part in parts]),
        np.concatenate([part.onset for part in parts]),
    )


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_block_size_gives_the_same_bits(name: str, channels: int) -> None:
    settings = SETTINGS[name]
    signals = controls(settings.get("sync"))
    whole_player = player(settings, channels)
    whole = cut(whole_player, signals, N)
    assert np.abs(whole.samples).max() > 0.1
    assert whole.onset.sum() > 20
    for block in (1, 7, 64, 512, 4096):
        cut_player = player(settings, channels)
        sound = cut(cut_player, signals, block)
        np.testing.assert_array_equal(sound.samples, whole.samples)
        np.testing.assert_array_equal(sound.phase, whole.phase)
        np.testing.assert_array_equal(sound.onset, whole.onset)
        assert cut_player.stolen == whole_player.stolen
    assert (whole_player.stolen > 0) == (settings.get("mode") == "cloud")
