"""``python -m tests.bench.live MODEL``: live grains in real time, and how many of them are late.

Synths of one model play loops at 86 Hz (or another frequency) in blocks, each when its time has
come, as a sound card asks for them. Every onset has its own latents. What other programs do on the
machine is part of what is measured.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from granvae import Synth

RATE = 44100


def play(
    model: Path, count: int, latency: int, block: int, frequency: float, seconds: float
) -> str:
    """One row of the table: ``count`` synths, ``latency`` and ``block`` in samples."""
    synths = [Synth(model) for _ in range(count)]
    for synth in synths:
        synth.set("live", "on")
        synth.set("latency", latency)
        synth._engine.set_offline(False)
    blocks = round(seconds * RATE / block)
    moving = np.random.default_rng(0).normal(size=(synths[0].latents, blocks))
    pitch, start, fade, rate = (np.full(block, v) for v in (frequency, 0.0, 128.0, 1.0))
    settle = round(0.5 * RATE / block)
    onsets, late_before, missed, used, began = 0, 0, 0, 0.0, 0.0
    for k in range(blocks):
        if k == settle:
            onsets, missed = 0, 0
            late_before = sum(synth.late for synth in synths)
            used, began = time.process_time(), time.perf_counter()
        if k == 0:
            next_block = time.perf_counter()
        latents = np.repeat(moving[:, k : k + 1], block, axis=1)
        for synth in synths:
            _, _, onset = synth._engine.process(pitch, start, fade, rate, latents)
            onsets += int(onset.sum())
        next_block += block / RATE
        ahead = next_block - time.perf_counter()
        if ahead > 0:
            time.sleep(ahead)
        else:  # a sound card would have dropped out; go on from here
            missed += 1
            next_block -= ahead
    wall = time.perf_counter() - began
    late = sum(synth.late for synth in synths) - late_before
    share = (time.process_time() - used) / wall
    cells = (count, block, latency, f"{onsets / wall:.0f}", onsets, late, missed)
    return f"| {' | '.join(map(str, cells))} | {100 * share:.1f} % |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.live", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--frequency", type=float, default=86.0)
    options = parser.parse_args()
    print("| synths | block | latency | grains a second | grains | late | blocks missed | CPU |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for count, latency, block in ((1, 256, 64), (1, 256, 256), (1, 64, 64), (16, 256, 64)):
        timing = (options.frequency, options.seconds)
        print(play(options.model, count, latency, block, *timing), flush=True)


if __name__ == "__main__":
    main()
