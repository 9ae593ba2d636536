"""What sounds where no frequency was ever given: as recorded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from granvae import Player, Synth
from support.playing import RATE, configured, live, noise


@pytest.mark.parametrize("crossfade", [0, 100, 333.5, 5000])
@pytest.mark.parametrize("start", [0, 700])
@pytest.mark.parametrize("length", [0, 1500])
def test_a_loop_reads_its_table_at_the_recorded_speed(
    crossfade: float, start: int, length: int
) -> None:
    table = noise(3000)
    player = configured(Player(table), length=length)
    sound = player.play(None, start, crossfade, 20000)
    span = length or 3000 - start
    overlap = min(crossfade, span / 2)
    onsets = np.flatnonzero(sound.onset)
    expected = np.ceil(np.arange(len(onsets)) * (span - overlap) - 1e-6)
    np.testing.assert_array_equal(onsets, expected)
    # Past the first fade, sample by sample.
    clear = np.arange(int(np.ceil(overlap)), int(span - overlap))
    np.testing.assert_allclose(sound.samples[clear], table[start + clear], atol=1e-5)


def test_a_loop_at_another_sample_rate_lasts_as_long(model: Path) -> None:
    synth = Synth(model, sample_rate=96000)
    synth.line([1.0] * 16, 20)
    onsets = np.flatnonzero(synth.play(seconds=2).onset)
    cycle = (len(synth.table) - synth.grain / 4) / synth.table_rate
    np.testing.assert_allclose(np.diff(onsets), cycle * 96000, atol=1)


def test_a_grain_loops_at_the_speed_of_its_recording_whatever_its_crossfade(model: Path) -> None:
    synth = Synth(model)
    synth.latent([0.5] * 16)
    grain = synth.table
    for crossfade in (0, 128, 256):
        sound = configured(Synth(model), mode="loop").play(None, 0, crossfade, 5000)
        hop = 512 - crossfade
        np.testing.assert_array_equal(np.diff(np.flatnonzero(sound.onset)), hop)
    heard = synth.process(None, 0, 128, 5000)
    clear = np.arange(128, 384)
    np.testing.assert_allclose(heard[384 + clear], grain[clear], atol=1e-5)


def test_a_silence_that_waits_for_a_trigger_fades_at_the_recorded_speed() -> None:
    player = configured(Player(np.ones(1000)), sync="trigger")
    trigger = np.zeros(4000)
    trigger[10] = 1.0
    sound = player.process(trigger, 0, 200)
    assert sound[300] == pytest.approx(1.0)
    # The grain is over after 800 samples, and its tail fades out for the other 200.
    np.testing.assert_allclose(sound[10 + 800 + 100], 0.5, atol=1e-3)
    assert not sound[10 + 1000 + 2 :].any()


CLOUDS = [
    {},
    {"length": 1000},
    {"length": 50},
    {"length": 9000},
    {"transpose": 7},
    {"transpose": -12, "length": 600},
]


@pytest.mark.parametrize("law", ["cosine", "linear"])
@pytest.mark.parametrize("settings", CLOUDS)
@pytest.mark.parametrize("crossfade", [None, 0.3, 77.7, 10000])
@pytest.mark.parametrize("rate", [None, 0.37, -2.5])
def test_the_grains_of_a_cloud_overlap_by_their_crossfade_so_that_a_constant_stays_constant(
    law: str, settings: dict[str, float], crossfade: float | None, rate: float | None
) -> None:
    player = configured(Player(np.ones(4096), 44100, 96000), mode="cloud", law=law, **settings)
    sound = player.process(None, 0, crossfade, 60000, rate=rate)
    np.testing.assert_allclose(sound[40000:], 1.0, atol=2e-3)


def test_a_cloud_of_a_path_plays_grains_as_long_as_the_models(model: Path) -> None:
    synth = configured(Synth(model), mode="cloud")
    synth.line([1.0] * 16, 20)
    onsets = np.flatnonzero(synth.play(samples=20000).onset)
    np.testing.assert_array_equal(np.diff(onsets), 512 - 128)


@pytest.mark.parametrize("mode", ["loop", "cloud"])
@pytest.mark.parametrize("settings", [{}, {"length": 300}, {"unit": "grains"}])
@pytest.mark.parametrize("crossfade", [None, 0, 60])
def test_live_grains_come_as_often_as_grains_of_a_table_would(
    model: Path, mode: str, settings: dict[str, float | str], crossfade: float | None
) -> None:
    offline = configured(Synth(model), mode=mode, **settings)
    now = live(model, 256, mode=mode, **settings)
    z = np.full(16, 0.5)
    offline.latent(z)
    expected = offline.play(None, None, crossfade, 20000)
    sound = now.play(None, None, crossfade, 20000, latents=z)
    np.testing.assert_array_equal(sound.onset[256:], expected.onset[:-256])
    np.testing.assert_array_equal(sound.samples[256:], expected.samples[:-256])
    apart = (settings.get("length") or 512) - (128 if crossfade is None else crossfade)
    np.testing.assert_allclose(np.diff(np.flatnonzero(expected.onset)), apart)


def test_what_is_natural_does_not_depend_on_the_size_of_blocks(model: Path) -> None:
    for mode in ("loop", "cloud"):
        crossfades = np.repeat(np.random.default_rng(1).uniform(0, 256, 50), 400)
        whole = configured(Synth(model), mode=mode)
        parts = configured(Synth(model), mode=mode)
        expected = whole.process(None, 0, crossfades)
        cuts = [parts.process(None, 0, part) for part in np.array_split(crossfades, 177)]
        np.testing.assert_array_equal(np.concatenate(cuts), expected)


def test_the_sample_rate_of_the_host_does_not_change_what_is_natural() -> None:
    for mode in ("loop", "cloud"):
        for rate in (8000, RATE, 192000):
            player = configured(Player(np.ones(2000), 44100, rate), mode=mode)
            onsets = np.flatnonzero(player.play(seconds=1).onset)
            assert np.diff(onsets).mean() == pytest.approx(1500 / 44100 * rate, rel=1e-3)
