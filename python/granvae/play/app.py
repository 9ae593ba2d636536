"""All of ``granvae play`` together: performer, driver, OSC, MIDI, and how they begin and end."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from granvae.play.commands.table import MESSAGES
from granvae.play.explorer.server import ExplorerServer
from granvae.play.io.audio_output import CardDriver, ClockDriver
from granvae.play.io.midi import MidiInput
from granvae.play.io.osc import OscServer
from granvae.play.performer import Performer
from granvae.play.sequencer.pattern import load_pattern
from granvae.play.status_line import show_until

# How often threads take turns at Python's lock: its default, 5 ms, is a whole block of sound.
_SWITCH_INTERVAL = 0.0005  # s


@dataclass(frozen=True)
class PlayOptions:
    """The options of ``granvae play``; see its ``--help``."""

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


def play(options: PlayOptions, announce: Callable[[str], None]) -> None:
    """Plays until Ctrl-C, SIGTERM, or the seconds are over; then completes what is recorded.

    Args:
        options: what to play, and how.
        announce: shows the user a text of a line or more.

    Raises:
        GranvaeError: it cannot begin, or the recording could not be written.
    """
    with contextlib.ExitStack() as opened:
        performer = Performer(options.model, options.rate, options.channels, messages=MESSAGES)
        opened.callback(performer.close)
        if options.pattern is not None:
            performer.sequencer.set_pattern(load_pattern(options.pattern))
            performer.main_fader.jump(0.0)
            performer.sequencer.start()
        if options.record is not None:
            performer.record(str(options.record))
        server = OscServer(performer.dispatcher, options.bind, options.osc_port)
        opened.callback(server.close)
        explorer = ExplorerServer(performer, options.bind, options.http_port)
        opened.callback(explorer.close)
        if options.midi:
            opened.callback(MidiInput(performer.dispatcher, options.midi, options.mpe).close)
        stopped = opened.enter_context(_stop_signals())
        opened.enter_context(_low_latency())
        driver: ClockDriver | CardDriver
        if options.audio == "none":
            driver = ClockDriver(performer, options.block)
        else:
            device = None if options.audio == "default" else options.audio
            driver = CardDriver(performer, device, options.block)
        opened.callback(driver.close)
        announce(
            f"Playing {options.model} at {options.rate} Hz through {driver.name}; OSC at "
            f"{server.bind}:{server.port} (/help lists all messages); Ctrl-C ends it.\n"
            f"The explorer: {explorer.address}"
        )
        show_until(stopped, performer, options.seconds)
    announce("Ended." if options.record is None else f"Ended; wrote {options.record}.")


@contextlib.contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set."""
    stopped, numbers = threading.Event(), (signal.SIGINT, signal.SIGTERM)
    previous = [signal.signal(number, lambda *_: stopped.set()) for number in numbers]
    try:
        yield stopped
    finally:
        for number, handler in zip(numbers, previous, strict=True):
            signal.signal(number, handler)


@contextlib.contextmanager
def _low_latency() -> Iterator[None]:
    """Keeps Python's own work from holding up the audio thread."""
    switch = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL)
    gc.collect()
    gc.freeze()  # no later collection visits what is there now
    try:
        yield
    finally:
        gc.unfreeze()
        sys.setswitchinterval(switch)
