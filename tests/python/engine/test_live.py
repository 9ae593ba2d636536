"""Live grains: each onset decodes the latents of its own sample, a fixed latency later."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from granvae import Sound, Synth
from support.live_grains import LATENTS, RATE, N, live

CLOUD: dict[str, float | str] = {
    "mode": "cloud",
    "async": 0.7,
    "intermittency": 0.3,
    "spray": 100,
    "detune": 300,
    "seed": 3,
}
SETTINGS: dict[str, dict[str, float | str]] = {
    "loop": {},
    "loop that follows its start": {"latch": "off", "law": "linear"},
    "loop by trigger": {"sync": "trigger"},
    "loop by phasor": {"sync": "phasor"},
    "loop by trigger, in grains": {"sync": "trigger", "unit": "grains"},
    "cloud": CLOUD,
    "cloud by trigger": {**CLOUD, "sync": "trigger"},
    "cloud by phasor": {**CLOUD, "sync": "phasor"},
}


def controls(sync: object = "off", n: int = N) -> list[np.ndarray]:
    rng = np.random.default_rng(3)
    frequency = np.repeat(rng.uniform(-200, 900, n // 100), 100)
    if sync == "trigger":
        frequency = (rng.uniform(0, 1, n) < 0.02).astype(float)
    if sync == "phasor":
        frequency = np.cumsum(rng.uniform(-0.01, 0.05, n))
    return [frequency, rng.uniform(0, 400, n), rng.uniform(0, 200, n), rng.uniform(-2, 2, n)]


def moving_latents(n: int = N) -> np.ndarray:
    return np.random.default_rng(4).normal(size=(LATENTS, n))


def play(
    synth: Synth, signals: list[np.ndarray], latents: np.ndarray, cuts: list[int] | None = None
) -> Sound:
    bounds = [0, *(cuts or []), latents.shape[1]]
    parts = [
        synth.play(*(s[a:b] for s in signals[:3]), rate=signals[3][a:b], latents=latents[:, a:b])
        for a, b in pairwise(bounds)
    ]
    return Sound(
        np.concatenate([part.samples for part in parts]),
        np.concatenate([part.phase for part in parts]),
        np.concatenate([part.onset for part in parts]),
    )


def step_by_step(
    model: Path, settings: dict[str, float | str], signals: list[np.ndarray], latents: np.ndarray
) -> np.ndarray:
    """The same by hand: a table is decoded before each sample at which a grain begins."""
    first = Synth(model)
    second = Synth(model)
    for name, value in settings.items():
        first.set(name, value)
        second.set(name, value)
    onsets = np.flatnonzero(first.play(*signals[:3], rate=signals[3]).onset)
    assert len(onsets) > 20
    bounds = [0, *onsets, len(signals[0])]
    parts = []
    for a, b in pairwise(bounds):
        second.latent(latents[:, a])
        parts.append(second.process(*(s[a:b] for s in signals[:3]), rate=signals[3][a:b]))
    return np.concatenate([part for part in parts if len(part)])


@pytest.mark.parametrize("name", SETTINGS)
def test_every_grain_is_decoded_from_the_latents_of_its_onset(model: Path, name: str) -> None:
    settings = SETTINGS[name]
    signals, latents = controls(settings.get("sync", "off")), moving_latents()
    synth = live(model, 0, settings)
    heard = play(synth, signals, latents)
    np.testing.assert_array_equal(heard.samples, step_by_step(model, settings, signals, latents))
    assert np.abs(heard.samples).max() > 0.1


@pytest.mark.parametrize("latency", [1, 64, 700])
@pytest.mark.parametrize("name", SETTINGS)
def test_all_that_comes_out_is_late_by_exactly_the_latency(
    model: Path, name: str, latency: int
) -> None:
    settings = SETTINGS[name]
    signals, latents = controls(settings.get("sync", "off")), moving_latents()
    at_once = play(live(model, 0, settings), signals, latents)
    synth = live(model, latency, settings)
    heard = play(synth, signals, latents)
    assert synth.latency == latency
    assert synth.late == 0
    for signal, reference in (
        (heard.samples, at_once.samples),
        (heard.phase, at_once.phase),
        (heard.onset, at_once.onset),
    ):
        assert not signal[:latency].any()
        np.testing.assert_array_equal(signal[latency:], reference[:-latency])


@pytest.mark.parametrize("name", SETTINGS)
def test_how_a_live_rendering_is_cut_does_not_change_it(model: Path, name: str) -> None:
    settings = SETTINGS[name]
    signals, latents = controls(settings.get("sync", "off")), moving_latents()
    whole = play(live(model, 100, settings), signals, latents)
    cuts = np.sort(np.random.default_rng(0).choice(np.arange(1, N), 200, replace=False)).tolist()
    parts = play(live(model, 100, settings), signals, latents, cuts)
    np.testing.assert_array_equal(parts.samples, whole.samples)
    np.testing.assert_array_equal(parts.phase, whole.phase)
    np.testing.assert_array_equal(parts.onset, whole.onset)


def test_parameters_are_as_late_as_the_signals(model: Path) -> None:
    def rendering(latency: int) -> np.ndarray:
        synth = live(model, latency, {})
        parts = []
        signals, latents = controls(), moving_latents()
        for k, (mode, gain) in enumerate([("loop", 1), ("cloud", 0.5), ("cloud", 2), ("loop", 1)]):
            synth.set("mode", mode)
            synth.set("gain", gain)
            synth.set("async", 0.5 * (k % 2))
            at = slice(1500 * k, 1500 * (k + 1))
            parts.append(
                synth.process(
                    *(s[at] for s in signals[:3]), rate=signals[3][at], latents=latents[:, at]
                )
            )
        assert synth.late == 0
        return np.concatenate(parts)

    np.testing.assert_array_equal(rendering(333)[333:], rendering(0)[:-333])


def test_a_latent_that_steps_is_heard_from_the_onset_that_the_latency_promises(
    model: Path,
) -> None:
    synth = live(model, 256, {})
    period, step = 441, 3000
    latents = np.zeros((LATENTS, N))
    latents[0, step:] = 2.0
    moved = synth.process(RATE / period, 0, 0, latents=latents)
    still = live(model, 256, {}).process(RATE / period, 0, 0, latents=np.zeros((LATENTS, N)))
    onset = -(-step // period) * period
    first = np.flatnonzero(moved != still)[0]
    assert onset + 256 <= first <= onset + 256 + 1


def test_fewer_signals_than_latents_leave_the_others_where_messages_put_them(model: Path) -> None:
    point = np.random.default_rng(8).normal(size=LATENTS).astype(np.float32)
    rows = np.random.default_rng(9).normal(size=(2, N)).astype(np.float32)
    some = live(model, 64, {})
    some.latent(point)
    every = live(model, 64, {})
    full = np.repeat(point[:, None], N, axis=1)
    full[:2] = rows
    np.testing.assert_array_equal(some.process(300, latents=rows), every.process(300, latents=full))
