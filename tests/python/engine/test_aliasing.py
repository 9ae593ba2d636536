"""What reading adds to a white table, and what it takes, at any speed and however it moves."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import Player
from bench import bench_alias as measured

TABLE = measured.white(4096)
OVERSAMPLING = 16


@pytest.mark.parametrize("speed", [0.1, 0.7, 1.0, 1.03, 1.08, 1.27, 1.53, 2.9, 7.3, 40.9, 199.0])
def test_no_speed_folds_sound_below_20_khz_or_takes_any_below_15_khz(speed: float) -> None:
    alias, error = measured.at_speed(speed)
    assert alias.decibels < -115
    assert error < 0.1


@pytest.mark.parametrize(
    ("pitch", "most"), [(440.3, -100), (1000.3, -90), (2000.3, -80), (6000.3, -65)]
)
@pytest.mark.parametrize("direction", [1, -1])
def test_the_default_crossfade_hardly_folds(pitch: float, most: float, direction: int) -> None:
    sound = measured.make(TABLE, measured.steady(direction * pitch, None))
    assert measured.loudest_alias(sound, pitch).decibels < most


@pytest.mark.parametrize("pitch", [330.3, 1000.3, 6000.3, -1000.3])
def test_a_crossfade_keeps_the_partials_below_15_khz(pitch: float) -> None:
    count, begin = 1 << 15, measured.BEGINNING

    def harmonics(rate: int) -> np.ndarray:
        times = rate // measured.RATE
        sound = Player(TABLE, measured.RATE, rate).process(pitch, samples=(begin + count) * times)
        window = np.kaiser(count * times, 20.0)
        lines = np.abs(np.fft.rfft(sound[begin * times :] * window)) / window.sum()
        at = np.arange(1, int(15000 / abs(pitch)) + 1) * abs(pitch) * count / measured.RATE
        return lines[np.rint(at).astype(int)]

    # At so many samples a second nothing folds, and no level of the mipmap but the whole is read.
    true = harmonics(OVERSAMPLING * measured.RATE)
    np.testing.assert_allclose(20 * np.log10(harmonics(measured.RATE) / true), 0.0, atol=1.0)


@pytest.mark.parametrize("depth", [0.02, 0.1, 0.35, 0.5])
def test_modulating_the_frequency_hardly_folds(depth: float) -> None:
    assert measured.modulated("FM", 662.0, 331.0, depth).decibels < -50


@pytest.mark.parametrize("depth", [20.0, 100.0, 300.0])
def test_modulating_the_phase_hardly_folds(depth: float) -> None:
    assert measured.modulated("PM", 1000.0, 1000.0, depth).decibels < -45


def test_after_a_modulation_the_highest_partials_come_back_at_once() -> None:
    steady = Player(TABLE, measured.RATE, measured.RATE)
    moved = Player(TABLE, measured.RATE, measured.RATE)
    wave = 110.0 * (1.0 + 0.5 * np.sin(np.arange(441) * 2 * np.pi / 44.1))
    moved.process(wave, 0.0, 0.0)
    # From the same phase on.
    moved.set("sync", "phasor")
    moved.process(np.zeros(64), 0.0, 0.0)
    moved.set("sync", "off")
    steady.process(np.full(64, 110.0), 0.0, 0.0)
    heard, expected = (
        np.abs(np.fft.rfft(player.process(110.0, samples=44100)[200:20200]))
        for player in (moved, steady)
    )
    high = slice(6000, 8000)  # lines, around 15 kHz
    ratio = np.sqrt((heard[high] ** 2).sum() / (expected[high] ** 2).sum())
    assert ratio == pytest.approx(1.0, abs=0.02)


def test_short_crossfades_are_the_same_bits_for_every_block() -> None:
    # Notes that stay, so that crossfades are made at twice the rate, and change now and then.
    notes = np.repeat([440.0, 1000.0, 3000.0, -1500.0, 700.0, 0.0, 6000.0], 700)
    start = np.repeat(np.arange(49) * 30.0, 100)

    def play(sizes: list[int]) -> np.ndarray:
        player = Player(TABLE, measured.RATE, measured.RATE)
        sound, done = [], 0
        while done < len(notes):
            for size in sizes:
                part = slice(done, done + size)
                if len(notes[part]):
                    sound.append(player.process(notes[part], start[part]))
                done += size
        return np.concatenate(sound)

    whole = play([len(notes)])
    for sizes in ([64], [1, 2, 3], [7, 500, 13], [63, 65]):
        np.testing.assert_array_equal(play(sizes), whole)
