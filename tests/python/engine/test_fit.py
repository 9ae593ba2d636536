"""Grains of paths without places, which are laid where they fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.signal import hilbert

from granvae import Synth
from support import foreign_models, tiny_models
from support.playing import configured

RATE = 44100
GRAIN = 512
HOP = GRAIN - GRAIN // 4


def tone(folder: Path, grain: int = GRAIN, phase: float = 0.0) -> Synth:
    model = foreign_models.Tone(grain, phase)
    return Synth(tiny_models.save(model, folder / f"tone {grain} {phase}.ts"))


def strongest(table: np.ndarray) -> tuple[float, float]:
    """The frequency of the strongest partial, in Hz, and its share of the energy."""
    size = 1 << 19
    window = np.hanning(len(table))
    power = np.abs(np.fft.rfft(table * window, size)) ** 2
    at = int(np.argmax(power))
    width = 4 * size // len(table)  # beyond the main lobe of a Hann window
    return at * RATE / size, power[max(at - width, 0) : at + width].sum() / power.sum()


def cents(heard: float, wanted: float) -> float:
    return float(1200 * np.log2(heard / wanted))


@pytest.mark.parametrize("phase", [0.0, 1.0])
@pytest.mark.parametrize("frequency", np.geomspace(2 * RATE / HOP + 0.5, 4000, 15).round(2))
def test_one_grain_repeated_sounds_at_its_own_pitch(
    tmp_path: Path, frequency: float, phase: float
) -> None:
    synth = tone(tmp_path, phase=phase)
    synth.path(np.tile([frequency, 0.5], (100, 1)))
    heard, share = strongest(synth.table)
    assert abs(cents(heard, frequency)) < 30
    assert share > 0.97


def test_without_fit_one_grain_repeated_sounds_at_multiples_of_the_hop(tmp_path: Path) -> None:
    synth = tone(tmp_path)
    synth.set("fit", "off")
    shares = []
    for frequency in (300.0, 410.0, 980.0):
        synth.path(np.tile([frequency, 0.5], (100, 1)))
        np.testing.assert_array_equal(synth.starts, np.arange(100) * HOP)
        shares.append(strongest(synth.table)[1])
    assert min(shares) < 0.8


@pytest.mark.parametrize("grain", [64, 441, 2048, 3000])
def test_grains_of_every_length_keep_their_pitch(tmp_path: Path, grain: int) -> None:
    synth = tone(tmp_path, grain)
    for periods in (2.1, 5.3, 9.7):
        frequency = periods * RATE / (grain - grain // 4)
        synth.path(np.tile([frequency, 0.5], (100, 1)))
        heard, share = strongest(synth.table)
        assert abs(cents(heard, frequency)) < 30
        assert share > 0.9


def test_a_glide_goes_on_without_a_break(tmp_path: Path) -> None:
    synth = tone(tmp_path)
    glide = np.column_stack([np.geomspace(400, 800, 60), np.full(60, 0.5)])
    levels = []
    for fit in ("on", "off"):
        synth.set("fit", fit)
        synth.path(glide)
        levels.append(np.abs(hilbert(synth.table.astype(float)))[GRAIN:-GRAIN].min())
    # Where phases meet, a crossfade takes nothing away; where they are opposite, all.
    assert levels[0] > 0.9 * 0.5
    assert levels[1] < 0.2 * 0.5


def fitted(before: np.ndarray, after: np.ndarray, hop: int) -> int:
    """The interval by its definition, in plain NumPy."""
    grain = len(before)
    least, most = grain - grain // 2, min(grain - -(-grain // 16), hop + hop // 2)
    scores = []
    for begin in range(least, most + 1):
        a, b = before[begin:].astype(float), after[: grain - begin].astype(float)
        alike = a @ b / np.sqrt((a @ a) * (b @ b) + 1e-20)
        doubt = 2 * (1 - alike**2) / np.sqrt(len(a))
        scores.append(alike - doubt - 0.1 * abs(begin - hop) / hop)
    return least + int(np.argmax(scores))


@pytest.mark.parametrize("join", [-1, 0, 100, 256])
def test_each_grain_begins_where_it_is_most_like_the_one_before(
    small_model: Path, join: int
) -> None:
    synth = Synth(small_model)
    points = np.random.default_rng(1).normal(size=(20, 5))
    grain, hop = synth.grain, synth.grain - (synth.grain // 4 if join < 0 else join)
    grains = []
    for point in points:
        synth.latent(point)
        grains.append(synth.table)
    synth.set("join", join)
    synth.path(points)
    starts, table = synth.starts, synth.table
    assert len(set(np.diff(starts))) > 5
    assert len(table) == starts[-1] + grain
    before = grains[0]
    for k in range(1, len(points)):
        interval = starts[k] - starts[k - 1]
        assert interval == fitted(before, grains[k], hop)
        overlap = grain - interval
        gain = np.sin(np.pi / 2 * np.arange(overlap) / overlap) ** 2
        joined = (1 - gain) * before[interval:] + gain * grains[k][:overlap]
        before = np.concatenate([joined, grains[k][overlap:]])
        end = starts[k + 1] if k + 1 < len(points) else len(table)
        np.testing.assert_allclose(table[starts[k] : end], before[: end - starts[k]], atol=1e-6)


def test_what_is_alike_nowhere_keeps_the_hop(tmp_path: Path) -> None:
    synth = tone(tmp_path)
    synth.path(np.tile([500.0, 0.0], (10, 1)))
    np.testing.assert_array_equal(synth.starts, np.arange(10) * HOP)
    noise = Synth(tiny_models.save(foreign_models.Chance(512), tmp_path / "noise.ts"))
    noise.path(np.zeros((200, 2)))
    assert abs(np.diff(noise.starts).mean() - HOP) < 0.1 * HOP


def test_places_win_over_fit_and_fit_is_heard_with_the_next_table(small_model: Path) -> None:
    synth = Synth(small_model)
    points = np.random.default_rng(1).normal(size=(6, 5))
    places = [0, 300, 310, 320, 330, 340]
    synth.path(points, places)
    np.testing.assert_array_equal(np.diff(synth.starts), places[1:])
    synth.path(points)
    fitted_starts = synth.starts
    configured(synth, fit="off")
    np.testing.assert_array_equal(np.diff(synth.starts), synth.grain - synth.grain // 4)
    configured(synth, fit="on")
    np.testing.assert_array_equal(synth.starts, fitted_starts)
    assert synth.info()["fit"] == ["on"]
