"""The one line that ``granvae play`` shows while it plays."""

from __future__ import annotations

import math
import threading

from rich.console import Console
from rich.live import Live
from rich.text import Text

from granvae.play.performer import Performer
from granvae.play.snapshot import meters

_RATE = 8  # times a second
_SILENT = 1e-3  # -60 dB


def show_until(stopped: threading.Event, performer: Performer, seconds: float | None) -> None:
    """Shows levels and load until ``stopped`` is set or ``seconds`` of sound have been made.

    Where standard output is no terminal, it only waits.
    """
    console = Console()

    def over() -> bool:
        played = performer.state.now / performer.sample_rate
        return seconds is not None and played >= seconds

    if not console.is_terminal:
        while not over() and not stopped.wait(1.0 / _RATE):
            pass
        return
    with Live(console=console, refresh_per_second=_RATE, transient=True) as live:
        while not over() and not stopped.wait(1.0 / _RATE):
            live.update(Text(describe_status(performer), no_wrap=True, overflow="ellipsis"))


def describe_status(performer: Performer) -> str:
    """Model, levels, load, messages, and what went wrong."""
    shown, counts = meters(performer), performer.counts
    levels = (20.0 * math.log10(max(level, _SILENT)) for level in shown["levels"])
    parts = [
        performer.state.model.file.name,
        f"{' '.join(f'{level:.0f}' for level in levels)} dB",
        f"load {100.0 * shown['load']:.0f} %",
        f"{counts['messages']} messages",
    ]
    if shown["notes"]:
        parts.append(f"{shown['notes']} note{'s' if shown['notes'] > 1 else ''}")
    if performer.sequencer.running:
        parts.append("sequence runs")
    if performer.recording:
        parts.append(f"recording {performer.recording}")
    names = {"refused": "refused", "malformed": "malformed", "late": "late grains",
             "xruns": "drop-outs"}  # fmt: skip
    parts += [f"{counts[key]} {name}" for key, name in names.items() if counts[key]]
    return " · ".join(parts)
