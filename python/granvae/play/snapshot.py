"""What a page shows of a performer, as plain values that JSON knows.

``everything``:

- ``model``: file, name, latents, grain (samples), rate (Hz), labels, and statistics as
  granvae.json has them (mean, deviation, percentiles of the training grains); {} where unknown
- ``parameters``: every row of the engine's table with its ``value``; those with ``signal`` true are
  in ``signals`` instead, by name, null until one was given
- ``latent``: the last point; ``path``: all points; ``table``: samples, grain, hop, rate
- ``presets``: names; ``volume``, ``sound`` (0 or 1), ``recording`` (a file or null)
- ``sequence``: running, external, and ``pattern`` as /sequence/write writes it
- ``meters``: as below

``meters``: levels (peaks of the channels, falling), load (1: all the time there is), worst (block),
phase of the cycle (0 … 1), notes that sound, seconds played, counters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from granvae.engine.parameters import parameters
from granvae.play.message import Value

if TYPE_CHECKING:
    from granvae.play.performer import Performer


def everything(performer: Performer) -> dict[str, Any]:
    """All of it. Any thread: what is read here is replaced by its owner, never changed."""
    held = dict(performer.parameters)
    return {
        "model": performer.model.state(),
        "parameters": [
            {**structs.asdict(entry), "value": held.get(entry.name)}
            for entry in parameters()
            if not entry.signal
        ],
        "signals": dict(performer.signals),
        "latent": performer.latent.tolist(),
        "path": performer.points.tolist(),
        "table": table(performer),
        "presets": list(performer.presets),
        "volume": performer.fader.target,
        "sound": int(performer.drone.target > 0.0),
        "recording": performer.recording,
        "sequence": performer.sequencer.state(),
        "meters": meters(performer),
    }


def meters(performer: Performer) -> dict[str, Any]:
    """What moves all the time."""
    return {
        "levels": list(performer.levels.peaks),
        "load": performer.levels.load,
        "worst": performer.levels.worst,
        "phase": performer.phase,
        "notes": performer.notes.sounding,
        "seconds": performer.now / performer.sample_rate,
        "counters": {**performer.counts, **performer.engine_counts},
    }


def table(performer: Performer) -> dict[str, Any]:
    """Sizes of the table, in its samples, and its rate in Hz."""
    model, hop = performer.model, performer.hop
    return {
        "samples": (len(performer.points) - 1) * hop + model.grain,
        "grain": model.grain,
        "hop": hop,
        "rate": model.rate,
    }


def facts(performer: Performer) -> dict[str, Value]:
    """What ``/info`` tells besides the parameters."""
    model = performer.model
    return {
        "model": str(model.file),
        "latents": model.latents,
        "grain": model.grain,
        "rate of the model": model.rate,
        "points": len(performer.points),
        "sample rate": performer.sample_rate,
        "load": performer.levels.load,
        **performer.counts,
        **performer.engine_counts,
    }
