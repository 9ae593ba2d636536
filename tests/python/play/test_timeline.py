"""Time: which sample a wall-clock time is, what waits for it, and which sample a beat is."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from types import SimpleNamespace

import numpy as np

from granvae.play.sequencer.clock import Clock
from granvae.play.timeline import Scheduler, Timeline

RATE = 48000
BLOCK = 256


def test_time_tags_keep_their_distance_although_blocks_come_unevenly() -> None:
    wall, rng = SimpleNamespace(seconds=1.7e9), np.random.default_rng(0)
    timeline = Timeline(RATE, lambda: wall.seconds)
    start = wall.seconds
    samples = []
    for block in range(2000):
        # As a driver does: blocks come in bursts, up to 4 ms early or late.
        wall.seconds = start + block * BLOCK / RATE + rng.uniform(-0.004, 0.004)
        timeline.begin_block(block * BLOCK, BLOCK)
        if block >= 500 and block % 10 == 0:
            samples.append(timeline.sample_at(start + (block + 20) * BLOCK / RATE))
    errors = np.diff(samples) - 10 * BLOCK
    assert np.abs(errors).max() < 0.0015 * RATE
    assert abs(samples[-1] - (1990 + 20) * BLOCK) < 0.003 * RATE


def test_a_clock_that_is_set_is_followed_at_once() -> None:
    wall = SimpleNamespace(seconds=1.7e9)
    timeline = Timeline(RATE, lambda: wall.seconds)
    timeline.begin_block(0, BLOCK)
    wall.seconds += 3600.0
    timeline.begin_block(BLOCK, BLOCK)
    assert abs(timeline.sample_at(wall.seconds) - BLOCK) <= 1


def test_what_must_keep_its_rhythm_is_always_a_block_late() -> None:
    wall = SimpleNamespace(seconds=1.7e9)
    timeline = Timeline(RATE, lambda: wall.seconds)
    start = wall.seconds
    timeline.begin_block(0, BLOCK)
    for come in (0, 1, 100, 255):
        wall.seconds = start + come / RATE
        assert timeline.in_one_block() == come + BLOCK


def test_actions_run_in_the_order_of_their_samples_and_then_as_they_came() -> None:
    scheduler = Scheduler()
    done: list[str] = []
    for name, sample in (("c", 7), ("a", 0), ("d", 7), ("b", 3), ("e", 90)):
        scheduler.put(partial(done.append, name), sample)
    assert scheduler.run_due(10) == 90
    assert done == ["a", "b", "c", "d"]
    assert scheduler.run_due(89) == 90
    assert scheduler.run_due(90) is None


def test_the_beat_does_not_drift_in_eight_hours() -> None:
    clock = Clock(RATE, 131.0)
    clock.start(12345)
    beats = 8 * 60 * 131
    exact = 12345 + Fraction(beats * 60 * RATE, 131)
    assert clock.sample_of(float(beats)) == round(exact)


def test_pulses_give_the_tempo_and_what_lies_between_them() -> None:
    clock = Clock(RATE, 120.0)
    clock.external = True
    clock.start(0)
    assert clock.sample_of(0.0) is None
    for k in range(100):
        clock.pulse(1000 + 800 * k, 24.0)
    assert abs(clock.tempo - 60.0 * RATE / (800 * 24)) < 0.01
    assert clock.sample_of(99 / 24) == 1000 + 800 * 99
    assert clock.sample_of(99.5 / 24) == 1000 + 800 * 99 + 400
    assert clock.sample_of(100 / 24) is None
