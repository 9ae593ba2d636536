"""``native.bin``: a decoder as a list of layers, from which hosts decode without libtorch.

The format is little-endian, and ``external/decoder/native/native_program.cpp`` reads it:
``GRANVAEN``, version, latents, samples a grain, Hz (a double), labels, then the layers, each a
code and what it needs. Weights that the TorchScript graph of the same file has too are not in it:
it names the records that hold them.
"""

import itertools
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from granvae.export.graph_rewrites import fold_decoder, fold_layer_norms
from granvae.export.latent_basis import LatentBasis
from granvae.models.base import GrainModel
from granvae.models.level import LOG_RMS_CEILING, LOG_RMS_CENTRE, LOG_RMS_FLOOR, LOG_RMS_SPREAD
from granvae.models.noise_branch import LOUDEST_GAIN
from granvae.models.paper import PaperModel
from granvae.models.residual_mlp import ResidualBlock, ResidualGrainModel
from granvae.models.spectral import SpectralGrainModel

NATIVE_FILE = "native.bin"
VERSION = 2

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
    NOISE = 11


class _Place(IntEnum):
    """Where the numbers of a tensor are."""

    HERE = 0
    RECORD = 1
    HALF_RECORD = 2  # in half precision


# Numbers of a layer, and tensors among them.
_Layer = tuple[bytes | Floats, ...]


@dataclass(frozen=True)
class NativeProgram:
    """A decoder as a list of layers."""

    head: bytes
    layers: tuple[_Layer, ...]

    def to_bytes(self, records: Mapping[bytes, str] | None = None) -> bytes:
        """The contents of ``native.bin``.

        Args:
            records: by their contents, the names of files of the same archive, such as ``data/12``;
                tensors that are there are named instead of written again.
        """
        known = records or {}
        count = struct.pack("<I", len(self.layers))
        parts = itertools.chain.from_iterable(self.layers)
        written = (part if isinstance(part, bytes) else _tensor(part, known) for part in parts)
        return self.head + count + b"".join(written)


def native_program(model: GrainModel, basis: LatentBasis, sample_rate: int) -> NativeProgram | None:
    """The layers from host latents to samples.

    Args:
        model: the trained model, in evaluation mode.
        basis: of the latents of hosts.
        sample_rate: Hz.

    Returns:
        The program; None for a model that the native back end cannot play.
    """
    decoder = _layers(model)
    if decoder is None:
        return None
    layers = [_dense(torch.from_numpy(basis.to_model.T), torch.from_numpy(basis.mean)), *decoder]
    labels = b"".join(_text(label) for label in basis.labels)
    head = b"GRANVAEN" + struct.pack("<3I", VERSION, basis.count, model.grain)
    head += struct.pack("<dI", float(sample_rate), basis.count) + labels
    return NativeProgram(head, tuple(layers))


def check_native(
    path: Path, latents: Floats, expected: Callable[[float], Floats]
) -> dict[str, Any]:
    """How far the native back end decodes a file from what was expected, for ``granvae.json``.

    Args:
        path: the file, with ``native.bin`` in it.
        latents: of hosts, ``(count, latent)``.
        expected: from an amount of noise, with seeds from 0 on, to grains ``(count, grain)``.

    Returns:
        The version of ``native.bin`` and, over all kernels that this machine has, without noise and
        with all of it, the largest absolute difference in samples, full scale being 1.
    """
    # Not at the top: a model is exported where there is an engine, but described anywhere.
    from granvae.engine import _native

    errors = [0.0]
    for back_end in _native.back_ends():
        if back_end == "libtorch":
            continue
        decoder = _native.Decoder(str(path), back_end)
        for amount in (0.0, 1.0):
            off = np.abs(decoder.decode(latents, amount) - expected(amount))
            errors.append(float(np.max(off)))
    return {"version": VERSION, "error": max(errors)}


@torch.inference_mode()
def _layers(model: GrainModel) -> list[_Layer] | None:
    if isinstance(model, ResidualGrainModel):
        return [_layer(_Code.GAIN), *_mlp(model.decoder), *_noise(model), _level(1.0)]
    if isinstance(model, PaperModel):
        return _paper(model)
    if isinstance(model, SpectralGrainModel):
        small = 2 * model.transform.count * model.grain <= _LARGEST_MATRIX
        return _spectral(model) if small else None
    return None


def _noise(model: ResidualGrainModel) -> list[_Layer]:
    if not model.bands:
        return []
    sizes = struct.pack("<3If", *model.noises.shape, model.grain, LOUDEST_GAIN)
    return [(_code(_Code.NOISE) + sizes, _reals(model.noises))]


def _paper(model: PaperModel) -> list[_Layer]:
    # Hosts have the channels of a row together, the network has the rows of a channel so.
    order = torch.arange(model.channels * model.inner).reshape(model.channels, model.inner)
    places = order.t().flatten()
    expand, rows = model.expand, model.inner
    layers = [_layer(_Code.GAIN), _dense(expand.weight[places].t(), expand.bias[places])]
    for layer, activation in itertools.pairwise(fold_decoder(model.decoder)):
        if isinstance(layer, nn.ConvTranspose1d):
            assert layer.bias is not None
            ins, outs, kernel = layer.weight.shape
            stride, padding = layer.stride[0], int(layer.padding[0])
            shape = (rows, ins, outs, kernel, stride, padding, isinstance(activation, nn.ReLU))
            head = _code(_Code.TRANSPOSED) + struct.pack("<7I", *shape)
            layers.append((head, _reals(layer.weight), _reals(layer.bias)))
            rows = (rows - 1) * stride - 2 * padding + kernel
    return [*layers, _layer(_Code.TANH), _level(1.0 / model.shape_level)]


def _spectral(model: SpectralGrainModel) -> list[_Layer]:
    count = model.transform.count
    identity = torch.eye(count, dtype=torch.complex64)
    # Synthesis is linear in real and imaginary parts alike.
    rows = [model.transform.synthesise(identity), model.transform.synthesise(1j * identity)]
    constants = (model.centre, model.spread, model.loudest, model.angle_spread)
    return [
        _layer(_Code.GAIN),
        *_mlp(model.decoder),
        _layer(_Code.POLAR, struct.pack("<I4f", count, *constants)),
        _dense(torch.cat(rows), torch.zeros(model.grain)),
        _level(1.0),
    ]


def _mlp(network: nn.Sequential) -> list[_Layer]:
    """`models.residual_mlp.mlp`, the gains and shifts of its norms folded into what follows."""
    layers: list[_Layer] = []
    for step in fold_layer_norms(network):
        if isinstance(step, ResidualBlock):
            layers += [_layer(_Code.KEEP), _normalise(step.norm), _linear(step.rise)]
            layers += [_layer(_Code.SILU), _linear(step.fall), _layer(_Code.ADD)]
        elif isinstance(step, nn.LayerNorm):
            layers.append(_normalise(step))
        elif isinstance(step, nn.Linear):
            layers.append(_linear(step))
    return layers


def _linear(layer: nn.Linear) -> _Layer:
    return _dense(layer.weight.t(), layer.bias)


def _normalise(norm: nn.LayerNorm) -> _Layer:
    return _layer(_Code.NORMALISE, struct.pack("<f", norm.eps))


def _dense(weight: Tensor, bias: Tensor) -> _Layer:
    """``weight``: ``(in, out)``."""
    head = _code(_Code.DENSE) + struct.pack("<2I", *weight.shape)
    return (head, _reals(weight), _reals(bias))


def _level(factor: float) -> _Layer:
    constants = (factor, LOG_RMS_FLOOR, LOG_RMS_CEILING, LOG_RMS_CENTRE, LOG_RMS_SPREAD)
    return _layer(_Code.LEVEL, struct.pack("<5f", *constants))


def _layer(code: _Code, numbers: bytes = b"") -> _Layer:
    return (_code(code) + numbers,)


def _code(code: _Code) -> bytes:
    return struct.pack("<I", code)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<I", len(data)) + data


def _reals(values: Tensor) -> Floats:
    return np.ascontiguousarray(values.detach().float().numpy())


def _tensor(values: Floats, records: Mapping[bytes, str]) -> bytes:
    data, half = values.astype("<f4").tobytes(), values.astype("<f2")
    if data in records:
        return struct.pack("<I", _Place.RECORD) + _text(records[data])
    if half.tobytes() in records and np.array_equal(half, values):
        return struct.pack("<I", _Place.HALF_RECORD) + _text(records[half.tobytes()])
    return struct.pack("<I", _Place.HERE) + data
