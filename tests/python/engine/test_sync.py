"""Grains that follow another signal: its rising edges, or its phase."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import Player
from support.loop_reference import SineTable
from support.playing import RATE, configured

TABLE = SineTable.draw(512, np.random.default_rng(0), 80)


def player(mode: str, sync: str) -> Player:
    return configured(Player(TABLE.samples), mode=mode, sync=sync)


def pulses(places: np.ndarray, n: int) -> np.ndarray:
    """Up for three samples from each place on, else down."""
    signal = np.full(n, -0.1)
    signal[np.add.outer(places, range(3))] = 0.5
    return signal


@pytest.mark.parametrize(
    ("mode", "crossfade"), [("loop", 0), ("loop", 64), ("cloud", 0), ("cloud", 256)]
)
def test_a_grain_begins_at_the_very_sample_at_which_the_trigger_rises(
    mode: str, crossfade: float
) -> None:
    places = 100 + np.cumsum(np.random.default_rng(1).integers(5, 600, 80))
    sound = player(mode, "trigger").play(pulses(places, int(places[-1]) + 300), 0, crossfade)
    np.testing.assert_array_equal(np.flatnonzero(sound.onset), places)


@pytest.mark.parametrize("crossfade", [0, 100])
def test_a_loop_that_is_triggered_at_a_steady_pace_sounds_as_at_that_frequency(
    crossfade: float,
) -> None:
    period, n = 441, 20 * 441
    trigger = pulses(np.arange(0, n, period), n)
    triggered = player("loop", "trigger").process(trigger, 0, crossfade)
    free = player("loop", "off").process(RATE / period, 0, crossfade, n)
    # The pace is known from the second trigger on, and the grain after it follows one that kept it.
    np.testing.assert_allclose(triggered[3 * period :], free[3 * period :], atol=1e-5)


def test_a_loop_falls_silent_when_no_trigger_comes_and_never_clicks() -> None:
    rng = np.random.default_rng(2)
    n = 2 * RATE
    places = np.cumsum(rng.integers(40, 1500, 1000))
    places = places[places < RATE]
    sound = player("loop", "trigger").process(pulses(places, n), 0, 256)
    assert np.abs(sound[:RATE]).max() > 0.2
    assert not sound[RATE + 2000 :].any()
    # The pace of the grain's reading changes with the interval, which is at least 40 samples.
    fastest = 512 / 40
    assert np.abs(np.diff(sound, prepend=0.0)).max() < 1.5 * fastest * TABLE.slope


@pytest.mark.parametrize("frequency", [97.3, -97.3, 233.3])
def test_a_loop_that_follows_a_phasor_sounds_as_at_the_phasors_frequency(frequency: float) -> None:
    phasor = (np.arange(RATE) * frequency / RATE) % 1.0
    followed = player("loop", "phasor").play(phasor, 20, 100)
    free = player("loop", "off").play(frequency, 20, 100, RATE)
    np.testing.assert_allclose(followed.samples, free.samples, atol=1e-5)
    np.testing.assert_allclose(followed.phase, phasor, atol=1e-12)
    np.testing.assert_array_equal(followed.onset, free.onset)


@pytest.mark.parametrize("frequency", [97.3, 333.3, 1234.5])
def test_a_cloud_that_follows_a_phasor_places_grains_between_samples(frequency: float) -> None:
    # The wraps of a phasor are between its samples; the first of them comes with the first cycle.
    phasor = (np.arange(RATE) * frequency / RATE) % 1.0
    followed = player("cloud", "phasor").play(phasor, 20, 100, rate=1.0)
    free = player("cloud", "off").play(frequency, 20, 100, RATE, rate=1.0)
    first = int(np.ceil(RATE / frequency))
    np.testing.assert_array_equal(followed.onset[first:], free.onset[first:])
    rest = slice(first + 600, None)  # once the grain of the first sample is over
    np.testing.assert_allclose(followed.samples[rest], free.samples[rest], atol=1e-4)


def test_a_phasor_that_runs_backwards_triggers_grains_of_a_cloud_too() -> None:
    phasor = (-np.arange(RATE) * 100.0 / RATE) % 1.0
    onsets = np.flatnonzero(player("cloud", "phasor").play(phasor, 0, 0, rate=1.0).onset)
    assert len(onsets) in (99, 100)
    assert np.abs(np.diff(onsets) - 441).max() <= 1


@pytest.mark.parametrize("mode", ["loop", "cloud"])
def test_one_players_phase_drives_another_in_step(mode: str) -> None:
    rng = np.random.default_rng(3)
    frequency = np.repeat(rng.uniform(50, 300, 100), 441)
    leader = Player(TABLE.samples).play(frequency, 0, 64)
    led = player(mode, "phasor").play(leader.phase, 0, 64)
    np.testing.assert_array_equal(led.onset[1:], leader.onset[1:])


@pytest.mark.parametrize("mode", ["loop", "cloud"])
@pytest.mark.parametrize("sync", ["trigger", "phasor"])
def test_without_a_signal_to_follow_nothing_but_a_first_grain_begins(mode: str, sync: str) -> None:
    sound = player(mode, sync).play(samples=RATE)
    assert sound.onset[1:].sum() == 0
