"""Live grains that something happens to: messages, other models, freezing, what does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from granvae import GranvaeError, Player, Synth
from support import encoding_models, tiny_models
from support.live_grains import LATENTS, RATE, N, live


def test_a_latent_by_message_is_that_of_the_next_onset(model: Path) -> None:
    point = np.random.default_rng(5).normal(size=LATENTS)
    synth = live(model, 64, {})
    by_signal = live(model, 64, {})
    heard = []
    for k in range(8):
        synth.latent(k * point)
        heard.append(synth.process(200, samples=500))
    latents = np.repeat(np.arange(8) * point[:, None], 500, axis=1).astype(np.float32)
    np.testing.assert_array_equal(np.concatenate(heard), by_signal.process(200, latents=latents))


@pytest.mark.parametrize("mode", ["loop", "cloud"])
def test_live_comes_and_goes_while_grains_sound_without_a_click(model: Path, mode: str) -> None:
    synth = Synth(model)
    synth.set("mode", mode)
    steady = synth.process(110, 0, 200, samples=RATE // 4)
    parts = []
    for k in range(8):
        synth.set("latency", 64 * (k + 1))
        synth.set("live", "off" if k % 2 else "on")
        parts.append(synth.process(110, 0, 200, samples=2777))
    sound = np.concatenate([steady, *parts])
    assert np.abs(np.diff(sound)).max() <= 1.01 * np.abs(np.diff(steady)).max()
    assert synth.late == 0


def test_another_model_takes_over_live_grains_at_an_onset(model: Path, tmp_path: Path) -> None:
    other = tiny_models.linear_model(tmp_path / "other.ts", latents=4, seed=9)
    synth = live(model, 128, {})
    before = synth.process(100, 0, 128, samples=4410)
    synth.read(other)
    change = synth.process(100, 0, 128, samples=4410, latents=np.zeros(4))
    alone = live(other, 128, {})
    expected = alone.process(100, 0, 128, samples=8820, latents=np.zeros(4))
    np.testing.assert_array_equal(change[-2000:], expected[-2000:])
    slope = max(np.abs(np.diff(x)).max() for x in (before, expected))
    assert np.abs(np.diff(np.concatenate([before, change]))).max() <= 1.5 * slope
    assert synth.late == 0


def test_a_frozen_live_synth_keeps_its_grain(model: Path) -> None:
    synth = live(model, 64, {})
    synth.process(100, 0, 100, samples=4410, latents=np.full(LATENTS, 0.5))
    synth.set("freeze", "on")
    held = synth.process(100, 0, 100, samples=4410, latents=np.full(LATENTS, -1.0))
    np.testing.assert_allclose(held[-441:], held[-882:-441], atol=1e-6)
    synth.set("freeze", "off")
    freed = synth.process(100, 0, 100, samples=4410, latents=np.full(LATENTS, -1.0))
    assert np.abs(freed[-441:] - held[-441:]).max() > 0.1


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_latent_that_is_no_number_holds_the_one_before_and_is_counted(
    model: Path, value: float
) -> None:
    latents = np.full((LATENTS, N), 0.5)
    spoilt = latents.copy()
    spoilt[3, 2000:] = value
    synth = live(model, 64, {})
    heard = synth.process(100, latents=spoilt)
    np.testing.assert_array_equal(heard, live(model, 64, {}).process(100, latents=latents))
    assert synth.non_finite > 0


def test_what_does_not_fit_is_refused_with_one_sentence(model: Path) -> None:
    synth = Synth(model)
    with pytest.raises(GranvaeError, match=r"set\('live', 'on'\) first\."):
        synth.process(100, latents=np.zeros(LATENTS))
    synth.set("live", "on")
    for wrong in (np.zeros(17), np.zeros((0, 10)), np.zeros((2, 3, 4)), np.float64(1.0)):
        with pytest.raises(GranvaeError, match=r"with 1 to 16 latents|one length"):
            synth.process(100, latents=wrong)
    with pytest.raises(GranvaeError, match="one length"):
        synth.process(np.zeros(10), latents=np.zeros((LATENTS, 11)))
    with pytest.raises(GranvaeError, match=r"latency takes a whole number from -1 to 8192"):
        synth.set("latency", 9000)
    player = Player(np.zeros(10, np.float32))
    player.set("live", "on")
    with pytest.raises(GranvaeError, match="latents"):
        player.process(100, latents=np.zeros(1))


def test_without_a_model_live_is_just_late() -> None:
    table = np.random.default_rng(0).uniform(-1, 1, 700)
    late, at_once = Player(table), Player(table)
    late.set("live", "on")
    late.set("latency", 300)
    expected = at_once.process(70, samples=N)
    np.testing.assert_array_equal(late.process(70, samples=N)[300:], expected[:-300])
    assert late.late == 0


def test_live_grains_follow_a_point_that_is_edited_or_drawn_and_the_next_that_is_sent(
    model: Path,
) -> None:
    point = np.linspace(-1, 1, LATENTS)
    edited, sent = live(model, 0, {}), live(model, 0, {})
    edited.latent(point)
    edited.offset(0.5)
    sent.latent(point + np.float32(0.5))
    np.testing.assert_allclose(
        edited.process(200, 0, 64, N), sent.process(200, 0, 64, N), atol=1e-5
    )
    sent.latent(edited.random(3))
    np.testing.assert_array_equal(
        edited.process(200, 0, 64, N)[-N // 2 :], sent.process(200, 0, 64, N)[-N // 2 :]
    )
    for synth in (edited, sent):
        synth.latent(point)
    np.testing.assert_array_equal(
        edited.process(200, 0, 64, N)[-N // 2 :], sent.process(200, 0, 64, N)[-N // 2 :]
    )


def test_live_grains_are_of_the_channel_that_each_player_chose(tmp_path: Path) -> None:
    stereo = encoding_models.save(encoding_models.Fourier(2), tmp_path / "stereo.ts")
    first, second = live(stereo, 0, {}), live(stereo, 0, {"channel": 2})
    for synth in (first, second):
        synth.latent(np.linspace(-1, 1, LATENTS))
    heard = first.process(200, 0, 64, N)
    assert np.abs(heard).max() > 0.1
    np.testing.assert_allclose(second.process(200, 0, 64, N), heard / 2, atol=1e-6)
