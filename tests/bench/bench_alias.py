"""What reading adds to a white table, up to 20 kHz, and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from granvae import Player
from tools.generated import markdown

RATE = 44100  # Hz
SAMPLES = 1 << 16  # of sound that is looked at
BEGINNING = 4096  # samples left out
HIGHEST = 20000.0  # Hz: aliases above do not count
WHOLE = 15000.0  # Hz: partials above need not keep their level
# 13 lines on either side belong to a partial: Kaiser's window, its side lobes 300 dB down.
_BETA, _LOBE, _LINES = 38.0, 13, 4

Float32 = NDArray[np.float32]
Play = Callable[[Player], Float32]


@dataclass(frozen=True)
class Found:
    """The loudest alias in dB of the loudest partial, and where it is in Hz."""

    decibels: float
    hertz: float


def white(size: int, step: int = 1, seed: int = 0) -> Float32:
    """Equal partials, ``step``, 2 ``step``, … periods a table of ``size`` samples ``(n,)``."""
    bins = np.zeros(size // 2 + 1, complex)
    periods = np.arange(step, (size + 1) // 2, step)
    bins[periods] = np.exp(2j * np.pi * np.random.default_rng(seed).uniform(size=len(periods)))
    sound = np.fft.irfft(bins, size)
    return (sound / np.abs(sound).max()).astype(np.float32)


def spectrum(sound: Float32) -> NDArray[np.float64]:
    """Amplitude of a sinusoid at each of the lines, `_LINES` for each that the length gives."""
    window = np.kaiser(len(sound), _BETA)
    lines: NDArray[np.float64] = np.abs(np.fft.rfft(sound * window, _LINES * len(sound)))
    return lines * 2.0 / window.sum()


def loudest_alias(sound: Float32, hertz: float) -> Found:
    """What lies beside the multiples of ``hertz``, of which a true sound is made."""
    lines = spectrum(sound)
    frequency = np.arange(len(lines)) * RATE / (_LINES * len(sound))
    near = np.abs(frequency - hertz * np.round(frequency / hertz))
    partial = near <= _LOBE * RATE / len(sound)
    counted = ~partial & (frequency <= HIGHEST)
    at = int(np.argmax(np.where(counted, lines, 0.0)))
    ratio = lines[at] / lines[partial].max()
    return Found(20.0 * float(np.log10(max(ratio, 1e-12))), float(frequency[at]))


def make(table: Float32, play: Play, **settings: float | str) -> Float32:
    player = Player(table, RATE, RATE)
    for name, value in settings.items():
        player.set(name, value)
    return play(player)[BEGINNING:]


def steady(frequency: float, crossfade: float | None) -> Play:
    count = BEGINNING + SAMPLES
    return lambda player: player.process(frequency, 0.0, crossfade, samples=count)


def at_speed(speed: float) -> tuple[Found, float]:
    """The loudest alias without a crossfade, and by how many dB partials below `WHOLE` differ."""
    size = 4096
    # Partials at least 430 Hz apart, so that there is room between them.
    step = max(1, round(430.0 * size / (speed * RATE))) | 1
    table = white(size, step)
    pitch = speed * RATE / size
    sound = make(table, steady(pitch, 0.0))
    lines = spectrum(sound)
    hertz = np.arange(step, (size + 1) // 2, step) * pitch
    hertz = hertz[hertz < WHOLE]
    if len(hertz) == 0:
        return loudest_alias(sound, step * pitch), 0.0
    at = np.rint(hertz * _LINES * len(sound) / RATE).astype(int)
    found = np.max([lines[at - 1], lines[at], lines[at + 1]], axis=0)
    in_table = np.abs(np.fft.rfft(table))[step] * 2.0 / size
    error = float(np.abs(20.0 * np.log10(np.maximum(found, 1e-9) / in_table)).max())
    return loudest_alias(sound, step * pitch), error


def modulated(kind: str, pitch: float, hertz: float, depth: float) -> Found:
    """FM by ``depth`` of the pitch, or PM by ``depth`` samples of the table, at ``hertz``.

    The pitch is a multiple of ``hertz``, and the sample rate is none: all that is true lies at
    multiples of ``hertz``, and all that is folded beside them.
    """
    table = white(4096)
    time = np.arange(BEGINNING + SAMPLES) / RATE
    wave = np.sin(2.0 * np.pi * hertz * time)
    if kind == "FM":
        frequency = pitch * (1.0 + depth * wave)
        sound = make(table, lambda player: player.process(frequency, 0.0, 0.0))
    else:
        phase = (pitch * time + depth / len(table) * wave) % 1.0
        sound = make(table, lambda player: player.process(phase, 0.0, 0.0), sync="phasor")
    return loudest_alias(sound, hertz)


def rows() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []

    def add(what: str, alias: Found, error: float | None = None) -> None:
        cells = f"{alias.decibels:.0f} dB", f"{alias.hertz:,.0f} Hz"
        found.append((what, *cells, "" if error is None else f"{error:.2f} dB"))

    octaves = [(0.1, 0.5), (0.5, 1.0), (1.0, 1.27), (1.27, 2.0), (2.0, 8.0), (8.0, 200.0)]
    for low, high in octaves:
        measured = [at_speed(speed) for speed in np.geomspace(low * 1.003, high * 0.997, 15)]
        worst = max((alias for alias, _ in measured), key=lambda alias: alias.decibels)
        add(f"speeds {low:g} … {high:g}", worst, max(error for _, error in measured))
    for pitch in (110.3, 440.3, 1000.3, 2000.3, 6000.3):
        alias = loudest_alias(make(white(4096), steady(pitch, None)), pitch)
        add(f"default crossfade at {pitch:g} Hz", alias)
    for depth in (0.01, 0.1, 0.5):
        add(f"662 Hz, FM of 331 Hz by {depth:g}", modulated("FM", 662.0, 331.0, depth))
    for depth in (10.0, 100.0, 300.0):
        add(f"1 kHz, PM of 1 kHz by {depth:g} samples", modulated("PM", 1000.0, 1000.0, depth))
    return found


def run() -> str:
    headings = ("a white table of 4,096 samples", "loudest alias up to 20 kHz", "at", "partials")
    return markdown(headings, rows(), texts=1)
