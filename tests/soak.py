"""``python -m tests.soak --hours 8``: a long evening on stage, faster than real time.

A seeded hand turns everything while a polymetric pattern mutates and notes come and go. What is
watched: the memory of the process, that every step of the sequencer begins at the very sample at
which the tempo puts it, that no grain comes late, and that the sound stays finite and bounded.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from granvae.play.messages import Value
from granvae.play.performer import Performer
from tests import tiny_models

RATE = 48000  # Hz
TEMPO = 131  # beats a minute
BLOCK = 2048
WARM_UP = 60.0  # s, until everything that is kept has been made once
_EVERY = 0.25  # s between two deeds of the hand
_NAMES = ("one", "two", "three")


@dataclass(frozen=True)
class Report:
    """What became of it.

    Attributes:
        hours: of sound.
        seconds: that it took.
        messages: that were carried out.
        steps: of the sequencer that began.
        misplaced: of those, how many began at another sample than the tempo says.
        late: grains that began before their table was decoded.
        refused: messages.
        peak: of the sound.
        growth: of the process's memory after the warm-up, in bytes.
    """

    hours: float
    seconds: float
    messages: int
    steps: int
    misplaced: int
    late: int
    refused: int
    peak: float
    growth: int


class _Steps:
    """Compares the steps of a track, as they are told, with exact arithmetic."""

    def __init__(self, performer: Performer, track: int, division: int, steps: int) -> None:
        self._performer, self._track, self._steps = performer, track, steps
        self._a_step = Fraction(60 * RATE, TEMPO * division)
        self.begun = self.misplaced = 0
        performer.subscribe(self._hear)

    def _hear(self, address: str, arguments: Sequence[Value]) -> None:
        if address != "/sequence/step" or arguments[0] != self._track:
            return
        # A step is told when the block is made that holds it: which one it was tells the sample.
        due = round(self.begun * self._a_step)
        block = self._performer.now // BLOCK
        right = arguments[1] == self.begun % self._steps and due // BLOCK == block
        self.misplaced += not right
        self.begun += 1


def run(hours: float, seed: int = 0) -> Report:
    """Plays for so many hours of sound."""
    begun = time.monotonic()
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        performer = Performer(
            tiny_models.linear_model(Path(folder) / "model.ts"), RATE, 2, offline=True
        )
        tracks = [_Steps(performer, 0, 4, 16), _Steps(performer, 1, 3, 5)]
        for address, arguments in _pattern():
            performer.do(address, arguments)
        blocks = round(hours * 3600 * RATE / BLOCK)
        every = max(1, round(_EVERY * RATE / BLOCK))
        peak, held = 0.0, 0
        for block in range(blocks):
            if block % every == 0:
                performer.do(*_deed(rng))
            sound = performer.render(BLOCK)
            peak = max(peak, float(np.abs(sound).max()))
            assert np.isfinite(sound).all()
            if block == round(WARM_UP * RATE / BLOCK):
                held = _memory()
        growth = _memory() - held if held else 0
        counts = performer.meters()["counters"]
        performer.close()
    return Report(
        hours=hours,
        seconds=time.monotonic() - begun,
        messages=counts["messages"],
        steps=sum(track.begun for track in tracks),
        misplaced=sum(track.misplaced for track in tracks),
        late=counts["late"],
        refused=counts["refused"],
        peak=peak,
        growth=growth,
    )


def _pattern() -> list[tuple[str, list[Value]]]:
    first = [("/step/on", [0, k, 1]) for k in range(16)]
    second = [("/step/on", [1, k, 1]) for k in range(5)]
    return [
        ("/sequence/tempo", [TEMPO]), ("/sequence/tracks", [2]), ("/track/steps", [1, 5]),
        ("/track/division", [1, 3]), ("/track/random", [0, 1]), ("/track/random", [1, 2]),
        ("/track/mutation", [0, 0.1, 1.0]), ("/track/mutation", [1, 0.2, 0.5]),
        ("/step/glide", [0, 3, 0.5]), *first, *second, ("/sequence/start", []),
    ]  # fmt: skip


def _deed(rng: np.random.Generator) -> tuple[str, list[Value]]:
    """Something that a hand does."""
    note = int(rng.integers(36, 84))
    deeds: list[tuple[str, list[Value]]] = [
        ("/coord", rng.uniform(0.05, 0.95, 16).tolist()),
        ("/walk", [int(rng.integers(1, 32)), 0.3, int(rng.integers(1000))]),
        ("/frequency", [float(rng.uniform(20, 400))]),
        ("/start", [float(rng.uniform(0, 4000))]),
        ("/crossfade", [float(rng.uniform(0, 256))]),
        ("/mode", [("loop", "cloud")[int(rng.integers(2))]]),
        ("/spray", [float(rng.uniform(0, 2000))]),
        ("/note", [note, int(rng.integers(1, 128))]),
        ("/note/off", []),
        ("/preset/save", [_NAMES[int(rng.integers(3))]]),
        ("/random", [int(rng.integers(1000))]),
        ("/step/random", [0, int(rng.integers(16)), int(rng.integers(1000))]),
    ]
    return deeds[int(rng.integers(len(deeds)))]


def _memory() -> int:
    """Bytes that the process holds, where Linux tells them; else 0."""
    gc.collect()
    told = Path("/proc/self/statm")
    if not told.exists():
        return 0
    return int(told.read_text().split()[1]) * 4096


def main() -> None:
    """Runs it and prints what became of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    report = run(options.hours, options.seed)
    print(
        f"{report.hours:g} hours of sound in {report.seconds:.0f} s: {report.messages} messages "
        f"({report.refused} refused), {report.steps} steps ({report.misplaced} misplaced), "
        f"{report.late} late grains, peak {report.peak:.2f}, memory grew by "
        f"{report.growth / 2**20:.1f} MiB."
    )


if __name__ == "__main__":
    main()
