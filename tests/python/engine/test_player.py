"""Loop mode as it sounds, against a plain reference of the design."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline

from granvae import Player
from support.loop_reference import SineTable, render
from support.playing import RATE, configured, noise

CLOSE = 2e-5  # the interpolator's own error on six partials
HEARD = 10000.0  # Hz: what lies below is whole at every speed


def sines(seed: int, size: int = 512, most: float = 60) -> np.ndarray:
    return SineTable.draw(size, np.random.default_rng(seed), most).samples


def spread(rng: np.random.Generator, low: float, high: float, n: int, every: int) -> np.ndarray:
    """A control signal that takes a new random value every `every` samples."""
    return np.repeat(rng.uniform(low, high, n // every + 1), every)[:n]


@pytest.mark.parametrize("law", ["cosine", "linear", "equal-power"])
@pytest.mark.parametrize("every", [1, 7, 5000])
@pytest.mark.parametrize("fastest", [15.0, 60.0, 250.0, 900.0])
def test_the_signal_equals_the_reference_under_random_controls(
    law: str, every: int, fastest: float
) -> None:
    rng = np.random.default_rng([int(fastest), every])
    n = 5000
    table = SineTable.draw(int(rng.integers(64, 2000)), rng, HEARD / fastest)
    frequency = spread(rng, -fastest / 3, fastest, n, every)
    start = spread(rng, -50, 1.2 * table.size, n, every)
    crossfade = spread(rng, -20, table.size, n, every)
    length = float(rng.choice([0.0, 0.7 * table.size]))
    player = Player(table.samples, RATE, RATE, crossfade_law=law, length=length)
    out = player.process(frequency, start, crossfade)
    expected = render(table, frequency, start, crossfade, law, length)
    np.testing.assert_allclose(out, expected, atol=CLOSE, rtol=0)


def test_latch_off_lets_the_start_modulate_the_phase_as_in_the_reference() -> None:
    table = SineTable.draw(512, np.random.default_rng(5), 50)
    n = 6000
    start = 100 + 80 * np.sin(2 * np.pi * 55 * np.arange(n) / RATE)
    controls = np.full(n, 120.0), start, np.full(n, 64.0)
    out = configured(Player(table.samples), latch="off").process(*controls)
    expected = render(table, *controls, latch=False)
    np.testing.assert_allclose(out, expected, atol=CLOSE, rtol=0)
    assert np.abs(expected - render(table, *controls)).max() > 0.05


@pytest.mark.parametrize(
    ("interpolation", "tolerance"), [("none", 0), ("linear", 0), ("cubic", 0), ("sinc", 1e-5)]
)
def test_a_table_read_at_its_own_rate_comes_out_as_it_is(
    interpolation: str, tolerance: float
) -> None:
    player = configured(Player(noise()), interpolation=interpolation)
    out = player.process(RATE / 512, 0, 0, samples=5 * 512)
    np.testing.assert_allclose(out, np.tile(noise(), 5), atol=tolerance, rtol=0)


def test_each_interpolation_reads_between_samples_as_its_name_says() -> None:
    n = 4000
    place = (np.arange(n) * 0.3) % 512
    cycle = np.pad(noise(), 1, mode="wrap")
    slopes = (cycle[2:] - cycle[:-2]) / 2
    samples = np.arange(513), cycle[1:], np.append(slopes, slopes[0])
    expected = {
        "none": noise()[np.floor(place).astype(int)],
        "linear": np.interp(place, *samples[:2]),
        "cubic": CubicHermiteSpline(*samples)(place),
    }
    clear = np.abs(place - np.round(place)) > 1e-9  # of a border that rounding may cross
    for interpolation, values in expected.items():
        player = configured(Player(noise()), interpolation=interpolation)
        out = player.process(0.3 * RATE / 512, 0, 0, samples=n)
        np.testing.assert_allclose(out[clear], values[clear], atol=1e-6)


@pytest.mark.parametrize("crossfade", [0, 1, 77.7, 256, 1e9])
def test_the_period_is_exact_for_every_crossfade(crossfade: float) -> None:
    period = 401  # samples; its frequency is no round number of Hz
    out = Player(noise()).process(RATE / period, 30, crossfade, samples=2000 * period)
    cycles = out.reshape(2000, period)[1:]
    assert np.abs(cycles - cycles[0]).max() < 1e-5


def test_the_period_does_not_drift_over_an_hour() -> None:
    rate, frequency = 8000, 441.0 + 1 / 3
    player = configured(Player(noise(64), sample_rate=rate), interpolation="none")
    for _ in range(60):
        player.process(frequency, 0.0, 0.0, samples=60 * rate)
    cycles = 3600 * frequency
    drift = (player.phase - cycles + 0.5) % 1.0 - 0.5
    assert abs(drift) / cycles < 1e-12


@pytest.mark.parametrize("interpolation", ["none", "linear", "cubic", "sinc"])
def test_a_constant_table_stays_constant_under_every_crossfade_and_mixture_of_laws(
    interpolation: str,
) -> None:
    rng = np.random.default_rng(2)
    n = 20000
    player = configured(Player(np.full(777, 0.5)), interpolation=interpolation)
    controls = spread(rng, 50, 800, n, 9), rng.uniform(0, 777, n), rng.uniform(0, 777, n)
    parts = []
    for begin in range(0, n, 400):
        player.set("law", str(rng.choice(["cosine", "linear"])))
        parts.append(player.process(*(control[begin : begin + 400] for control in controls)))
    first_cycle = RATE // 50
    np.testing.assert_allclose(np.concatenate(parts)[first_cycle:], 0.5, atol=2e-7)


def test_a_frequency_that_swings_through_zero_gives_a_sound_symmetric_in_time() -> None:
    player = Player(sines(4, 600, 40))
    n = 20000
    player.process(90.0, 40, 150, samples=RATE)
    out = player.process(90 * np.cos(np.pi * (np.arange(n) + 0.5) / n), 40, 150)
    assert np.abs(out).max() > 0.2
    np.testing.assert_allclose(out[1:], out[:0:-1], atol=CLOSE)


def test_running_backwards_from_the_beginning_never_clicks() -> None:
    table = SineTable.draw(512, np.random.default_rng(6), 60)
    out = Player(table.samples).process(-80.0, 0, 128, samples=RATE)
    assert np.abs(np.diff(out, prepend=0.0)).max() < 1.5 * table.slope
    assert np.abs(out[2000:]).max() > 0.1


def test_zero_frequency_holds_the_sample() -> None:
    player = Player(sines(7))
    player.process(100.0, 0, 64, samples=1000)
    held = player.process(0.0, 0, 64, samples=1000)
    assert np.all(held == held[0])


def test_a_frequency_above_half_the_sample_rate_is_limited() -> None:
    out, limit = (Player(sines(8)).process(hertz, 0, 0, 100) for hertz in (1e30, RATE / 2))
    np.testing.assert_array_equal(out, limit)


def test_values_that_are_not_finite_hold_the_last_and_are_counted() -> None:
    clean = np.full(4000, 220.0)
    broken = clean.copy()
    broken[100:300] = np.nan
    broken[700] = -np.inf
    player = Player(sines(9))
    expected = Player(sines(9)).process(clean, 0, 64)
    np.testing.assert_array_equal(player.process(broken, 0, 64), expected)
    assert player.non_finite == 201


def test_before_any_control_a_grain_sounds_at_its_own_speed() -> None:
    out = Player(sines(10), 22050).process(samples=3000)
    expected = Player(sines(10), 22050).process(22050 / 384, 0, 128, samples=3000)
    np.testing.assert_allclose(out, expected, atol=1e-6)


def test_a_new_table_waits_for_the_onset_and_never_clicks() -> None:
    player = Player(np.full(512, 0.5))
    period = 441
    player.process(RATE / period, 0, 128, samples=4 * period + 100)
    player.set_table(np.full(512, -0.5))
    rest = player.process(RATE / period, 0, 128, samples=period - 100)
    np.testing.assert_allclose(rest, 0.5, atol=1e-6)
    new = player.process(RATE / period, 0, 128, samples=period)
    # The law's steepest slope: pi/2 times the step over the fade of 128/384 of the period.
    assert np.abs(np.diff(new, prepend=rest[-1])).max() <= 1.01 * np.pi / 2 / (period / 3)
    assert new[-1] == pytest.approx(-0.5, abs=1e-6)


def test_a_slow_cycle_does_not_wait_for_its_end_to_change_the_table() -> None:
    player = Player(np.full(512, 0.5))
    player.process(0.1, 0, 0, samples=RATE)
    player.set_table(np.full(300, -0.5))
    out = player.process(0.1, 0, 0, samples=RATE // 4)
    fade = int(0.05 * RATE)
    assert out[fade + 2] == pytest.approx(-0.5, abs=1e-6)
    assert np.abs(np.diff(out, prepend=0.5)).max() <= 1.01 * np.pi / 2 / fade


def test_the_newest_of_several_tables_is_the_one_that_sounds() -> None:
    player = Player(np.full(64, 0.1))
    player.process(RATE / 64, 0, 0, samples=64)
    for level in np.linspace(-1, 0.75, 500):
        player.set_table(np.full(64, level))
    assert player.process(RATE / 64, 0, 0, samples=64)[-1] == pytest.approx(0.75)


def test_changing_the_tables_many_times_a_cycle_keeps_the_sound_smooth() -> None:
    rng = np.random.default_rng(11)
    player = Player(np.zeros(512))
    parts = []
    for _ in range(2000):
        player.set_table(np.full(int(rng.integers(4, 900)), rng.uniform(-1, 1)))
        parts.append(player.process(150.0, 0, 1e9, samples=32))
    # Crossfades as long as the cycle, between levels at most 2 apart.
    limit = 2 * np.pi / 2 / (RATE / 150)
    assert np.abs(np.diff(np.concatenate(parts))).max() <= 1.01 * limit
