"""Encoding: what a grain of each preset costs by each back end, with the refinement and without.

The models are untrained: their sizes are what costs.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from granvae.engine import _native
from granvae.export.graph_rewrites import rewrite
from granvae.export.latent_basis import LatentBasis
from granvae.export.model_file import quiet_torchscript
from granvae.export.model_writer import write_model
from granvae.export.native_program import native_program
from granvae.export.nn_tilde_module import NnTildeModule
from support.preset_files import untrained
from tools.generated import markdown

from .report import medians

GRAIN, LATENT, RATE = 512, 16, 44100
PRESETS = ("grain", "paper", "spectral", "nsgt")
BATCHES = (1, 8)
CALLS = 3  # in a row
HEADINGS = ("preset", "encoded by", "µs", "of libtorch", "µs of 8", "of libtorch")

Encode = Callable[[np.ndarray], object]


def run(rounds: int, presets: tuple[str, ...] = PRESETS) -> str:
    """Times each preset; a table in Markdown."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for preset in presets for row in _rows(preset, Path(folder), rounds)]
    return (
        f"CPU time for a grain of {GRAIN} samples, on one core: the median of {rounds} rounds, in "
        f"each of which every way encodes {CALLS} times in a row.\n\n"
        f"{markdown(HEADINGS, rows, texts=2)}\n"
    )


def _rows(preset: str, folder: Path, rounds: int) -> Iterator[tuple[str, ...]]:
    ways = _ways(preset, folder)
    cost: dict[str, list[float]] = {name: [] for name in ways}
    for count in BATCHES:
        grains = np.random.default_rng(0).normal(0.0, 0.1, (count, GRAIN)).astype(np.float32)
        calls = {
            name: lambda encode=encode, grains=grains: [encode(grains) for _ in range(CALLS)]
            for name, encode in ways.items()
        }
        for name, ns in medians(calls, rounds).items():
            cost[name].append(ns / count / CALLS / 1000.0)
    for name, costs in cost.items():
        # What is not refined is compared with what is not.
        base = cost["libtorch, unrefined" if name.endswith("unrefined") else "libtorch"]
        shares = zip(costs, base, strict=True)
        yield preset, name, *(cell for us, of in shares for cell in (f"{us:.0f}", f"{us / of:.2f}"))


def _ways(preset: str, folder: Path) -> dict[str, Encode]:
    model = untrained(preset, GRAIN, LATENT)
    one = np.eye(LATENT, dtype=np.float32)
    names = tuple(f"latent {k}" for k in range(LATENT))
    basis = LatentBasis(np.zeros(LATENT, np.float32), one, one, np.ones(LATENT), names, 0)
    program = native_program(model, basis, RATE)
    assert program is not None
    rewritten = rewrite(model)[0]
    with quiet_torchscript():
        script = torch.jit.script(NnTildeModule(rewritten, basis, RATE).eval())
    path = folder / f"{preset}.ts"
    write_model(script, path, {"format": 2}, {}, program)
    ways: dict[str, Encode] = {
        _title(name): _native.Decoder(str(path), name).encode for name in _native.back_ends()
    }
    if preset != "grain":
        return ways
    last = (struct.pack("<I", 0), *program.encoder[-1][1:])
    unrefined = folder / f"{preset}-unrefined.ts"
    once = replace(program, encoder=(*program.encoder[:-1], last))
    write_model(script, unrefined, {"format": 2}, {}, once)
    for name in _native.back_ends():
        if name != "libtorch":
            decoder = _native.Decoder(str(unrefined), name)
            ways[f"{_title(name)}, unrefined"] = decoder.encode

    def encode_once(grains: np.ndarray) -> object:
        with torch.inference_mode():
            return script.model.encode(torch.from_numpy(grains))

    return ways | {"libtorch, unrefined": encode_once}


def _title(back_end: str) -> str:
    return back_end if back_end == "libtorch" else f"native, {back_end}"
