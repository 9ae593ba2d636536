"""All of ``granvae play`` together: performer, driver, OSC, MIDI, and how they begin and end."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from granvae.play.explorer.server import ExplorerServer
from granvae.play.io.audio_output import CardDriver, ClockDriver, Driver
from granvae.play.io.midi import MidiInput
from granvae.play.io.osc import OscServer
from granvae.play.performer import Performer
from granvae.play.sequencer.pattern import load_pattern
from granvae.play.status_line import show_until

# Python hands its lock over this often where several threads want it; 5 ms, as it does by itself,
# is a whole block of sound.
_SWITCH = 0.0005  # s


@dataclass(frozen=True)
class Stage:
    """What ``granvae play`` was asked for; see its ``--help``."""

    model: Path
    audio: str = "default"
    record: Path | None = None
    pattern: Path | None = None
    osc_port: int = 9001
    http_port: int | None = None
    bind: str = "127.0.0.1"
    midi: str | None = None
    mpe: bool = False
    channels: int = 2
    rate: int = 48000
    block: int = 256
    seconds: float | None = None


def play(stage: Stage) -> None:
    """Plays until Ctrl-C, SIGTERM, or the seconds are over; then completes what is recorded.

    Raises:
        GranvaeError: it cannot begin, or the recording could not be written.
    """
    with contextlib.ExitStack() as opened:
        performer = Performer(stage.model, stage.rate, stage.channels)
        opened.callback(performer.close)
        _prepare(performer, stage)
        server = OscServer(performer, stage.bind, stage.osc_port)
        opened.callback(server.close)
        explorer = ExplorerServer(performer, stage.bind, stage.http_port)
        opened.callback(explorer.close)
        if stage.midi:
            opened.callback(MidiInput(performer, stage.midi, stage.mpe).close)
        stopped = opened.enter_context(_stopping())
        opened.enter_context(_undisturbed())
        driver = _driver(performer, stage)
        opened.callback(driver.close)
        print(
            f"Playing {stage.model} at {stage.rate} Hz through {driver.name}; OSC at "
            f"{server.bind}:{server.port} (/help tells all messages); Ctrl-C ends it.\n"
            f"The explorer: {explorer.address}",
            flush=True,
        )
        show_until(stopped, performer, stage.seconds)
    print("Ended." if stage.record is None else f"Ended; wrote {stage.record}.")


def _prepare(performer: Performer, stage: Stage) -> None:
    """What is to be there from the first sample on."""
    if stage.pattern is not None:
        performer.sequencer.play(load_pattern(stage.pattern))
        performer.drone.jump(0.0)
        performer.sequencer.start()
    if stage.record is not None:
        performer.record(str(stage.record))


def _driver(performer: Performer, stage: Stage) -> Driver:
    if stage.audio == "none":
        return ClockDriver(performer, stage.block)
    device = None if stage.audio == "default" else stage.audio
    return CardDriver(performer, device, stage.block)


@contextlib.contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set."""
    stopped = threading.Event()
    kept = {}
    for name in (signal.SIGINT, signal.SIGTERM):
        kept[name] = signal.signal(name, lambda *_: stopped.set())
    try:
        yield stopped
    finally:
        for name, handler in kept.items():
            signal.signal(name, handler)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Python's own work does not hold up the thread of the sound."""
    switch = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    gc.collect()
    gc.freeze()  # what is there now stays: no collection goes through it again
    try:
        yield
    finally:
        gc.unfreeze()
        sys.setswitchinterval(switch)
