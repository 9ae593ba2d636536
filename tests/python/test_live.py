"""Live grains: each onset decodes the latents of its own sample, a fixed latency later."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import encoding_models
import tiny_models
from granvae import GranvaeError, Player, Synth
from granvae.synth import Sound

RATE = 44100
N = 6000
LATENTS = 16
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


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.linear_model(tmp_path_factory.mktemp("model") / "model.ts")


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


def live(model: Path, latency: int, settings: dict[str, float | str]) -> Synth:
    synth = Synth(model)
    for name, value in {**settings, "live": "on", "latency": latency}.items():
        synth.set(name, value)
    return synth


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
