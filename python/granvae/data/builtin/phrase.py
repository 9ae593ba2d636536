"""Melodies, the instruments that play them, and what all instruments are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Signal = NDArray[np.float64]
Player = Callable[[int, np.random.Generator, float], Signal]  # of sample rate, seconds

PEAK = 10.0 ** (-3.0 / 20.0)  # -3 dBFS
HIGHEST_PARTIAL = 0.45  # of the sample rate: partials above are left out

MODES = {
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "pentatonic": (0, 2, 4, 7, 9),
}
_RHYTHMS = ((1.0, 1.0), (0.5, 0.5, 1.0), (1.5, 0.5), (0.5, 0.5, 0.5, 0.5), (2.0,), (1.0, 0.5, 0.5))
_STEPS = (-3, -2, -1, -1, -1, 1, 1, 1, 2, 4)  # degrees of the mode: mostly neighbours, some leaps


@dataclass(frozen=True)
class Note:
    """Onset and length in seconds, pitch in Hz, velocity 0 (softest) … 1 (loudest)."""

    onset: float
    length: float
    pitch: float
    velocity: float


def hertz(midi: float) -> float:
    """The frequency of a MIDI key number (69 is A at 440 Hz) in equal temperament."""
    return float(440.0 * 2.0 ** ((midi - 69.0) / 12.0))


@dataclass(frozen=True)
class Melody:
    """A melody that wanders from its tonic and comes back to it.

    Attributes:
        tonic: MIDI key number of the lowest degree.
        mode: a name in :data:`MODES`.
        beat: seconds.
        span: degrees from the tonic to the highest note.
        legato: the share of its time that a note sounds; some notes are staccato all the same.
    """

    tonic: int
    mode: str
    beat: float
    span: int = 9
    legato: float = 0.95

    def notes(self, rng: np.random.Generator, seconds: float) -> list[Note]:
        """Its notes for about ``seconds``."""
        scale = MODES[self.mode]
        notes: list[Note] = []
        degree = int(rng.integers(0, self.span // 2 + 1))
        at = 0.0
        while at < seconds - 2 * self.beat:
            for beats in _RHYTHMS[int(rng.integers(len(_RHYTHMS)))]:
                step = _STEPS[int(rng.integers(len(_STEPS)))]
                degree = degree + step if 0 <= degree + step <= self.span else degree - step
                degree = min(max(degree, 0), self.span)
                arch = np.sin(np.pi * min(at / seconds, 1.0))  # a phrase swells and falls
                velocity = float(np.clip(0.4 + 0.4 * arch + rng.normal(0.0, 0.1), 0.15, 1.0))
                share = 0.45 if rng.random() < 0.2 else self.legato
                octave, tone = divmod(degree, len(scale))
                pitch = hertz(self.tonic + 12 * octave + scale[tone])
                notes.append(Note(at, share * beats * self.beat, pitch, velocity))
                at += beats * self.beat
        notes.append(Note(at, max(seconds - at, self.beat), hertz(self.tonic), 0.5))
        return notes


@dataclass(frozen=True)
class Instrument:
    """A melody and what plays it.

    Attributes:
        play: the sound ``(n,)`` of one note.
        melody: the notes.
        body: what all of them are heard through.
        tail: seconds after the end of the last note.
    """

    play: Callable[[Note, int, np.random.Generator], Signal]
    melody: Melody
    body: Callable[[Signal, int], Signal] = lambda dry, rate: dry
    tail: float = 0.0

    def __call__(self, rate: int, rng: np.random.Generator, seconds: float) -> Signal:
        """The whole phrase ``(n,)``, of about ``seconds``."""
        notes = self.melody.notes(rng, seconds)
        mix = np.zeros(max(round((n.onset + n.length + self.tail) * rate) for n in notes))
        for note in notes:
            place = mix[round(note.onset * rate) :]
            sound = self.play(note, rate, rng)[: len(place)]
            place[: len(sound)] += sound
        return self.body(mix, rate)


def seconds_of(count: int, rate: int) -> Signal:
    """The time of each of ``count`` samples, in seconds."""
    return np.arange(count) / rate


def envelope(count: int, rate: int, attack: float, release: float) -> Signal:
    """Raised cosines ``(count,)``: 0 → 1 over ``attack`` s, 1 → 0 over the last ``release`` s."""
    time = seconds_of(count, rate)
    rise = np.clip(time / max(attack, 1.0 / rate), 0.0, 1.0)
    fall = np.clip((count / rate - time) / max(release, 1.0 / rate), 0.0, 1.0)
    return (0.5 - 0.5 * np.cos(np.pi * rise)) * (0.5 - 0.5 * np.cos(np.pi * fall))


def vibrato(
    rng: np.random.Generator, count: int, rate: int, hz: float, cents: float, delay: float
) -> Signal:
    """Frequency ratios ``(count,)`` around 1: a vibrato that grows after ``delay`` s, and drift."""
    time = seconds_of(count, rate)
    depth = np.clip((time - delay) / 0.3, 0.0, 1.0) * cents
    wave = depth * np.sin(2.0 * np.pi * (hz * rng.uniform(0.92, 1.08) * time + rng.random()))
    drift = wander(rng, count, rate, 4.0) * 3.0
    return 2.0 ** ((wave + drift) / 1200.0)


def wander(rng: np.random.Generator, count: int, rate: int, hz: float) -> Signal:
    """Smooth noise ``(count,)`` of standard deviation 1 that changes ``hz`` times a second."""
    knots = rng.normal(size=int(count / rate * hz) + 4)
    place = seconds_of(count, rate) * hz
    index = place.astype(int)
    blend = 0.5 - 0.5 * np.cos(np.pi * (place - index))
    return np.asarray(knots[index] * (1.0 - blend) + knots[index + 1] * blend, np.float64)


def phase_of(frequency: Signal, rate: int) -> Signal:
    """The phase in radians of an oscillator of ``frequency`` Hz ``(n,)``."""
    return 2.0 * np.pi * np.cumsum(frequency) / rate


def harmonics_below(pitch: float, rate: int, limit: float = np.inf) -> int:
    """How many harmonics of ``pitch`` lie below ``limit`` Hz, and safely below half the rate."""
    return max(int(min(HIGHEST_PARTIAL * rate, limit) / (1.03 * pitch)), 1)


def harmonic_sum(phase: Signal, amplitudes: Sequence[complex | NDArray[np.complex128]]) -> Signal:
    """Σ amplitude of harmonic k (from 1) · sin(k · phase), for amplitudes scalar or ``(n,)``."""
    turn = np.exp(1j * phase)
    total = np.zeros_like(turn)
    for amplitude in reversed(amplitudes):  # Horner's rule: one product for each harmonic
        total += amplitude
        total *= turn
    return np.asarray(total.imag, np.float64)


def band(noise: Signal, rate: int, low: float, high: float, order: int = 2) -> Signal:
    """``noise`` between ``low`` and ``high`` Hz (Butterworth)."""
    top = min(high, 0.49 * rate)
    sections = signal.butter(order, [min(low, 0.7 * top), top], "bandpass", fs=rate, output="sos")
    return np.asarray(signal.sosfilt(sections, noise), np.float64)


def resonate(
    x: Signal, rate: int, peaks: Sequence[tuple[float, float, float]], direct: float = 1.0
) -> Signal:
    """``x`` and, added to it, its parts near resonances given as (Hz, bandwidth in Hz, gain)."""
    out = direct * x
    for centre, width, gain in peaks:
        if centre < HIGHEST_PARTIAL * rate:
            b, a = signal.iirpeak(centre, centre / width, fs=rate)
            out = out + gain * signal.lfilter(b, a, x)
    return out


def finish(x: Signal, rate: int) -> Signal:
    """Remove rumble and offset, fade the ends, and bring the peak to -3 dBFS."""
    x = signal.sosfiltfilt(signal.butter(2, 25.0, "highpass", fs=rate, output="sos"), x)
    x = x * envelope(len(x), rate, 0.003, 0.05)
    return np.asarray(PEAK * x / np.abs(x).max(), np.float64)
