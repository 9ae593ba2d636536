"""Decoding: what a grain of each preset costs by each back end, beside plain ``torch.jit.script``.

The models are untrained: their sizes are what costs.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from granvae.engine import _native
from granvae.export import model_file
from granvae.export.graph_rewrites import rewrite
from granvae.export.latent_basis import LatentBasis
from granvae.export.native_program import NATIVE_FILE, native_program
from granvae.export.nn_tilde_module import NnTildeModule
from granvae.models.presets import build_model

from . import onnx
from .native import FOLDER
from .timing import medians

GRAIN, LATENT, RATE = 512, 16, 44100
PRESETS = ("paper", "grain", "spectral", "nsgt")
BATCHES = (1, 8)
CALLS = 10  # in a row: one alone would time how fast the others' weights leave the cache
PLAIN = "torch.jit.script"

HEADINGS = ("preset", "decoded by", "µs", "of plain", "µs of 8", "of plain", "ms to first", "MiB")
PROCESSES = {"libtorch": "decode_once", "native": "decode_once_native"}


@dataclass(frozen=True)
class Row:
    """One preset decoded one way: µs a grain alone and of a batch of 8, and both as shares of what
    a grain alone takes in plain TorchScript; None where it was not measured."""

    preset: str
    name: str
    alone: float
    batched: float
    plain: float
    process: Process | None

    def cells(self) -> tuple[str, ...]:
        """As they stand in the table."""
        costs = (self.alone, self.batched)
        timed = [cell for us in costs for cell in (f"{us:.0f}", f"{us / self.plain:.2f}")]
        process = self.process
        read = ("", "") if process is None else (f"{process.ms:.0f}", f"{process.mib:.0f}")
        return self.preset, self.name, *timed, *read


@dataclass(frozen=True)
class Process:
    """A process that does nothing but decode: see ``decode_once.cpp``."""

    ms: float  # of CPU time from nothing to the first grain
    faults: int  # page faults of 200 batches of 1 to 8 grains, after as many as there are sizes
    growth: int  # KiB, meanwhile
    mib: float  # resident


def run(rounds: int, presets: tuple[str, ...] = PRESETS) -> str:
    """Times each preset, and tells in Markdown what came of it."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for preset in presets for row in _rows(preset, Path(folder), rounds)]
    lines = [HEADINGS, ["---"] * 2 + ["---:"] * 6, *(row.cells() for row in rows)]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    faults = {f"{r.preset} by {r.name}": r.process for r in rows if r.process is not None}
    told = [
        f"{name}: {process.faults} page faults and {process.growth} KiB more"
        for name, process in faults.items()
    ]
    return (
        f"CPU time for a grain of {GRAIN} samples, on one core: the median of {rounds} rounds, in "
        f"each of which every way decodes {CALLS} times in a row.\n\n{table}\n\n"
        f"In 200 batches of 1 to 8 grains, once warm: {'; '.join(told) or 'not measured'}.\n"
        + ("" if onnx.installed() else f"\n{onnx.HOW_TO_GET}\n")
    )


def _rows(preset: str, folder: Path, rounds: int) -> Iterator[Row]:
    plain, fast = folder / f"{preset}-plain.ts", folder / f"{preset}.ts"
    torch_only = folder / f"{preset}-torch.ts"
    host = write_models(preset, plain, fast, torch_only)
    calls: dict[str, Callable[[np.ndarray], object]] = {}
    script = model_file.load_model(plain).module

    def decode_plain(latents: np.ndarray) -> object:
        with torch.inference_mode():
            return script.decode(torch.from_numpy(latents).unsqueeze(2)).numpy()

    calls[PLAIN] = decode_plain
    if onnx.installed() and preset in ("paper", "grain"):
        calls["ONNX Runtime"] = onnx.decoder(host, LATENT, folder / f"{preset}.onnx")
    for name in _native.back_ends():
        calls["libtorch" if name == "libtorch" else f"native, {name}"] = _native.Decoder(
            str(fast), name
        ).decode
    latents = {n: np.random.default_rng(0).normal(size=(n, LATENT)) for n in BATCHES}
    grains = {n: values.astype(np.float32) for n, values in latents.items()}
    cost: dict[str, list[float]] = {name: [] for name in calls}
    for n in BATCHES:
        jobs = {name: partial(_repeat, call, grains[n]) for name, call in calls.items()}
        for name, ns in medians(jobs, rounds).items():
            cost[name].append(ns / n / CALLS / 1000.0)
    measured = {"libtorch": _process("libtorch", torch_only)}
    measured[f"native, {_native.back_ends()[0]}"] = _process("native", fast)
    for name, (alone, batched) in cost.items():
        yield Row(preset, name, alone, batched, cost[PLAIN][0], measured.get(name))


def _repeat(call: Callable[[np.ndarray], object], latents: np.ndarray) -> None:
    for _ in range(CALLS):
        call(latents)


def write_models(preset: str, plain: Path, fast: Path, torch_only: Path) -> NnTildeModule:
    """The same untrained model as it is, and as it is exported with and without ``native.bin``."""
    torch.manual_seed(0)
    model = build_model(preset, GRAIN, LATENT).eval()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm1d):
            assert layer.running_mean is not None
            layer.running_mean.normal_(0.0, 0.3)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    one = np.eye(LATENT, dtype=np.float32)
    names = tuple(f"latent {k}" for k in range(LATENT))
    latents = LatentBasis(np.zeros(LATENT, np.float32), one, one, np.ones(LATENT), names, 0)
    host = NnTildeModule(model, latents, RATE).eval()
    program = native_program(model, latents, RATE)
    described = json.dumps({"format": model_file.FORMAT, "sample_rate": RATE}).encode()
    extra = {model_file.METADATA_FILE: described}
    with model_file.quiet_torchscript():
        torch.jit.script(host).save(str(plain))
        script = torch.jit.script(NnTildeModule(rewrite(model)[0], latents, RATE).eval())
        script.save(str(torch_only), _extra_files=extra)
        script.save(str(fast), _extra_files=extra | ({NATIVE_FILE: program} if program else {}))
    return host


def _process(back_end: str, model: Path) -> Process | None:
    program = FOLDER / PROCESSES[back_end]
    if not program.exists():
        return None
    done = subprocess.run([program, model], capture_output=True, text=True, check=True)
    ms, faults, growth, resident = done.stdout.split()
    return Process(float(ms), int(faults), int(growth), int(resident) / 1024.0)
