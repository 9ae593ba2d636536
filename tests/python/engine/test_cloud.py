"""A cloud of grains as it sounds."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import Player
from support.loop_reference import SineTable, gain
from support.playing import CLOUD, RATE, configured, noise

RANDOM = {
    name: CLOUD[name] for name in ("spray", "detune", "async", "intermittency", "spread", "level")
}


def cloud(table: np.ndarray, channels: int = 1, **settings: float | str) -> Player:
    return configured(Player(table, channels=channels), mode="cloud", **settings)


@pytest.mark.parametrize("rate", [1.0, 0.37, -1.3, 4.2])
@pytest.mark.parametrize("law", ["cosine", "linear", "equal-power"])
def test_each_grain_is_the_table_at_its_rate_in_its_window(rate: float, law: str) -> None:
    table = SineTable.draw(512, np.random.default_rng(1), 512 * 0.22 / abs(rate))
    start, length, crossfade, period = 33.3, 400.0, 90.0, 1234.56
    player = cloud(table.samples, law=law, length=length)
    n = 4000
    out = player.process(RATE / period, start, crossfade, n, rate=rate)
    expected = np.zeros(n)
    duration, fade = length / abs(rate), crossfade / abs(rate)
    begin = start if rate > 0 else start + length
    for onset in np.arange(0, n, period):
        for k in range(int(np.ceil(onset)), min(n, int(np.ceil(onset + duration)))):
            age = k - onset
            shape = gain(law, min(1.0, age / fade)) * gain(law, min(1.0, (duration - age) / fade))
            expected[k] += shape * table.at(begin + rate * age)
    np.testing.assert_allclose(out, expected, atol=3e-5)


@pytest.mark.parametrize("rate", [1.0, 0.71, -1.3, 8.5])
@pytest.mark.parametrize("law", ["cosine", "linear"])
@pytest.mark.parametrize("crossfade", [20, 77.7, 256])
def test_grains_of_a_constant_table_that_overlap_by_their_fades_sum_to_a_constant(
    rate: float, law: str, crossfade: float
) -> None:
    onsets = RATE * abs(rate) / (512 - crossfade)
    out = cloud(np.full(512, 0.5), law=law).process(onsets, 100, crossfade, RATE, rate=rate)
    np.testing.assert_allclose(out[520:], 0.5, atol=1e-5)


@pytest.mark.parametrize(("transpose", "rate"), [(0, 1), (12, 1), (7, -1), (-31, 4), (0.5, 0.3)])
def test_rate_and_transpose_set_the_pitch_and_leave_the_onsets_alone(
    transpose: float, rate: float
) -> None:
    table = np.sin(2 * np.pi * 64 * np.arange(4096) / 4096)
    sound = cloud(table, transpose=transpose).play(0.5, 0, 0, 2048, rate=rate)
    pitch = 64 / 4096 * RATE * abs(rate) * 2 ** (transpose / 12)
    spectrum = np.abs(np.fft.rfft(sound.samples * np.hanning(2048), 1 << 18))
    assert np.argmax(spectrum) * RATE / (1 << 18) == pytest.approx(pitch, abs=1.0)
    assert list(np.flatnonzero(sound.onset)) == [0]


def test_until_anything_is_given_a_grain_begins_as_the_one_before_fades_out() -> None:
    sound = cloud(noise()).play(samples=2048)
    assert list(np.flatnonzero(sound.onset)) == [0, 384, 768, 1152, 1536, 1920]


@pytest.mark.parametrize(("pan", "left", "right"), [(-1, 1, 0), (1, 0, 1), (0, 0.5**0.5, 0.5**0.5)])
def test_pan_places_grains_between_two_channels_with_equal_power(
    pan: float, left: float, right: float
) -> None:
    mono = cloud(noise()).process(200, 0, 64, RATE)
    stereo = cloud(noise(), 2, pan=pan).process(200, 0, 64, RATE)
    np.testing.assert_allclose(stereo, np.outer([left, right], mono), atol=1e-5)


def test_spread_scatters_grains_without_changing_their_power() -> None:
    mono = cloud(noise()).process(50, 0, 64, RATE)
    stereo = cloud(noise(), 2, spread=1).process(50, 0, 64, RATE)
    np.testing.assert_allclose((stereo**2).sum(0), mono**2, atol=1e-5)
    balance = np.arctan2(*np.abs(stereo[:, 100::882])) / (np.pi / 2)  # once in every grain
    assert balance.min() < 0.1
    assert balance.max() > 0.9
    assert balance.std() == pytest.approx(12**-0.5, abs=0.08)


def test_a_ring_of_channels_is_gone_round_once() -> None:
    for pan, channel in [(0, 0), (0.5, 1), (1, 2), (-0.5, 3)]:
        out = cloud(noise(), 4, pan=pan).process(200, 0, 64, 4000)
        assert np.argmax((out**2).sum(1)) == channel
        assert np.abs(np.delete(out, channel, 0)).max() < 1e-6


def test_a_seed_plays_the_same_cloud_and_another_one_a_different() -> None:
    first, again, other = (
        cloud(noise(), 2, seed=seed, **RANDOM).process(300, 0, 100, RATE) for seed in (7, 7, 8)
    )
    np.testing.assert_array_equal(again, first)
    assert abs(np.corrcoef(other[0], first[0])[0, 1]) < 0.1


@pytest.mark.parametrize("name", RANDOM)
def test_one_random_parameter_does_not_disturb_the_random_numbers_of_the_others(name: str) -> None:
    """With all but one on, turning that one from nothing to almost nothing changes nothing."""
    others = {other: value for other, value in RANDOM.items() if other != name}
    without = cloud(noise(), 2, **others).process(100, 0, 100, RATE)
    with_it = cloud(noise(), 2, **others, **{name: 1e-9}).process(100, 0, 100, RATE)
    np.testing.assert_allclose(with_it, without, atol=1e-4)


def test_async_onsets_come_as_often_but_at_exponential_distances() -> None:
    onset = cloud(noise(), **{"async": 1, "length": 20}).play(441, 0, 0, 100 * RATE).onset
    distances = np.diff(np.flatnonzero(onset)) / 100
    assert onset.sum() == pytest.approx(44100, rel=0.02)
    assert distances.std() == pytest.approx(1.0, abs=0.03)
    assert (distances > 1).mean() == pytest.approx(np.exp(-1), abs=0.01)


def test_intermittency_is_the_share_of_onsets_without_a_grain() -> None:
    player = cloud(noise(), intermittency=0.7, length=20)
    assert player.play(441, 0, 0, 20 * RATE).onset.sum() == pytest.approx(0.3 * 8820, rel=0.04)


def test_when_too_many_sound_the_oldest_fade_without_a_click_and_are_counted() -> None:
    player = cloud(np.full(8192, 0.25), grains=4)
    out = player.process(100, 0, 1000, RATE, rate=1)
    assert player.stolen == 100 - 4
    overlap = 4 + 1  # and one that is fading
    assert out[2000:].max() <= overlap * 0.25 + 1e-6
    # A stolen grain fades within 5 ms, another one fades in meanwhile.
    slope = 0.25 * np.pi / 2 * (1 / (0.005 * RATE) + 1 / 1000)
    assert np.abs(np.diff(out, prepend=0.0)).max() < 1.05 * slope
    unlimited = cloud(np.full(8192, 0.25))
    unlimited.process(100, 0, 1000, RATE)
    assert unlimited.stolen == 0


def test_compensate_keeps_a_denser_cloud_as_loud() -> None:
    def level(onsets: float, compensate: str) -> float:
        player = cloud(noise(4096), spray=4096, seed=3, compensate=compensate)
        return float(np.std(player.process(onsets, 0, 1024, RATE)[RATE // 2 :]))

    assert level(4000, "on") == pytest.approx(level(100, "on"), rel=0.15)
    assert level(4000, "off") > 4 * level(100, "off")


def test_gain_and_level_make_grains_softer() -> None:
    plain, quiet, varied = (
        cloud(np.ones(400), **settings).process(100, 0, 50, RATE)
        for settings in ({}, {"gain": 0.25}, {"level": 20})
    )
    np.testing.assert_allclose(quiet, 0.25 * plain, atol=1e-6)
    decibels = 20 * np.log10(varied.reshape(100, 441).max(1))
    assert decibels.min() == pytest.approx(-20, abs=1.5)
    assert decibels.max() == pytest.approx(0, abs=1.5)


def test_expodec_decays_by_sixty_decibels_and_rexpodec_is_its_mirror_image() -> None:
    expodec = 10 ** (-3 * np.arange(4097) / 4096)
    for window, expected in (("expodec", expodec[:-1]), ("rexpodec", expodec[:0:-1])):
        out = cloud(np.ones(4096), window=window).process(1, 0, 0, 4096, rate=1)
        np.testing.assert_allclose(out, expected, rtol=2e-5)
