"""granvae~ in Max and in Pure Data, made, sent messages and played in the same way; and Python
beside them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from granvae import Synth
from hosts import pd
from hosts.max_host import MAIN, Box, Host
from support.playing import RATE, Settings
from tools.pd import Patch

LATENTS = np.round(np.random.default_rng(0).normal(size=16), 3)
N = 64 * 1378  # samples of every recording: 2 s
SETTLED, STEP = 64 * 35, 64 * 22  # samples before the first later message, and between two


@dataclass(frozen=True)
class Scene:
    typed: str | Path = ""  # after the object's name: a model and a number of channels
    messages: Sequence[str] = ()  # before it sounds
    later: Sequence[str] = ()  # one after the other while it does
    numbers: Sequence[float] = ()  # for the inlets from the left
    signals: Mapping[int, np.ndarray] = field(default_factory=dict)  # inlet to samples (N,)
    channels: int = 1  # that the object has to have
    latents: int = 0  # inlets for them
    search: Path | None = None  # a folder of the search path


@dataclass(frozen=True)
class Played:
    outlets: np.ndarray  # (channels + 2, n): the channels, phase, onset
    reports: list[str]  # of the info outlet: a selector and its atoms
    errors: list[str]  # in the console

    def of(self, selector: str) -> list[list[float | str]]:
        found = [line.split() for line in self.reports]
        return [[_atom(text) for text in atoms] for name, *atoms in found if name == selector]

    @property
    def info(self) -> dict[float | str, float | str]:
        """What info reports at the end; of several values, the first."""
        return {name: values[0] for name, *values in self.of("info") if values}


def _atom(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


class Driver(ABC):
    name: str
    precision: type[np.floating]  # of its signals
    block = 64  # samples that it plays at once: the latency where none is given

    def play(self, typed: str | Path = "", *messages: str, **more: Any) -> Played:
        """Makes an object and records all of its signal outlets: see `Scene`."""
        return self.record(Scene(typed, messages, **more))

    @staticmethod
    def times(messages: Sequence[str]) -> list[int]:
        return [SETTLED + STEP * k for k in range(len(messages))]

    @abstractmethod
    def record(self, scene: Scene) -> Played: ...


@dataclass
class MaxDriver(Driver):
    host: Host
    thread: int = MAIN
    block: int = Driver.block

    name = "max"
    precision = np.float64

    def record(self, scene: Scene) -> Played:
        if scene.search:
            self.host.search_path(scene.search)
        before = len(self.host.console)
        options = f"@latents {scene.latents} @offline 1" if scene.latents else ""
        box = self.host.new(f"granvae~ {scene.typed} {options}")
        assert box.ports() == (["signal"] * (scene.channels + 2) + [""], 4 + scene.latents)
        for inlet, number in enumerate(scene.numbers):
            box.send(str(number), inlet)
        box.dsp(list(scene.signals), self.block)
        controls = np.zeros((max(scene.signals, default=0) + 1, N // self.block * self.block))
        for inlet, signal in scene.signals.items():
            controls[inlet] = signal[: controls.shape[1]]
        reports = self._sent(box, *scene.messages)
        parts = []
        marks = pairwise((0, *self.times(scene.later), controls.shape[1]))
        for (begin, end), message in zip(marks, [*scene.later, "bang"], strict=True):
            parts.append(box.play(end - begin, controls[:, begin:end]))
            reports += self._sent(box, message)
        return Played(np.hstack(parts), reports, self.host.console[before:])

    def _sent(self, box: Box, *messages: str) -> list[str]:
        for message in messages:
            box.send(message, thread=self.thread)
        return [" ".join(map(str, (name, *values))) for name, values in box.finish(info=True)]


@dataclass
class PdDriver(Driver):
    folder: Path
    flags: tuple[str, ...] = ("-batch",)
    program: str | None = None

    name = "pd"
    precision = np.float32

    def record(self, scene: Scene) -> Played:
        patch = Patch()
        options = f" -latents {scene.latents}" if scene.latents else ""
        granvae = patch.add(f"granvae~ {scene.typed}{options}")
        patch.connect(granvae, patch.add("print info"), scene.channels)
        if scene.signals:
            file = self.folder / "signals.wav"
            soundfile.write(file, np.transpose(list(scene.signals.values())), RATE, "FLOAT")
            reader = patch.add(f"readsf~ {len(scene.signals)}")
            patch.send(0, f"open {file}, 1", reader)
            for outlet, inlet in enumerate(scene.signals):
                patch.connect(reader, granvae, outlet, inlet)
        for inlet, number in enumerate(scene.numbers):
            patch.send(0, str(number), granvae, inlet)
        if scene.messages:
            patch.send(0, ", ".join(scene.messages), granvae)
        times = [*self.times(scene.later), N - STEP]
        for at, message in zip(times, [*scene.later, "info"], strict=True):
            patch.send(1000 * at / RATE, message, granvae)
        outlets = [*range(scene.channels), scene.channels + 1, scene.channels + 2]
        flags = (*self.flags, *(("-path", str(scene.search)) if scene.search else ()))
        result = pd.play(
            patch, granvae, self.folder, *flags, milliseconds=1000 * N / RATE, outlets=outlets,
            program=self.program,
        )  # fmt: skip
        assert result.status == 0
        assert "connection failed" not in result.console
        return Played(result.audio.T, pd.reports(result), pd.errors(result))


def atoms(values: Iterable[float]) -> str:
    return " ".join(repr(float(value)) for value in values)


def typed(settings: Settings) -> list[str]:
    return [f"{name} {value}" for name, value in settings.items()]


def random_controls(n: int, seed: int = 0) -> np.ndarray:
    """Signals for frequency, start, crossfade and rate, ``(4, n)``."""
    rng = np.random.default_rng(seed)
    frequency = np.repeat(rng.uniform(-300, 900, -(-n // 100)), 100)[:n]
    start, crossfade = rng.uniform(-10, 600, n), rng.uniform(-10, 400, n)
    return np.stack([frequency, start, crossfade, rng.uniform(-3, 3, n)])


def play_python(synth: Synth, controls: np.ndarray, **more: np.ndarray) -> np.ndarray:
    """What the signal outlets of granvae~ give in Python, ``(channels + 2, n)``."""
    frequency, start, crossfade, rate = controls
    sound = synth.play(frequency, start, crossfade, rate=rate, **more)
    return np.vstack([np.atleast_2d(sound.samples), sound.phase, sound.onset])
