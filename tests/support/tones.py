"""Small synthetic recordings, as files, grains and corpora without files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from granvae.data.corpus import Corpus, Recording

SAMPLE_RATE = 44100
GRAIN = 256


@cache
def tone(frequency: float, seconds: float, seed: int) -> NDArray[np.float32]:
    """A decaying tone of six harmonics with a little noise, ``(n,)``."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    partials = [
        rng.uniform(0.2, 1.0) / k * np.sin(2 * np.pi * k * frequency * time + rng.uniform(0, 6))
        for k in range(1, 7)
    ]
    sound = np.sum(partials, axis=0) * np.exp(-1.5 * time) + 0.003 * rng.standard_normal(len(time))
    return np.asarray(0.3 * sound / np.abs(sound).max(), np.float32)


def sine(
    hz: float, seconds: float = 0.2, rate: int = SAMPLE_RATE, level: float = 0.5
) -> NDArray[np.float64]:
    """A plain sine, ``(n,)``."""
    return level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)


def write_sound(path: Path, samples: NDArray, rate: int = SAMPLE_RATE, **kind: str) -> Path:
    """A sound file, and the folders that it lies in; its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate, **kind)
    return path


def write_tones(folder: Path, count: int = 5, seconds: float = 0.5) -> Path:
    """A folder of ``count`` tones of different pitches."""
    for index in range(count):
        sound = tone(200.0 * 1.3**index, seconds, index)
        write_sound(folder / f"tone{index}.wav", sound, subtype="PCM_24")
    return folder


def tone_grains(count: int, grain: int, seed: int = 0) -> NDArray[np.float32]:
    """Grains ``(count, grain)`` cut at random from tones."""
    rng = np.random.default_rng(seed)
    sounds = [tone(200.0 * 1.3**index, 0.5, index) for index in range(5)]
    rows = []
    for _ in range(count):
        sound = sounds[rng.integers(len(sounds))]
        start = rng.integers(len(sound) - grain)
        rows.append(sound[start : start + grain])
    return np.stack(rows)


def noise(count: int = 50, seed: int = 0, grain: int = GRAIN) -> NDArray[np.float64]:
    """White Gaussian noise ``(count, grain)`` with a standard deviation of 0.1."""
    return np.random.default_rng(seed).normal(0.0, 0.1, (count, grain))


def folder_of(path: Path, rate: int, **sounds: NDArray) -> Path:
    """A folder with a WAV file of each array, by its name."""
    for name, samples in sounds.items():
        write_sound(path / f"{name}.wav", samples, rate)
    return path


def corpus_of(*sounds: NDArray, rate: int = SAMPLE_RATE) -> Corpus:
    """The arrays as sounds ``0.wav``, ``1.wav``, …, without files."""
    ends = np.cumsum([len(samples) for samples in sounds]).tolist()
    spans = tuple(
        Recording(f"{k}.wav", end - len(samples), end)
        for k, (samples, end) in enumerate(zip(sounds, ends, strict=True))
    )
    return Corpus(np.concatenate(sounds).astype(np.float32), spans, rate)
