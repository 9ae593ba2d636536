"""The encoder in ``native.bin``: from samples to the latents of hosts, with the refinement."""

import math
import struct
from typing import Any

import torch
from torch import Tensor

from granvae.export.native_layers import (
    Code,
    Layer,
    coded,
    dense,
    kind_of,
    layer,
    perceptron,
    reals,
)
from granvae.models import refine
from granvae.models.level import LOG_RMS_CEILING, LOG_RMS_CENTRE, LOG_RMS_FLOOR, LOG_RMS_SPREAD
from granvae.models.paper import ENCODER, SHAPE_LEVEL
from granvae.models.spectral import FLOOR_POWER

NO_ENCODER: tuple[Layer, ...] = ((struct.pack("<I", 0),),)

_REFINED = ("ResidualGrainModel",)
_LARGEST_FACTOR = 63  # of the length of an FFT


@torch.inference_mode()
def native_encoder(module: Any) -> tuple[Layer, ...]:
    """What follows the decoder's layers.

    Args:
        module: an `NnTildeModule` around a model that was rewritten
            (:mod:`granvae.export.graph_rewrites`), scripted or not.

    Returns:
        The encoder's layers with what is before and after them; for a model that the native back
        end cannot encode, that there is none.
    """
    model = module.model
    kind = kind_of(model)
    factor, layers = 1.0, None
    if kind == "ResidualGrainModel" and _suits(model.grain):
        layers = [*perceptron(model.encoder), _take(model.latent - 1)]
    elif kind == "PaperModel":
        factor, layers = SHAPE_LEVEL, _convolutions(model)
    elif kind in ("SpectralGrainModel", "NsgtGrainModel") and _suits(model.grain):
        layers = [_magnitudes(model), *perceptron(model.encoder), _take(model.latent - 1)]
    if layers is None:
        return NO_ENCODER
    level = (factor, LOG_RMS_FLOOR, LOG_RMS_CEILING, LOG_RMS_CENTRE, LOG_RMS_SPREAD)
    head = struct.pack("<I5f", len(layers), *level)
    to_host: Tensor = module.from_model
    bias = -(module.mean.double() @ to_host.double())
    last = (
        _refinement() if kind in _REFINED else struct.pack("<I", 0),
        reals(to_host),
        reals(bias),
    )
    return ((head,), *layers, last)


def _suits(size: int) -> bool:
    """Whether the native back end has an FFT of that length."""
    for factor in range(2, _LARGEST_FACTOR + 1):
        while size % factor == 0:
            size //= factor
    return size == 1


def _refinement() -> bytes:
    settings = (refine.DAMPING, refine.DIFFERENCE, refine.FLOOR_POWER, refine.SPECTRAL_WEIGHT)
    return struct.pack("<I5f", refine.STEPS, *settings, math.exp(-LOG_RMS_CENTRE))


def _take(count: int) -> Layer:
    return layer(Code.TAKE, struct.pack("<I", count))


def _convolutions(model: Any) -> list[Layer]:
    layers: list[Layer] = []
    steps = [step for step in model.encoder.children() if kind_of(step) == "Conv1d"]
    rows = model.grain
    for step, (_, _, kernel, stride, padding) in zip(steps, ENCODER, strict=True):
        outs, ins, _ = step.weight.shape
        shape = (rows, ins, outs, kernel, stride, padding, step is not steps[-1])
        head = coded(Code.CONVOLUTION) + struct.pack("<7I", *shape)
        layers.append((head, reals(step.weight), reals(step.bias)))
        rows = (rows + 2 * padding - kernel) // stride + 1
    # The native rows have their channels together, the network has the rows of a channel so.
    weight = model.mean.weight.reshape(-1, model.channels, rows).transpose(1, 2).flatten(1)
    return [*layers, dense(weight.t(), model.mean.bias)]


def _magnitudes(model: Any) -> Layer:
    constants = struct.pack("<3f", FLOOR_POWER, model.centre, model.spread)
    if kind_of(model.transform) == "WindowedSpectrum":
        return layer(Code.SPECTRUM, constants)
    groups = list(model.transform.groups.children())
    parts: list[Any] = [coded(Code.GABOR) + constants + struct.pack("<I", len(groups))]
    for group in groups:
        bins = group.bins.numpy().astype("<u4").tobytes()
        parts += [struct.pack("<2I", group.length, group.bands) + bins, reals(group.windows)]
    return tuple(parts)
