"""What a page shows of a performer, as JSON-able values.

`snapshot`:

- ``model``: file, name, latents, grain (samples), rate (Hz), labels, and statistics as
  granvae.json has them (mean, standard deviation, percentiles of the training grains); {} where
  unknown
- ``parameters``: every row of the engine's table with its ``value``; those with ``signal`` true are
  in ``signals`` instead, by name, null until one was given
- ``latent``: the last point; ``path``: all points; ``table``: samples, grain, hop, rate
- ``presets``: names; ``volume``, ``sound`` (0 or 1), ``recording`` (a file or null)
- ``sequence``: running, external, and ``pattern`` as /sequence/write writes it
- ``meters``: as below

`meters`: levels (peaks of the channels, falling), load (1: all the time there is), worst (block),
phase of the cycle (0 … 1), notes that sound, seconds played, counters.

Any thread may call them: the performer replaces what is read here, and never changes it in place.
"""

from __future__ import annotations

from typing import Any

import msgspec

from granvae.engine.parameters import parameters
from granvae.play.performer import Performer


def snapshot(performer: Performer) -> dict[str, Any]:
    """Everything, at this moment."""
    state, sequencer = performer.state, performer.sequencer
    held = dict(state.parameters)
    return {
        "model": state.model.state(),
        "parameters": [
            {**msgspec.structs.asdict(entry), "value": held.get(entry.name)}
            for entry in parameters()
            if not entry.signal
        ],
        "signals": dict(state.signals),
        "latent": performer.latent.tolist(),
        "path": state.points.tolist(),
        "table": {
            "samples": performer.table_size,
            "grain": state.model.grain,
            "hop": performer.hop,
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
