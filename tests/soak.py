"""``python -m tests.soak --hours 8``: a long evening on stage, faster than real time.

Seeded random messages arrive by OSC, through a real server on loopback: latents, paths, presets and
morphs, live grains, two models in turn, recordings that are encoded, notes, and a polymetric
pattern that mutates. The soak watches the memory that is allocated, that every step of the
sequencer begins in the block in which exact arithmetic puts it, that every message is carried out,
that no grain comes late, and that the sound stays finite and bounded.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile

from granvae.play.io.osc import pack_message
from granvae.play.message import Value
from granvae.play.performer import Performer
from support import encoding_models
from support.osc_clients import served
from support.performers import Sent, make_performer, send

RATE = 48000  # Hz
TEMPO = 131  # beats a minute
BLOCK = 2048
WARM_UP = 60.0  # s, until everything that is kept has been made once
_INTERVAL = 0.25  # s between two messages
_NAMES = ("one", "two", "three")
_SOUND = 0.5  # s of the recording that is encoded


@dataclass(frozen=True)
class Report:
    hours: float  # of sound
    seconds: float  # that it took
    cpu: float  # seconds of processor time that it took
    messages: int  # that were carried out
    lost: int  # messages that were sent and not carried out
    steps: int  # of the sequencer that began
    misplaced: int  # steps that began at another time than the tempo says
    late: int  # grains that began before their table was decoded
    refused: int  # messages, and what else was reported as an error
    peak: float  # of the sound
    growth: int  # bytes that were allocated after the warm-up


class _Steps:
    """Compares the steps of a track, as they are reported, with exact arithmetic."""

    def __init__(self, performer: Performer, track: int, division: int, steps: int) -> None:
        self._performer, self._track, self._steps = performer, track, steps
        self._duration = Fraction(60 * RATE, TEMPO * division)  # samples
        self.begun = self.misplaced = 0
        performer.dispatcher.subscribe(self._check)

    def _check(self, address: str, arguments: Sequence[Value]) -> None:
        if address != "/sequence/step" or arguments[0] != self._track:
            return
        # A step is reported while the block that holds it is made: its sample tells which.
        due = round(self.begun * self._duration)
        block = self._performer.state.now // BLOCK
        self.misplaced += arguments[1] != self.begun % self._steps or due // BLOCK != block
        self.begun += 1


class _Messages:
    """Random messages; what takes the most work comes the most seldom."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._rng = np.random.default_rng(seed)
        self._models = [
            encoding_models.save(encoding_models.Fourier(), folder / "first.ts"),
            encoding_models.save(encoding_models.Fourier(), folder / "second.ts", "peak"),
        ]
        self._sound = folder / "voice.wav"
        soundfile.write(self._sound, encoding_models.sayable(_SOUND), encoding_models.RATE)

    def draw(self) -> Sent:
        choices = self._choices()
        weights = np.array([weight for weight, _ in choices])
        return choices[int(self._rng.choice(len(choices), p=weights / weights.sum()))][1]

    def _choices(self) -> list[tuple[float, Sent]]:
        rng = self._rng

        def whole(low: int, high: int) -> int:
            return int(rng.integers(low, high))

        def real(low: float, high: float) -> float:
            return float(rng.uniform(low, high))

        name, other = (_NAMES[k] for k in rng.permutation(len(_NAMES))[:2])
        return [
            (1.0, ("/coord", rng.uniform(0.05, 0.95, 16).tolist())),
            (1.0, ("/latent/one", [whole(0, 16), real(-2, 2)])),
            (0.5, ("/drift", [whole(1, 32), 0.3, whole(0, 1000)])),
            (0.5, ("/random", [whole(0, 1000)])),
            (0.05, ("/encode", [str(self._sound)])),
            (0.05, ("/step/encode", [1, whole(0, 5), str(self._sound)])),
            (1.0, ("/frequency", [real(20, 400)])),
            (1.0, ("/start", [real(0, 4000)])),
            (1.0, ("/crossfade", [real(0, 256)])),
            (0.5, ("/mode", [("loop", "cloud")[whole(0, 2)]])),
            (0.5, ("/live", [("off", "on")[whole(0, 6) == 0]])),
            (0.5, ("/spray", [real(0, 2000)])),
            (0.5, ("/join", [whole(0, 256)])),
            (1.0, ("/note", [whole(36, 84), whole(1, 128)])),
            (1.5, ("/note/off", [])),
            (0.5, ("/preset/save", [name])),
            (0.5, ("/preset/recall", [name])),
            (0.5, ("/preset/morph", [name, 0.3, other, 0.7])),
            (0.5, ("/step/random", [0, whole(0, 16), whole(0, 1000)])),
            (0.2, ("/info", [])),
            (0.02, ("/model", [str(self._models[whole(0, 2)])])),
        ]


def run(hours: float, seed: int = 0, announce: Callable[[str], None] = lambda _: None) -> Report:
    """Plays for so many hours of sound; announces the memory once an hour of it."""
    begun, used = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as opened:
        folder = Path(name)
        model = encoding_models.save(encoding_models.Fourier(), folder / "model.ts")
        # The clock by which messages keep their rhythm is that of the sound.
        performer: Performer = make_performer(
            model, channels=2, rate=RATE, wall=lambda: begun + performer.state.now / RATE
        )
        opened.callback(performer.close)
        messages, sent = _Messages(seed, folder), 0
        tracks = [_Steps(performer, 0, 4, 16), _Steps(performer, 1, 3, 5)]
        send(performer, *_beginning())
        errors: list[Value] = []
        performer.dispatcher.subscribe(
            lambda address, values: errors.extend(values) if address == "/error" else None
        )
        beforehand = performer.counts["messages"]
        blocks, per_hour = round(hours * 3600 * RATE / BLOCK), round(3600 * RATE / BLOCK)
        interval = max(1, round(_INTERVAL * RATE / BLOCK))
        peak, held = 0.0, 0
        with served(performer) as client:
            for block in range(blocks):
                if block % interval == 0:
                    client.send(pack_message(*messages.draw()))
                    sent += 1
                sound = performer.render(BLOCK)
                peak = max(peak, float(np.abs(sound).max()))
                assert np.isfinite(sound).all()
                if block == round(WARM_UP * RATE / BLOCK):
                    held = _memory()
                if block % per_hour == 0:
                    announce(f"{block // per_hour} h: {_memory() / 2**20:.1f} MiB")
            growth = _memory() - held if held else 0
        # What was received is posted by now.
        performer.render(2 * BLOCK)
        counts = performer.counts
    return Report(
        hours=hours,
        seconds=time.monotonic() - begun,
        cpu=time.process_time() - used,
        messages=counts["messages"] - beforehand,
        lost=sent + beforehand - counts["messages"],
        steps=sum(track.begun for track in tracks),
        misplaced=sum(track.misplaced for track in tracks),
        late=counts["late"],
        refused=len(errors),
        peak=peak,
        growth=growth,
    )


def _beginning() -> list[Sent]:
    first = [("/step/on", [0, k, 1]) for k in range(16)]
    second = [("/step/on", [1, k, 1]) for k in range(5)]
    return [
        ("/sequence/tempo", [TEMPO]), ("/sequence/tracks", [2]), ("/track/steps", [1, 5]),
        ("/track/division", [1, 3]), ("/track/random", [0, 1]), ("/track/random", [1, 2]),
        ("/track/mutation", [0, 0.1, 1.0]), ("/track/mutation", [1, 0.2, 0.5]),
        ("/step/glide", [0, 3, 0.5]), *first, *second, ("/sequence/start", []),
        *(("/preset/save", [name]) for name in _NAMES),
        *(("/note", [48 + k, 64]) for k in range(16)), ("/note/off", []),
    ]  # fmt: skip


class _Allocated(ctypes.Structure):
    """What glibc's mallinfo2 returns, all arenas together."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks",
                     "uordblks", "fordblks", "keepcost")
    ]  # fmt: skip


def _memory() -> int:
    """Bytes that are allocated, where glibc counts them; else 0.

    The process holds more, and that grows for hours, as the allocator keeps what was freed.
    """
    gc.collect()
    count = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if count is None:
        return 0
    count.restype = _Allocated
    counted = count()
    return int(counted.uordblks) + int(counted.hblkhd)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    report = run(options.hours, options.seed, lambda text: print(text, flush=True))
    print(
        f"{report.hours:g} hours of sound in {report.seconds:.0f} s ({report.cpu:.0f} s of "
        f"processor time): {report.messages} messages ({report.refused} refused, {report.lost} "
        f"lost), {report.steps} steps ({report.misplaced} misplaced), "
        f"{report.late} late grains, peak {report.peak:.2f}; what is allocated grew by "
        f"{report.growth / 2**20:.1f} MiB."
    )


if __name__ == "__main__":
    main()
