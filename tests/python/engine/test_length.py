"""Grains longer than their table go round it, in the loop and in the cloud."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import Player
from support.loop_reference import SineTable, render
from support.playing import configured

SIZE = 512
TABLE = SineTable.draw(SIZE, np.random.default_rng(2), 40)
TENTH = 4410.0  # samples of 100 ms


def raised_cosine(x: np.ndarray) -> np.ndarray:
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(x, 0.0, 1.0))


@pytest.mark.parametrize("rate", [1.0, 0.37, -2.5])
@pytest.mark.parametrize("length", [SIZE + 1.0, TENTH, 100 * TENTH])
def test_a_grain_of_a_cloud_lasts_as_long_as_it_is_said_to(length: float, rate: float) -> None:
    player = configured(Player(TABLE.samples), mode="cloud", length=length)
    duration = length / abs(rate)
    n = int(min(duration, 60000)) + 200
    sound = player.process(0.0, 300.0, 128.0, n, rate=rate)
    age = np.arange(n)
    read = 300.0 + (length if rate < 0 else 0.0) + rate * age
    fade = 128.0 / abs(rate)
    window = raised_cosine(age / fade) * raised_cosine((duration - age) / fade)
    np.testing.assert_allclose(sound, window * TABLE.at(read), atol=1e-3)


@pytest.mark.parametrize("interpolation", ["none", "linear", "cubic", "sinc"])
def test_the_sound_does_not_depend_on_the_size_of_blocks(interpolation: str) -> None:
    settings = {"mode": "cloud", "length": 5000.25, "interpolation": interpolation}
    for changes in ({}, {"transpose": 31.7}, {"mode": "loop"}):
        whole, parts = (configured(Player(TABLE.samples), **settings | changes) for _ in range(2))
        expected = whole.process(7.3, 401.7, 300.0, 20000, rate=1.37)
        cuts = [parts.process(7.3, 401.7, 300.0, n, rate=1.37) for n in [1, 63, 200, 7] * 80]
        np.testing.assert_array_equal(np.concatenate(cuts)[:20000], expected)


@pytest.mark.parametrize(
    ("length", "frequency"),
    [(100.0, 97.3), (SIZE + 1.0, 83.1), (SIZE + 1.0, -31.7), (TENTH, 8.0), (TENTH, -9.1)],
)
def test_a_cycle_of_a_loop_is_that_of_plain_arithmetic(length: float, frequency: float) -> None:
    n = 12000
    player = configured(Player(TABLE.samples), length=length)
    sound = player.process(frequency, 450.0, 60.0, n)
    f, start, crossfade = (np.full(n, value) for value in (frequency, 450.0, 60.0))
    expected = render(TABLE, f, start, crossfade, length=length)
    np.testing.assert_allclose(sound, expected, atol=2e-3)


def test_a_loop_that_is_longer_than_its_table_sounds_as_recorded_without_a_frequency() -> None:
    player = configured(Player(TABLE.samples), length=TENTH)
    onsets = np.flatnonzero(player.play(None, 0, 400, 5 * int(TENTH)).onset)
    np.testing.assert_array_equal(np.diff(onsets), TENTH - 400)
