"""The one line that ``granvae play`` shows while it plays."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence

from rich.console import Console
from rich.live import Live
from rich.text import Text

from granvae.play.performer import Performer

_RATE = 8  # times a second
_SILENT = -60.0  # dB


def show_until(stopped: threading.Event, performer: Performer, seconds: float | None) -> None:
    """Shows levels and load until it is stopped or so many seconds of sound have been made.

    Where standard output is no terminal, it only waits.
    """
    console = Console()

    def over() -> bool:
        played = performer.now / performer.sample_rate
        return seconds is not None and played >= seconds

    if not console.is_terminal:
        while not over() and not stopped.wait(1.0 / _RATE):
            pass
        return
    with Live(console=console, refresh_per_second=_RATE, transient=True) as live:
        while not over() and not stopped.wait(1.0 / _RATE):
            live.update(Text(line(performer), no_wrap=True, overflow="ellipsis"))


def line(performer: Performer) -> str:
    """Model, levels, load, messages, and what went wrong, if anything did."""
    meters = performer.meters()
    counters = meters["counters"]
    words = [
        performer.model.file.name,
        f"{_decibels(meters['levels'])} dB",
        f"load {100.0 * meters['load']:.0f} %",
        f"{counters['messages']} messages",
    ]
    if meters["notes"]:
        words.append(f"{meters['notes']} note{'s' if meters['notes'] > 1 else ''}")
    if performer.sequencer.running:
        words.append("sequence runs")
    if performer.recording:
        words.append(f"recording {performer.recording}")
    names = {"refused": "refused", "malformed": "malformed", "late": "late grains",
             "xruns": "drop-outs"}  # fmt: skip
    words += [f"{counters[key]} {name}" for key, name in names.items() if counters[key]]
    return " · ".join(words)


def _decibels(levels: Sequence[float]) -> str:
    floor = 10.0 ** (_SILENT / 20.0)
    return " ".join(f"{20.0 * math.log10(max(level, floor)):.0f}" for level in levels)
