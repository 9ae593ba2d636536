"""How granvae~ sounds in Max and in Pure Data: as in Python, sample by sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from hosts.drivers import LATENTS, Driver, N, Played, atoms, play_python, random_controls, typed
from support.playing import CLOUD, RATE, Settings, configured

SETTINGS: dict[str, Settings] = {
    "loop": {"law": "linear", "length": 400},
    "loop as older samplers": {"interpolation": "linear", "latch": "off"},
    "cloud": CLOUD,
    "cloud with few grains": {**CLOUD, "grains": 5, "interpolation": "cubic"},
}
# In Max, with every number of samples that it may ask for at once.
HOSTS = [*(f"max {block}" for block in (1, 16, 64, 100, 512, 2048)), "pd", "pd64"]
COUNT = 3  # latents that come as signals
FIRST = 4  # inlet with latents


def assert_equal(played: Played, expected: np.ndarray) -> None:
    """Every outlet, up to the last whole block."""
    n = played.outlets.shape[1]
    assert n > 0.9 * N
    np.testing.assert_array_equal(
        played.outlets, np.atleast_2d(expected)[:, :n].astype(played.outlets.dtype)
    )


@pytest.mark.parametrize("granvae", HOSTS, indirect=True)
@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_outlet_equals_python_under_audio_rate_controls(
    granvae: Driver, model: Path, name: str, channels: int
) -> None:
    controls = random_controls(N).astype(granvae.precision)
    messages = (f"latent {atoms(LATENTS)}", *typed(SETTINGS[name]))
    played = granvae.play(
        f"{model} {channels}", *messages, signals=dict(enumerate(controls)), channels=channels
    )
    synth = configured(Synth(model, channels=channels), **SETTINGS[name])
    synth.latent(LATENTS)
    assert_equal(played, play_python(synth, controls))
    assert np.abs(played.outlets).max(axis=1).min() > 0.02
    assert (synth.stolen > 0) == (played.info["stolen"] > 0) == ("few" in name)


def test_numbers_set_the_inlets_and_a_line_is_played_as_in_python(
    granvae: Driver, model: Path
) -> None:
    played = granvae.play(model, f"line 8 {atoms(LATENTS)}", numbers=(27.5, 100.25, 77, -0.5))
    synth = Synth(model)
    synth.line(LATENTS, 8)
    np.testing.assert_array_equal(played.outlets[0], synth.process(27.5, 100.25, 77, samples=N))


def test_reading_another_model_under_sound_never_clicks(
    granvae: Driver, model: Path, other_model: Path
) -> None:
    period, fade = 441, 170  # where in the cycle a model is adopted is another place each time
    later = [f"read {(other_model, model)[k % 2]}" for k in range(24)]
    latent = f"latent {atoms(LATENTS)}"
    played = granvae.play(model, latent, later=later, numbers=(RATE // period, 0, fade))
    sound = played.outlets[0, period:]
    synths = [Synth(file) for file in (model, other_model)]
    for synth in synths:
        synth.latent(LATENTS)
    tables = [synth.table for synth in synths]
    # What is heard rises at most as steeply as a grain, and the fade between two as their distance
    # allows: pi/2 of it over the fade of half a cycle.
    slope = max(np.abs(np.diff(table, append=table[0])).max() for table in tables)
    distance = np.abs(tables[0] - tables[1])
    limit = 1.2 * slope + np.pi / 2 * distance.max() / (period / 2)
    assert np.abs(np.diff(sound)).max() < limit
    # A change without a fade would be seen: at a quarter of all places it jumps by more than that.
    assert np.quantile(distance, 0.75) > limit
    expected = synths[0].process(RATE // period, 0, fade, samples=4 * period)[period:]
    assert np.abs(sound[-period:]).max() == pytest.approx(np.abs(expected).max(), rel=0.02)
    files = [file for file, *_ in played.of("loaded")]
    assert files[-24:] == [str(other_model), str(model)] * 12


def test_a_stepped_start_in_grains_is_a_sequencer_to_the_sample(
    granvae: Driver, encoder: Path, tmp_path: Path
) -> None:
    """The start steps once a grain, in a table of eight; Python is asked for the same."""
    steps = np.repeat(np.random.default_rng(0).integers(0, 8, N // 512 + 1), 512)[:N]
    steps = steps.astype(granvae.precision)
    settings: Settings = {"unit": "grains", "length": 512, "join": 128}
    synth = configured(Synth(encoder), **settings)
    synth.path(np.random.default_rng(1).normal(size=(8, 16)).round(3))
    synth.save_path(tmp_path / "pattern.json")
    frequency, crossfade = np.full(N, RATE / 512, granvae.precision), np.zeros(N)
    signals = {0: frequency, 1: steps, 2: crossfade}
    heard = granvae.play(encoder, *typed(settings), "readpath pattern.json", signals=signals)
    np.testing.assert_array_equal(heard.outlets[0], synth.process(frequency, steps, crossfade))
    grains = np.stack([synth.table[start : start + 512] for start in synth.starts])
    for k in range(100):
        grain = heard.outlets[0, k * 512 + 8 : (k + 1) * 512 - 8]
        np.testing.assert_allclose(grain, grains[int(steps[k * 512])][8:-8], atol=1e-3)


@pytest.mark.parametrize("settings", [{}, {"latency": 500}, CLOUD], ids=["loop", "slow", "cloud"])
def test_each_onset_has_the_grain_of_its_latents(
    granvae: Driver, model: Path, settings: Settings
) -> None:
    rng = np.random.default_rng(0)
    latents = np.cumsum(rng.normal(size=(COUNT, N)), axis=1) * 0.05
    signals = np.vstack([np.abs(random_controls(N)), latents]).astype(granvae.precision)
    messages = ("live 1", *typed(settings))
    played = granvae.play(model, *messages, signals=dict(enumerate(signals)), latents=COUNT)
    synth = configured(Synth(model), live="on", **settings)
    assert_equal(played, play_python(synth, signals[:FIRST], latents=signals[FIRST:]))
    assert np.abs(played.outlets[0]).max() > 0.05
    assert synth.late == played.info["late"] == 0
    assert played.info["delay"] == settings.get("latency", granvae.block)


def test_a_latent_that_steps_is_heard_at_the_onset_that_the_latency_promises(
    granvae: Driver, model: Path
) -> None:
    period, step = 441, 30011
    still = np.zeros((2, N), granvae.precision)
    still[0] = RATE / period
    moved = still.copy()
    moved[1, step:] = 2.0
    before, after = (
        granvae.play(model, "live 1", "latency 256", signals={0: s[0], FIRST: s[1]}, latents=1)
        for s in (still, moved)
    )
    onset = -(-step // period) * period + 256
    first = int(np.flatnonzero(before.outlets[0] != after.outlets[0])[0])
    # The crossfade begins with nothing of the new grain: one sample later is the first of it.
    assert onset <= first <= onset + 1


def test_more_signals_than_the_model_has_latents_are_reported_in_one_sentence(
    granvae: Driver, small_model: Path
) -> None:
    signals = {0: np.full(N, 100.0), **{FIRST + k: np.zeros(N) for k in range(5)}}
    played = granvae.play(small_model, "live 1", signals=signals, latents=5)
    (error,) = played.errors
    assert "5 latents come as signals" in error
    assert "has 2; those beyond are not heard" in error
    assert np.abs(played.outlets[0]).max() > 0.01
