"""Decoding: what a grain of each preset costs by each back end, beside plain ``torch.jit.script``
and ONNX Runtime where it is installed.

The models are untrained: their sizes are what costs.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from granvae.engine import _native, model_info
from granvae.export import model_file
from granvae.export.graph_rewrites import rewrite
from granvae.export.latent_basis import LatentBasis
from granvae.export.native_program import NATIVE_FILE, native_program
from granvae.export.nn_tilde_module import NnTildeModule
from support.preset_files import untrained
from tools.generated import markdown

from .native import FOLDER
from .report import medians

GRAIN, LATENT, RATE = 512, 16, 44100
PRESETS = ("paper", "grain", "spectral", "nsgt")
BATCHES = (1, 8)
CALLS = 10  # in a row: one alone would time how fast the others' weights leave the cache
PLAIN = "torch.jit.script"
HEADINGS = ("preset", "decoded by", "µs", "of plain", "µs of 8", "of plain", "ms to first", "MiB")
HOW_TO_GET = "ONNX Runtime is not installed: `pip install onnx onnxruntime` times it too."

Decode = Callable[[np.ndarray], object]


@dataclass(frozen=True)
class Process:
    """A process that does nothing but decode: see ``decode_once.cpp``."""

    ms: float  # of CPU time from nothing to the first grain
    faults: int  # page faults of 200 batches of 1 to 8 grains, after as many as there are sizes
    growth: int  # KiB, meanwhile
    kib: int  # resident


def run(rounds: int, presets: tuple[str, ...] = PRESETS) -> str:
    """Times each preset; a table in Markdown, and how much memory decoding takes."""
    torch.set_num_threads(1)
    rows: list[tuple[str, ...]] = []
    memory = []
    with tempfile.TemporaryDirectory() as folder:
        for preset in presets:
            for name, cells, process in _rows(preset, Path(folder), rounds):
                read = (f"{process.ms:.0f}", f"{process.kib / 1024:.0f}") if process else ("", "")
                rows.append((preset, name, *cells, *read))
                if process:
                    grown = f"{process.faults} page faults and {process.growth} KiB more"
                    memory.append(f"{preset} by {name}: {grown}")
    return (
        f"CPU time for a grain of {GRAIN} samples, on one core: the median of {rounds} rounds, in "
        f"each of which every way decodes {CALLS} times in a row.\n\n"
        f"{markdown(HEADINGS, rows, texts=2)}\n\n"
        f"In 200 batches of 1 to 8 grains, once warm: {'; '.join(memory) or 'not measured'}.\n"
        + ("" if onnx_installed() else f"\n{HOW_TO_GET}\n")
    )


def _rows(
    preset: str, folder: Path, rounds: int
) -> Iterator[tuple[str, list[str], Process | None]]:
    """Each way to decode: µs a grain alone and of a batch of 8, and both as shares of what a grain
    alone takes in plain TorchScript."""
    plain, fast, torch_only = (folder / f"{preset}{end}.ts" for end in ("-plain", "", "-torch"))
    host = write_models(preset, plain, fast, torch_only)
    script = model_file.open_model_file(plain).module

    def decode_plain(latents: np.ndarray) -> object:
        with torch.inference_mode():
            return script.decode(torch.from_numpy(latents).unsqueeze(2)).numpy()

    ways: dict[str, Decode] = {PLAIN: decode_plain}
    if onnx_installed() and preset in ("paper", "grain"):
        ways["ONNX Runtime"] = onnx_decoder(host, folder / f"{preset}.onnx")
    for name in _native.back_ends():
        title = name if name == "libtorch" else f"native, {name}"
        decoder = _native.Decoder(str(fast), name)
        ways[title] = decoder.decode
        if decoder.info["noisy"]:
            ways[f"{title}, with noise"] = partial(decoder.decode, noise=1.0)
    cost: dict[str, list[float]] = {name: [] for name in ways}
    for n in BATCHES:
        latents = np.random.default_rng(0).normal(size=(n, LATENT)).astype(np.float32)
        calls = {
            name: lambda decode=decode, grains=latents: [decode(grains) for _ in range(CALLS)]
            for name, decode in ways.items()
        }
        for name, ns in medians(calls, rounds).items():
            cost[name].append(ns / n / CALLS / 1000.0)
    measured = {
        "libtorch": _process(torch_only),
        f"native, {_native.back_ends()[0]}": _process(fast),
    }
    for name, costs in cost.items():
        cells = [cell for us in costs for cell in (f"{us:.0f}", f"{us / cost[PLAIN][0]:.2f}")]
        yield name, cells, measured.get(name)


def write_models(preset: str, plain: Path, fast: Path, torch_only: Path) -> NnTildeModule:
    """The same untrained model as it is, and as it is exported with and without ``native.bin``."""
    model = untrained(preset, GRAIN, LATENT)
    one = np.eye(LATENT, dtype=np.float32)
    names = tuple(f"latent {k}" for k in range(LATENT))
    latents = LatentBasis(np.zeros(LATENT, np.float32), one, one, np.ones(LATENT), names, 0)
    host = NnTildeModule(model, latents, RATE).eval()
    program = native_program(model, latents, RATE)
    described = json.dumps({"format": model_info.FORMAT, "sample_rate": RATE}).encode()
    extra = {model_info.METADATA_FILE: described}
    with model_file.quiet_torchscript():
        torch.jit.script(host).save(str(plain))
        script = torch.jit.script(NnTildeModule(rewrite(model)[0], latents, RATE).eval())
        script.save(str(torch_only), _extra_files=extra)
        script.save(
            str(fast), _extra_files=extra | ({NATIVE_FILE: program.to_bytes()} if program else {})
        )
    return host


def _process(model: Path) -> Process | None:
    if not (FOLDER / "decode_once").exists():
        return None
    done = subprocess.run(
        [FOLDER / "decode_once", model], capture_output=True, text=True, check=True
    )
    ms, *counts = done.stdout.split()
    return Process(float(ms), *map(int, counts))


def onnx_installed() -> bool:
    """Whether ONNX Runtime and what writes its files are there."""
    return all(importlib.util.find_spec(name) for name in ("onnx", "onnxruntime"))


class _Decode(nn.Module):
    def __init__(self, host: NnTildeModule) -> None:
        super().__init__()
        self.host = host

    def forward(self, z: Tensor) -> Tensor:
        decoded: Tensor = self.host.model.decode(z)
        return decoded


def onnx_decoder(host: NnTildeModule, path: Path) -> Decode:
    """A function ``(batch, latents)`` → ``(batch, grain)`` on one thread."""
    import onnxruntime  # type: ignore[import-not-found,unused-ignore] # optional

    names = {"input_names": ["z"], "output_names": ["x"]}
    axes = {"z": {0: "batch"}, "x": {0: "batch"}}
    module, example = _Decode(host).eval(), (torch.zeros(2, LATENT),)
    torch.onnx.export(module, example, str(path), **names, dynamic_axes=axes, dynamo=False)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])
    return lambda z: session.run(None, {"z": z})
