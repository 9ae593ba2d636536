"""Changes between loop and cloud, and freeze."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import Player
from support.loop_reference import SineTable

RATE = 44100


def noise(seed: int, size: int = 512) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, size).astype(np.float32)


def test_a_change_of_mode_never_clicks() -> None:
    player = Player(np.ones(512, np.float32))
    rng = np.random.default_rng(0)
    parts = []
    for change in range(60):
        player.set("mode", ("cloud", "loop")[change % 2])
        parts.append(player.process(100, 0, 200, int(rng.integers(1, 6000))))
    fade = 0.05 * RATE
    # Of grains that fade in and out, and of the change of the mode.
    limit = np.pi / 2 * (2 / 200 + 1 / fade)
    assert np.abs(np.diff(np.concatenate(parts), prepend=0.0)).max() < 1.01 * limit


def test_after_a_change_of_mode_the_new_one_sounds_as_from_its_beginning() -> None:
    table = SineTable.draw(512, np.random.default_rng(1), 80).samples
    changed, fresh = Player(table), Player(table)
    changed.process(100, 0, 64, RATE)
    for mode in ("cloud", "loop"):
        changed.set("mode", mode)
        fresh = Player(table)
        fresh.set("mode", mode)
        heard = changed.play(123.4, 30, 64, RATE, rate=0.7)
        expected = fresh.play(123.4, 30, 64, RATE, rate=0.7)
        np.testing.assert_array_equal(heard.onset, expected.onset)
        np.testing.assert_array_equal(heard.phase, expected.phase)
        late = slice(int(0.06 * RATE), None)
        np.testing.assert_allclose(heard.samples[late], expected.samples[late], atol=1e-6)


@pytest.mark.parametrize("mode", ["loop", "cloud"])
def test_freeze_keeps_table_and_start_and_lets_all_else_move(mode: str) -> None:
    frozen, still = Player(noise(0)), Player(noise(0))
    for player in (frozen, still):
        player.set("mode", mode)
        player.process(100, 33, 64, 1000, rate=1)
    frozen.set("freeze", "on")
    frozen.set_table(noise(1, 700))
    heard = frozen.process(150, np.linspace(0, 500, RATE), 32, rate=2)
    np.testing.assert_array_equal(heard, still.process(150, 33, 32, RATE, rate=2))


@pytest.mark.parametrize("mode", ["loop", "cloud"])
def test_when_freeze_ends_the_newest_table_is_played_from_the_start_that_is_given(
    mode: str,
) -> None:
    player, fresh = Player(noise(0)), Player(noise(2))
    for each in (player, fresh):
        each.set("mode", mode)
        each.set("freeze", "on")
        each.process(100, 33, 64, 882)
    player.set_table(noise(1))
    player.set_table(noise(2))
    player.process(100, 40, 64, 882)
    fresh.process(100, 40, 64, 882)
    for each in (player, fresh):
        each.set("freeze", "off")
    heard, expected = (each.process(100, 50, 64, 4410) for each in (player, fresh))
    np.testing.assert_allclose(heard[882:], expected[882:], atol=1e-6)
