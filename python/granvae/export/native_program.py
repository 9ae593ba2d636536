"""``native.bin``: a model as lists of layers, from which hosts play and encode without libtorch.

The format is little-endian, and ``external/decoder/native/native_program.cpp`` reads it:
``GRANVAEN``, version, latents, samples a grain, Hz (a double), labels, then the decoder's layers,
each a code and what it needs, and the encoder (:mod:`granvae.export.native_encoder`). Weights that
the TorchScript graph of the same file has too are not in it: it names the records that hold them.
"""

import itertools
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from granvae.export.graph_rewrites import fold_decoder, rewrite
from granvae.export.latent_basis import LatentBasis
from granvae.export.native_encoder import NO_ENCODER, native_encoder
from granvae.export.native_layers import (
    Code,
    Floats,
    Layer,
    coded,
    dense,
    layer,
    perceptron,
    reals,
    text,
    written,
)
from granvae.export.nn_tilde_module import NnTildeModule
from granvae.models.base import GrainModel
from granvae.models.level import LOG_RMS_CEILING, LOG_RMS_CENTRE, LOG_RMS_FLOOR, LOG_RMS_SPREAD
from granvae.models.noise_branch import LOUDEST_GAIN
from granvae.models.paper import PaperModel
from granvae.models.residual_mlp import ResidualGrainModel
from granvae.models.spectral import SpectralGrainModel

NATIVE_FILE = "native.bin"
VERSION = 3

# The way from coefficients to samples is stored as a matrix up to this size (8 MiB): grains of a
# thousand samples. Longer ones are left to libtorch, whose FFT is then far cheaper.
_LARGEST_MATRIX = 2**21


@dataclass(frozen=True)
class NativeProgram:
    """A model as lists of layers."""

    head: bytes
    layers: tuple[Layer, ...]  # of the decoder
    encoder: tuple[Layer, ...] = NO_ENCODER

    def to_bytes(self, records: Mapping[bytes, str] | None = None) -> bytes:
        """The contents of ``native.bin``.

        Args:
            records: by their contents, the names of files of the same archive, such as ``data/12``;
                tensors that are there are named instead of written again.
        """
        known = records or {}
        count = struct.pack("<I", len(self.layers))
        parts = itertools.chain.from_iterable([(self.head + count,), *self.layers, *self.encoder])
        return b"".join(written(part, known) for part in parts)


def native_program(model: GrainModel, basis: LatentBasis, sample_rate: int) -> NativeProgram | None:
    """The layers from host latents to samples, and back where the native back end encodes.

    Args:
        model: the trained model, in evaluation mode.
        basis: of the latents of hosts.
        sample_rate: Hz.

    Returns:
        The program; None for a model that the native back end cannot play.
    """
    rewritten = rewrite(model)[0]
    decoder = _layers(model, rewritten)
    if decoder is None:
        return None
    layers = [dense(torch.from_numpy(basis.to_model.T), torch.from_numpy(basis.mean)), *decoder]
    labels = b"".join(text(label) for label in basis.labels)
    head = b"GRANVAEN" + struct.pack("<3I", VERSION, basis.count, model.grain)
    head += struct.pack("<dI", float(sample_rate), basis.count) + labels
    encoder = native_encoder(NnTildeModule(rewritten, basis, sample_rate))
    return NativeProgram(head, tuple(layers), encoder)


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


def check_native_encoder(path: Path, grains: Floats, expected: Floats) -> float:
    """How far the native back end encodes grains from what the graph of the same file does.

    A refinement amplifies how floats are rounded: single latents differ by more than 0.01 between
    a grain alone and in a batch, in the graph too. Hence a median.

    Args:
        path: the file, with ``native.bin`` in it.
        grains: ``(count, grain)``.
        expected: latents of hosts, ``(count, latent)``.

    Returns:
        The median over grains of the largest difference in standard deviations, with whichever
        kernels of this machine it is largest; 0 where there is no native encoder.
    """
    from granvae.engine import _native

    errors = [0.0]
    for back_end in _native.back_ends():
        decoder = _native.Decoder(str(path), back_end) if back_end != "libtorch" else None
        if decoder is not None and decoder.info["encodes"]:
            off = np.max(np.abs(decoder.encode(grains) - expected), axis=1)
            errors.append(float(np.median(off)))
    return max(errors)


@torch.inference_mode()
def _layers(model: GrainModel, rewritten: Any) -> list[Layer] | None:
    if isinstance(model, ResidualGrainModel):
        network = perceptron(rewritten.decoder)
        return [layer(Code.GAIN), *network, *_noise(model), _level(1.0)]
    if isinstance(model, PaperModel):
        return _paper(model)
    if isinstance(model, SpectralGrainModel):
        small = 2 * model.transform.count * model.grain <= _LARGEST_MATRIX
        return _spectral(model, rewritten) if small else None
    return None


def _noise(model: ResidualGrainModel) -> list[Layer]:
    if not model.bands:
        return []
    sizes = struct.pack("<3If", *model.noises.shape, model.grain, LOUDEST_GAIN)
    return [(coded(Code.NOISE) + sizes, reals(model.noises))]


def _paper(model: PaperModel) -> list[Layer]:
    # Hosts have the channels of a row together, the network has the rows of a channel so.
    order = torch.arange(model.channels * model.inner).reshape(model.channels, model.inner)
    places = order.t().flatten()
    expand, rows = model.expand, model.inner
    layers = [layer(Code.GAIN), dense(expand.weight[places].t(), expand.bias[places])]
    for step, activation in itertools.pairwise(fold_decoder(model.decoder)):
        if isinstance(step, nn.ConvTranspose1d):
            assert step.bias is not None
            ins, outs, kernel = step.weight.shape
            stride, padding = step.stride[0], int(step.padding[0])
            shape = (rows, ins, outs, kernel, stride, padding, isinstance(activation, nn.ReLU))
            head = coded(Code.TRANSPOSED) + struct.pack("<7I", *shape)
            layers.append((head, reals(step.weight), reals(step.bias)))
            rows = (rows - 1) * stride - 2 * padding + kernel
    return [*layers, layer(Code.TANH), _level(1.0 / model.shape_level)]


def _spectral(model: SpectralGrainModel, rewritten: Any) -> list[Layer]:
    count = model.transform.count
    identity = torch.eye(count, dtype=torch.complex64)
    # Synthesis is linear in real and imaginary parts alike.
    rows = [model.transform.synthesise(identity), model.transform.synthesise(1j * identity)]
    constants = (model.centre, model.spread, model.loudest, model.angle_spread)
    return [
        layer(Code.GAIN),
        *perceptron(rewritten.decoder),
        layer(Code.POLAR, struct.pack("<I4f", count, *constants)),
        dense(torch.cat(rows), torch.zeros(model.grain)),
        _level(1.0),
    ]


def _level(factor: float) -> Layer:
    constants = (factor, LOG_RMS_FLOOR, LOG_RMS_CEILING, LOG_RMS_CENTRE, LOG_RMS_SPREAD)
    return layer(Code.LEVEL, struct.pack("<5f", *constants))
