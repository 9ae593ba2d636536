"""What holds for loops and clouds alike, and for the change between them."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import Player
from support.loop_reference import SineTable
from support.playing import RATE, SETTINGS, N, assert_same, configured, controls, noise, play

BOTH_MODES = pytest.mark.parametrize("mode", ["loop", "cloud"])


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_block_size_gives_the_same_bits(name: str, channels: int) -> None:
    def player() -> Player:
        return configured(Player(noise(700), channels=channels), **SETTINGS[name])

    signals = controls(SETTINGS[name].get("sync"))
    whole_player = player()
    whole = play(whole_player, signals)
    assert np.abs(whole.samples).max() > 0.1
    assert whole.onset.sum() > 20
    for block in (1, 7, 64, 512, 4096):
        cut_player = player()
        assert_same(play(cut_player, signals, cuts=range(block, N, block)), whole)
        assert cut_player.stolen == whole_player.stolen
    assert (whole_player.stolen > 0) == ("cloud" in name)


def test_a_change_of_mode_never_clicks() -> None:
    player = Player(np.ones(512))
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
    changed = Player(table)
    changed.process(100, 0, 64, RATE)
    for mode in ("cloud", "loop"):
        heard, expected = (
            configured(player, mode=mode).play(123.4, 30, 64, RATE, rate=0.7)
            for player in (changed, Player(table))
        )
        np.testing.assert_array_equal(heard.onset, expected.onset)
        np.testing.assert_array_equal(heard.phase, expected.phase)
        late = slice(int(0.06 * RATE), None)
        np.testing.assert_allclose(heard.samples[late], expected.samples[late], atol=1e-6)


@BOTH_MODES
def test_freeze_keeps_table_and_start_and_lets_all_else_move(mode: str) -> None:
    frozen, still = (configured(Player(noise()), mode=mode) for _ in range(2))
    for player in (frozen, still):
        player.process(100, 33, 64, 1000, rate=1)
    frozen.set("freeze", "on")
    frozen.set_table(noise(700, seed=1))
    heard = frozen.process(150, np.linspace(0, 500, RATE), 32, rate=2)
    np.testing.assert_array_equal(heard, still.process(150, 33, 32, RATE, rate=2))


@BOTH_MODES
def test_when_freeze_ends_the_newest_table_is_played_from_the_start_that_is_given(
    mode: str,
) -> None:
    player, fresh = (configured(Player(noise(seed=s)), mode=mode, freeze="on") for s in (0, 2))
    for each in (player, fresh):
        each.process(100, 33, 64, 882)
    player.set_table(noise(seed=1))
    player.set_table(noise(seed=2))
    for each in (player, fresh):
        each.process(100, 40, 64, 882)
        each.set("freeze", "off")
    heard, expected = (each.process(100, 50, 64, 4410) for each in (player, fresh))
    np.testing.assert_allclose(heard[882:], expected[882:], atol=1e-6)
