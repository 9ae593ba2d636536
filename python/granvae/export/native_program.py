"""``native.bin``: a decoder as a list of layers, from which hosts decode without libtorch.

The format is little-endian, and ``external/decoder/native/native_program.cpp`` reads it:
``GRANVAEN``, version, latents, samples a grain, Hz (a double), labels, then the layers, each a
code and what it needs.
"""

import itertools
import struct
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from granvae.export.graph_rewrites import fold_decoder
from granvae.export.latent_basis import LatentBasis
from granvae.models.base import GrainModel
from granvae.models.level import LOG_RMS_CEILING, LOG_RMS_CENTRE, LOG_RMS_FLOOR, LOG_RMS_SPREAD
from granvae.models.paper import PaperModel
from granvae.models.residual_mlp import ResidualBlock, ResidualGrainModel
from granvae.models.spectral import SpectralGrainModel

NATIVE_FILE = "native.bin"
VERSION = 1

Floats = NDArray[np.float32]

# The way from coefficients to samples is stored as a matrix up to this size (8 MiB): grains of a
# thousand samples. Longer ones are left to libtorch, whose FFT is then far cheaper.
_LARGEST_MATRIX = 2**21


class _Code(IntEnum):
    DENSE = 1
    TRANSPOSED = 2
    NORMALISE = 3
    SILU = 4
    TANH = 5
    KEEP = 6
    ADD = 7
    GAIN = 8
    LEVEL = 9
    POLAR = 10


def native_program(model: GrainModel, basis: LatentBasis, sample_rate: int) -> bytes | None:
    """The layers from host latents to samples.

    Args:
        model: the trained model, in evaluation mode.
        basis: of the latents of hosts.
        sample_rate: Hz.

    Returns:
        The contents of ``native.bin``; None for a model that the native back end cannot play.
    """
    decoder = _layers(model)
    if decoder is None:
        return None
    layers = [_dense(torch.from_numpy(basis.to_model.T), torch.from_numpy(basis.mean)), *decoder]
    labels = b"".join(_text(label) for label in basis.labels)
    head = b"GRANVAEN" + struct.pack("<3I", VERSION, basis.count, model.grain)
    head += struct.pack("<dI", float(sample_rate), basis.count) + labels
    return head + struct.pack("<I", len(layers)) + b"".join(layers)


def check_native(path: Path, latents: Floats, expected: Floats) -> dict[str, Any]:
    """How far the native back end decodes a file from what was expected, for ``granvae.json``.

    Args:
        path: the file, with ``native.bin`` in it.
        latents: of hosts, ``(count, latent)``.
        expected: ``(count, grain)``.

    Returns:
        The version of ``native.bin`` and, over all kernels that this machine has, the largest
        absolute difference in samples, full scale being 1.
    """
    # Not at the top: a model is exported where there is an engine, but described anywhere.
    from granvae.engine import _native

    error = 0.0
    for back_end in _native.back_ends():
        if back_end != "libtorch":
            decoded = _native.Decoder(str(path), back_end).decode(latents)
            error = max(error, float(np.max(np.abs(decoded - expected))))
    return {"version": VERSION, "error": error}


@torch.inference_mode()
def _layers(model: GrainModel) -> list[bytes] | None:
    if isinstance(model, ResidualGrainModel):
        return [_code(_Code.GAIN), *_mlp(_tone(model)), _level(1.0)]
    if isinstance(model, PaperModel):
        return _paper(model)
    if isinstance(model, SpectralGrainModel):
        small = 2 * model.transform.count * model.grain <= _LARGEST_MATRIX
        return _spectral(model) if small else None
    return None


def _paper(model: PaperModel) -> list[bytes]:
    # Hosts have the channels of a row together, the network has the rows of a channel so.
    order = torch.arange(model.channels * model.inner).reshape(model.channels, model.inner)
    places = order.t().flatten()
    expand, rows = model.expand, model.inner
    layers = [_code(_Code.GAIN), _dense(expand.weight[places].t(), expand.bias[places])]
    for layer, activation in itertools.pairwise(fold_decoder(model.decoder)):
        if isinstance(layer, nn.ConvTranspose1d):
            assert layer.bias is not None
            ins, outs, kernel = layer.weight.shape
            stride, padding = layer.stride[0], int(layer.padding[0])
            shape = (rows, ins, outs, kernel, stride, padding, isinstance(activation, nn.ReLU))
            head = _code(_Code.TRANSPOSED) + struct.pack("<7I", *shape)
            layers.append(head + _reals(layer.weight) + _reals(layer.bias))
            rows = (rows - 1) * stride - 2 * padding + kernel
    return [*layers, _code(_Code.TANH), _level(1.0 / model.shape_level)]


def _spectral(model: SpectralGrainModel) -> list[bytes]:
    count = model.transform.count
    identity = torch.eye(count, dtype=torch.complex64)
    # Synthesis is linear in real and imaginary parts alike.
    rows = [model.transform.synthesise(identity), model.transform.synthesise(1j * identity)]
    constants = (model.centre, model.spread, model.loudest, model.angle_spread)
    return [
        _code(_Code.GAIN),
        *_mlp(model.decoder),
        _code(_Code.POLAR) + struct.pack("<I4f", count, *constants),
        _dense(torch.cat(rows), torch.zeros(model.grain)),
        _level(1.0),
    ]


def _tone(model: ResidualGrainModel) -> nn.Sequential:
    """The decoder without its noise branch."""
    *layers, last = model.decoder
    assert isinstance(last, nn.Linear)
    tone = nn.Linear(last.in_features, model.grain)
    tone.weight.copy_(last.weight[: model.grain])
    tone.bias.copy_(last.bias[: model.grain])
    return nn.Sequential(*layers, tone)


def _mlp(network: nn.Sequential) -> list[bytes]:
    """`models.residual_mlp.mlp`, the gains and shifts of its norms folded into what follows."""
    layers: list[bytes] = []
    norm: nn.LayerNorm | None = None
    for step in network:
        if isinstance(step, ResidualBlock):
            layers += [_code(_Code.KEEP), _normalise(step.norm), _linear(step.rise, step.norm)]
            layers += [_code(_Code.SILU), _linear(step.fall), _code(_Code.ADD)]
        elif isinstance(step, nn.LayerNorm):
            layers.append(_normalise(step))
            norm = step
        elif isinstance(step, nn.Linear):
            layers.append(_linear(step, norm))
    return layers


def _linear(layer: nn.Linear, norm: nn.LayerNorm | None = None) -> bytes:
    weight, bias = layer.weight.double(), layer.bias.double()
    if norm is not None:
        weight, bias = weight * norm.weight, bias + weight @ norm.bias.double()
    return _dense(weight.t(), bias)


def _normalise(norm: nn.LayerNorm) -> bytes:
    return _code(_Code.NORMALISE) + struct.pack("<f", norm.eps)


def _dense(weight: Tensor, bias: Tensor) -> bytes:
    """``weight``: ``(in, out)``."""
    return _code(_Code.DENSE) + struct.pack("<2I", *weight.shape) + _reals(weight) + _reals(bias)


def _level(factor: float) -> bytes:
    constants = (factor, LOG_RMS_FLOOR, LOG_RMS_CEILING, LOG_RMS_CENTRE, LOG_RMS_SPREAD)
    return _code(_Code.LEVEL) + struct.pack("<5f", *constants)


def _code(code: _Code) -> bytes:
    return struct.pack("<I", code)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<I", len(data)) + data


def _reals(values: Tensor) -> bytes:
    return np.ascontiguousarray(values.detach().numpy(), "<f4").tobytes()
