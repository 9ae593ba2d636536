"""The layers of ``native.bin``, as numbers and tensors."""

import struct
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

Floats = NDArray[np.float32]


class Code(IntEnum):
    """What a layer does; ``external/decoder/native/native_program.cpp`` has the same."""

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
    CONVOLUTION = 12
    TAKE = 13
    SPECTRUM = 14
    GABOR = 15


class _Place(IntEnum):
    """Where the numbers of a tensor are."""

    HERE = 0
    RECORD = 1
    HALF_RECORD = 2  # in half precision


# Numbers of a layer, and tensors among them.
Layer = tuple[bytes | Floats, ...]


def layer(code: Code, numbers: bytes = b"") -> Layer:
    """One without tensors."""
    return (coded(code) + numbers,)


def coded(code: Code) -> bytes:
    """How a layer begins."""
    return struct.pack("<I", code)


def dense(weight: Tensor, bias: Tensor) -> Layer:
    """``weight``: ``(in, out)``."""
    head = coded(Code.DENSE) + struct.pack("<2I", *weight.shape)
    return (head, reals(weight), reals(bias))


def perceptron(network: Any) -> list[Layer]:
    """`models.residual_mlp.mlp` as `graph_rewrites.as_products` leaves it, scripted or not."""
    layers: list[Layer] = []
    for step in network.children():
        kind = kind_of(step)
        if kind == "ResidualBlock":
            layers += [layer(Code.KEEP), _normalise(step.norm), _product(step.rise)]
            layers += [layer(Code.SILU), _product(step.fall), layer(Code.ADD)]
        else:
            layers.append(_normalise(step) if kind == "LayerNorm" else _product(step))
    return layers


def kind_of(module: Any) -> str:
    """The name of a module's class, whether it is scripted or not."""
    return str(getattr(module, "original_name", type(module).__name__))


def _product(step: Any) -> Layer:
    return dense(step.weight, step.bias)


def _normalise(norm: Any) -> Layer:
    return layer(Code.NORMALISE, struct.pack("<f", norm.eps))


def text(value: str) -> bytes:
    """After its number of bytes."""
    data = value.encode()
    return struct.pack("<I", len(data)) + data


def reals(values: Tensor) -> Floats:
    """Any tensor as a layer holds it."""
    return np.ascontiguousarray(values.detach().float().numpy())


def written(part: bytes | Floats, records: Mapping[bytes, str]) -> bytes:
    """A part of a layer as it is in the file.

    Args:
        part: numbers, or a tensor.
        records: by their contents, the names of files of the same archive; tensors that are there
            are named instead of written again.
    """
    if isinstance(part, bytes):
        return part
    data, half = part.astype("<f4").tobytes(), part.astype("<f2")
    if data in records:
        return struct.pack("<I", _Place.RECORD) + text(records[data])
    if half.tobytes() in records and np.array_equal(half, part):
        return struct.pack("<I", _Place.HALF_RECORD) + text(records[half.tobytes()])
    return struct.pack("<I", _Place.HERE) + data
