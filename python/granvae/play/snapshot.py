"""What a page shows of a performer, as JSON-able values.

`snapshot`:

- ``model``: file, name, latents, grain (samples), rate (Hz), labels, and statistics as
  granvae.json has them (mean, standard deviation, percentiles of the training grains); {} where
  unknown
- ``parameters``: every row of the engine's table with its ``value``; those with ``signal`` true are
  in ``signals`` instead, by name, null until one was given
- ``latent``: the last point; ``path``: all points, and their ``places``, or null; ``table``:
  samples, grain, hop, rate
- ``sounds``: names of the recordings that the model learned from; ``stay``: those of them that
  draws and walks keep to, none for all; ``walking``: whether a walk without an end goes on
- ``presets``: names; ``volume``, ``sound`` (0 or 1), ``recording`` (a file or null)
- ``sequence``: running, external, and ``pattern`` as /sequence/write writes it
- ``meters``: as below

`meters`: levels (peaks of the channels, falling), load (1: all the time there is), worst (block),
phase of the cycle (0 … 1), notes that sound, seconds played, counters.

Any thread may call them: the performer replaces what is read here, and never changes it in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from granvae.engine.offline_engine import Float32
from granvae.engine.parameters import parameters
from granvae.play.performer import Performer

_COLUMNS = 512  # of the outline of a table
_BANDS = 96  # of its spectrum
_LOWEST = 20.0  # Hz
_FLOOR_DB = 90.0
_DIGITS = 4  # of a sample, after the point


def snapshot(performer: Performer) -> dict[str, Any]:
    """Everything, at this moment."""
    state, sequencer = performer.state, performer.sequencer
    path, learned = state.path, state.learned
    return {
        "model": state.model.state(),
        "parameters": [
            {**msgspec.structs.asdict(entry), "value": state.parameters.get(entry.name)}
            for entry in parameters()
            if not entry.signal
        ],
        "signals": dict(state.signals),
        "latent": performer.latent.tolist(),
        "path": path.points.tolist(),
        "places": None if path.places is None else path.places.tolist(),
        "sounds": list(learned.names),
        "stay": [learned.names[number] for number in learned.stay],
        "walking": performer.main_voice.walking,
        "table": {
            "samples": performer.main_voice.table_size,
            "grain": state.model.grain,
            "hop": performer.main_voice.hop,
            "rate": state.model.rate,
        },
        "presets": list(performer.presets),
        "volume": performer.output_fader.target,
        "sound": int(performer.main_fader.target > 0.0),
        "recording": performer.recording,
        "sequence": {
            "running": sequencer.running,
            "external": sequencer.clock.external,
            "pattern": msgspec.to_builtins(sequencer.pattern),
        },
        "meters": meters(performer),
    }


def meters(performer: Performer) -> dict[str, Any]:
    """What changes with every block."""
    return {
        "levels": list(performer.meter.peaks),
        "load": performer.meter.load,
        "worst": performer.meter.worst,
        "phase": performer.phase,
        "notes": performer.notes.sounding,
        "seconds": performer.state.now / performer.sample_rate,
        "counters": performer.counts,
    }


def table_preview(samples: Float32, starts: Sequence[int], rate: float) -> dict[str, Any]:
    """The outline and the spectrum of a table, for a page to draw.

    Args:
        samples: ``(n,)``.
        starts: where its grains begin, in samples.
        rate: Hz at which it sounds as recorded.

    Returns:
        ``samples`` (their number), ``starts`` (of at most 512 grains, else none), ``rate``, ``low``
        and ``high`` (the extremes of at most 512 equal parts), and ``spectrum``: the mean power of
        96 bands, in dB below the strongest. The bands are equally wide in octaves, from 20 Hz to
        half the rate.
    """
    edges = np.linspace(0, len(samples), min(_COLUMNS, len(samples)) + 1).astype(np.int64)
    first = edges[:-1]
    low = np.minimum.reduceat(samples, first) if len(samples) else samples
    high = np.maximum.reduceat(samples, first) if len(samples) else samples
    return {
        "samples": len(samples),
        "starts": list(starts) if len(starts) <= _COLUMNS else [],
        "rate": rate,
        "low": [round(float(v), _DIGITS) for v in low],
        "high": [round(float(v), _DIGITS) for v in high],
        "spectrum": _spectrum(samples, rate),
    }


def _spectrum(samples: Float32, rate: float) -> list[float]:
    if len(samples) < 2:
        return []
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    whole = np.concatenate([[0.0], np.cumsum(power)])
    edges = np.geomspace(_LOWEST, rate / 2.0, _BANDS + 1) * len(samples) / rate  # in bins
    # A band narrower than a bin gets the part of the bin's power that it covers.
    below = np.interp(edges, np.arange(len(whole)) - 0.5, whole)
    density = np.diff(below) / np.diff(edges)
    strongest = float(density.max())
    if strongest <= 0.0:
        return [-_FLOOR_DB] * _BANDS
    decibels = 10.0 * np.log10(np.maximum(density / strongest, 10.0 ** (-_FLOOR_DB / 10.0)))
    return [round(float(v), 1) for v in decibels]
