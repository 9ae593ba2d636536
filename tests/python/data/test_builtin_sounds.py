"""The built-in corpus is made the same each time, and sounds of what its names say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch
from numpy.typing import NDArray

from granvae.analysis.descriptors import harmonicity
from granvae.analysis.pitch import pitch_track
from granvae.data.builtin import decaying, sustained, unpitched
from granvae.data.builtin.builtin_sounds import builtin_sounds, write_builtin_sounds
from granvae.data.builtin.phrase import PEAK, Melody, Note, Signal
from granvae.data.corpus import load_corpus
from granvae.errors import GranvaeError

RATE = 44100


@pytest.fixture(scope="module")
def sounds() -> dict[str, NDArray]:
    return builtin_sounds(RATE)


def play(
    maker: Callable[..., Signal], hz: float, seconds: float = 1.0, velocity: float = 0.8, **how: Any
) -> Signal:
    return maker(Note(0.0, seconds, hz, velocity), RATE, np.random.default_rng(0), **how)


def pitch(x: NDArray) -> float:
    track = pitch_track(x, RATE)
    return float(np.median(track.hertz[track.voiced]))


def level(x: NDArray, hz: float, width: float = 20.0) -> float:
    """dB of the strongest bin within ``width`` Hz of ``hz``."""
    spectrum = np.abs(np.fft.rfft(x * np.hanning(len(x)), 1 << 17))
    bins = np.fft.rfftfreq(1 << 17, 1 / RATE)
    return float(20 * np.log10(spectrum[np.abs(bins - hz) < width].max()))


def share(x: NDArray, low: float, high: float) -> float:
    """Of the energy, between two frequencies."""
    power = np.abs(np.fft.rfft(x)) ** 2
    bins = np.fft.rfftfreq(len(x), 1 / RATE)
    return float(power[(bins >= low) & (bins < high)].sum() / power.sum())


def test_the_corpus_is_over_a_minute_of_clean_sounds(sounds: dict[str, NDArray]) -> None:
    assert sum(len(x) for x in sounds.values()) / RATE >= 75
    kinds = {name.split("_")[0] for name in sounds}
    assert kinds == {"plucked", "bar", "blown", "bowed", "voice", "noise", "drums"}
    for name, x in sounds.items():
        assert np.isfinite(x).all(), name
        assert np.abs(x).max() == pytest.approx(PEAK, rel=1e-9), name
        assert abs(x.mean()) < 1e-3, name
        assert np.abs(x[[0, -1]]).max() < 1e-3, name


def test_the_files_are_equal_byte_by_byte_when_made_again(tmp_path: Path) -> None:
    first, again = (write_builtin_sounds(tmp_path / n, 8000) for n in "ab")
    assert [p.name for p in first] == [p.name for p in again]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, again, strict=True))
    other = write_builtin_sounds(tmp_path / "c", 8000, seed=1)
    assert all(a.read_bytes() != b.read_bytes() for a, b in zip(first, other, strict=True))


def test_the_files_are_a_corpus_of_a_minute_after_trimming(tmp_path: Path) -> None:
    paths = write_builtin_sounds(tmp_path / "new" / "folder", 16000)
    assert all(soundfile.info(path).subtype == "PCM_16" for path in paths)
    corpus = load_corpus([tmp_path], 16000, 512)
    assert corpus.seconds >= 60
    assert not corpus.skipped
    train, validation = corpus.split(0.2, 0, 512)
    kinds = [{s.name.split("/")[-1].split("_")[0] for s in c.sounds} for c in (train, validation)]
    assert len(kinds[0]) == 7
    assert len(kinds[1]) >= 3


def test_rates_and_folders_that_are_impossible_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match="at 100 Hz"):
        builtin_sounds(100)
    (tmp_path / "file").touch()
    with pytest.raises(GranvaeError, match="cannot be written"):
        write_builtin_sounds(tmp_path / "file", 8000)


def test_a_melody_stays_in_its_mode_and_ends_on_its_tonic() -> None:
    notes = Melody(60, "dorian", beat=0.3).notes(np.random.default_rng(0), 20.0)
    keys = [round(69 + 12 * np.log2(n.pitch / 440.0)) for n in notes]
    assert {(key - 60) % 12 for key in keys} <= {0, 2, 3, 5, 7, 9, 10}
    assert keys[-1] == 60
    assert len(set(keys)) >= 5
    assert all(a.onset < b.onset for a, b in pairwise(notes))
    assert notes[-1].onset + notes[-1].length >= 20.0
    assert len({round(n.velocity, 3) for n in notes}) > len(notes) // 2


@pytest.mark.parametrize("hz", [82.4, 220.0, 659.3, 1318.5])
def test_a_plucked_string_is_in_tune(hz: float) -> None:
    x = play(decaying.string, hz, ring=3.5, pick=0.13, softness=0.5)
    assert pitch(x[2000:30000]) == pytest.approx(hz, rel=0.002)


def test_a_plucked_string_decays_and_loses_its_brightness_first() -> None:
    x = play(decaying.string, 220.0, 2.0, ring=3.0, pick=0.13, softness=0.5)
    early, late = x[: RATE // 4], x[RATE : RATE + RATE // 4]
    assert 10 < 20 * np.log10(early.std() / late.std()) < 40
    assert share(early, 2000, 20000) > 3 * share(late, 2000, 20000)


@pytest.mark.parametrize(
    ("modes", "ratio"),
    [(decaying.MARIMBA, 3.93), (decaying.VIBRAPHONE, 4.0), (decaying.GLOCKENSPIEL, 2.756)],
)
def test_a_bar_has_its_own_second_mode_and_no_harmonics(
    modes: decaying.Modes, ratio: float
) -> None:
    x = play(decaying.bar, 400.0, 0.6, modes=modes, knock=0.0)[:8000]
    assert level(x, 400.0) - level(x, 400.0 * ratio) < 30
    assert level(x, 400.0) - level(x, 400.0 * 2) > 45
    assert level(x, 400.0) - level(x, 400.0 * 3) > 45


def test_a_clarinet_has_odd_harmonics_and_a_flute_all() -> None:
    reed = play(sustained.pipe, 220.0, kind=sustained.CLARINET)
    flute = play(sustained.pipe, 220.0, kind=sustained.FLUTE)
    assert level(reed, 3 * 220.0) > level(reed, 2 * 220.0) + 8
    assert level(flute, 2 * 220.0) > level(flute, 3 * 220.0)
    assert pitch(flute) == pytest.approx(220.0, rel=0.01)


def test_a_bowed_string_has_the_harmonics_of_a_sawtooth() -> None:
    x = play(sustained.bow, 196.0, velocity=1.0)
    assert pitch(x) == pytest.approx(196.0, rel=0.01)
    first = share(x, 0.95 * 196.0, 1.05 * 196.0)
    for k in (2, 3, 4, 6):
        ratio = first / share(x, 196.0 * (k - 0.3), 196.0 * (k + 0.3))
        assert 10 * np.log10(ratio) == pytest.approx(20 * np.log10(k), abs=3)


@pytest.mark.parametrize("name", ["a", "e", "i"])
def test_a_vowel_has_its_formants(name: str) -> None:
    x = play(sustained.sing, 110.0, 1.5, size=1.0, vowels=(name, name))
    assert pitch(x[5000:50000]) == pytest.approx(110.0, rel=0.02)
    first, second = sustained.VOWELS[name][:2]
    valley = np.sqrt(first * second) if second > 1.6 * first else 1.5 * second
    for formant in (first, second):
        assert level(x, formant, 70.0) > level(x, valley, 56.0) + 3


def test_strokes_lie_where_their_drums_do_and_die_away() -> None:
    bands = {  # Hz, and the least share of the energy
        unpitched.kick: [(20, 200, 0.8)],
        unpitched.snare: [(100, 400, 0.1), (1200, 12000, 0.3)],
        unpitched.hat: [(5000, 20000, 0.9)],
    }
    for drum, shares in bands.items():
        x = drum(RATE, np.random.default_rng(0), 1.0)
        assert all(share(x, low, high) > least for low, high, least in shares)
        assert np.abs(x[: len(x) // 4]).max() > 4 * np.abs(x[-len(x) // 8 :]).max()


def test_noise_is_noise_and_tones_are_tones(sounds: dict[str, NDArray]) -> None:
    for name, x in sounds.items():
        frames = np.lib.stride_tricks.sliding_window_view(x, 4096)[::2048]
        loud = frames[frames.std(axis=1) > 0.3 * frames.std(axis=1).max()]
        tonal = float(harmonicity(torch.from_numpy(loud)).mean())
        if not name.startswith("drums"):
            assert tonal < 0.5 if name.startswith("noise") else tonal > 0.85, name
