"""Live grains: each onset decodes the latents of its own sample, a fixed latency later."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from granvae import Player, Synth
from support import encoding_models, tiny_models
from support.playing import (
    LATENTS,
    RATE,
    SETTINGS,
    N,
    Settings,
    assert_same,
    configured,
    controls,
    live,
    noise,
    play,
)

EVERY_SETTING = pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
MOVING = np.random.default_rng(4).normal(size=(LATENTS, N))
POINT = np.linspace(-1, 1, LATENTS)


def step_by_step(model: Path, settings: Settings, signals: list[np.ndarray]) -> np.ndarray:
    """The same by hand: a table is decoded before each sample at which a grain begins."""
    first, second = (configured(Synth(model), **settings) for _ in range(2))
    onsets = np.flatnonzero(play(first, signals).onset)
    assert len(onsets) > 20
    parts = []
    for a, b in pairwise([0, *onsets, N]):
        second.latent(MOVING[:, a])
        if a < b:
            parts.append(play(second, [signal[a:b] for signal in signals]).samples)
    return np.concatenate(parts)


@EVERY_SETTING
def test_every_grain_is_decoded_from_the_latents_of_its_onset(
    model: Path, settings: Settings
) -> None:
    signals = controls(settings.get("sync"))
    heard = play(live(model, 0, **settings), signals, MOVING).samples
    np.testing.assert_array_equal(heard, step_by_step(model, settings, signals))
    assert np.abs(heard).max() > 0.05


@EVERY_SETTING
@pytest.mark.parametrize("latency", [1, 64, 700])
def test_all_that_comes_out_is_late_by_exactly_the_latency_however_it_is_cut(
    model: Path, settings: Settings, latency: int
) -> None:
    signals = controls(settings.get("sync"))
    at_once = play(live(model, 0, **settings), signals, MOVING)
    cuts = np.sort(np.random.default_rng(0).choice(np.arange(1, N), 200, replace=False))
    for each in ((), cuts.tolist()):
        synth = live(model, latency, **settings)
        assert_same(play(synth, signals, MOVING, each), at_once, latency)
        assert (synth.latency, synth.late) == (latency, 0)


def test_parameters_are_as_late_as_the_signals(model: Path) -> None:
    def rendering(latency: int) -> np.ndarray:
        synth = live(model, latency)
        parts = []
        for k, (mode, gain) in enumerate([("loop", 1), ("cloud", 0.5), ("cloud", 2), ("loop", 1)]):
            configured(synth, mode=mode, gain=gain, **{"async": 0.5 * (k % 2)})
            at = slice(1500 * k, 1500 * (k + 1))
            signals = [signal[at] for signal in controls()]
            parts.append(play(synth, signals, MOVING[:, at]).samples)
        assert synth.late == 0
        return np.concatenate(parts)

    np.testing.assert_array_equal(rendering(333)[333:], rendering(0)[:-333])


def test_fewer_signals_than_latents_leave_the_others_where_messages_put_them(model: Path) -> None:
    point, rows = MOVING[:, 0].astype(np.float32), MOVING[:2].astype(np.float32)
    some = live(model, 64)
    some.latent(point)
    full = np.concatenate([rows, np.repeat(point[2:, None], N, axis=1)])
    expected = live(model, 64).process(300, latents=full)
    np.testing.assert_array_equal(some.process(300, latents=rows), expected)


def test_a_latent_by_message_is_that_of_the_next_onset(model: Path) -> None:
    synth = live(model, 64)
    heard = []
    for k in range(8):
        synth.latent(k * POINT)
        heard.append(synth.process(200, samples=500))
    latents = np.repeat(np.arange(8) * POINT[:, None], 500, axis=1).astype(np.float32)
    expected = live(model, 64).process(200, latents=latents)
    np.testing.assert_array_equal(np.concatenate(heard), expected)


@pytest.mark.parametrize("mode", ["loop", "cloud"])
def test_live_comes_and_goes_while_grains_sound_without_a_click(model: Path, mode: str) -> None:
    synth = configured(Synth(model), mode=mode)
    steady = synth.process(110, 0, 200, samples=RATE // 4)
    parts = []
    for k in range(8):
        configured(synth, latency=64 * (k + 1), live="off" if k % 2 else "on")
        parts.append(synth.process(110, 0, 200, samples=2777))
    sound = np.concatenate([steady, *parts])
    assert np.abs(np.diff(sound)).max() <= 1.01 * np.abs(np.diff(steady)).max()
    assert synth.late == 0


def test_another_model_takes_over_live_grains_at_an_onset(model: Path, tmp_path: Path) -> None:
    other = tiny_models.linear_model(tmp_path / "other.ts", latents=4, seed=9)
    synth = live(model, 128)
    before = synth.process(100, 0, 128, samples=4410)
    synth.read(other)
    change = synth.process(100, 0, 128, samples=4410, latents=np.zeros(4))
    expected = live(other, 128).process(100, 0, 128, samples=8820, latents=np.zeros(4))
    np.testing.assert_array_equal(change[-2000:], expected[-2000:])
    slope = max(np.abs(np.diff(x)).max() for x in (before, expected))
    assert np.abs(np.diff(np.concatenate([before, change]))).max() <= 1.5 * slope
    assert synth.late == 0


def test_a_frozen_live_synth_keeps_its_grain(model: Path) -> None:
    synth = live(model, 64)
    synth.process(100, 0, 100, samples=4410, latents=np.full(LATENTS, 0.5))
    held, freed = (
        configured(synth, freeze=freeze).process(100, 0, 100, 4410, latents=np.full(LATENTS, -1.0))
        for freeze in ("on", "off")
    )
    np.testing.assert_allclose(held[-441:], held[-882:-441], atol=1e-6)
    assert np.abs(freed[-441:] - held[-441:]).max() > 0.1


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_latent_that_is_not_finite_holds_the_one_before_and_is_counted(
    model: Path, value: float
) -> None:
    latents = np.full((LATENTS, N), 0.5)
    spoilt = latents.copy()
    spoilt[3, 2000:] = value
    synth = live(model, 64)
    expected = live(model, 64).process(100, latents=latents)
    np.testing.assert_array_equal(synth.process(100, latents=spoilt), expected)
    assert synth.non_finite > 0


def test_without_a_model_live_is_just_late() -> None:
    late = configured(Player(noise(700)), live="on", latency=300)
    expected = Player(noise(700)).process(70, samples=N)
    np.testing.assert_array_equal(late.process(70, samples=N)[300:], expected[:-300])
    assert late.late == 0


def test_live_grains_follow_a_point_that_is_edited_or_drawn_and_the_next_that_is_sent(
    model: Path,
) -> None:
    edited, sent = live(model, 0), live(model, 0)
    edited.latent(POINT)
    edited.offset(0.5)
    sent.latent(POINT + np.float32(0.5))
    heard, expected = (synth.process(200, 0, 64, N) for synth in (edited, sent))
    np.testing.assert_allclose(heard, expected, atol=1e-5)
    sent.latent(edited.random(3))
    for point in (None, POINT):
        if point is not None:
            edited.latent(point)
            sent.latent(point)
        heard, expected = (synth.process(200, 0, 64, N) for synth in (edited, sent))
        np.testing.assert_array_equal(heard[-N // 2 :], expected[-N // 2 :])


def test_live_grains_are_of_the_channel_that_each_player_chose(tmp_path: Path) -> None:
    stereo = encoding_models.save(encoding_models.Fourier(2), tmp_path / "stereo.ts")
    first, second = live(stereo, 0), live(stereo, 0, channel=2)
    for synth in (first, second):
        synth.latent(POINT)
    heard = first.process(200, 0, 64, N)
    assert np.abs(heard).max() > 0.05
    np.testing.assert_allclose(second.process(200, 0, 64, N), heard / 2, atol=1e-6)
