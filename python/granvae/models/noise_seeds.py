"""Where in the periodic noises of :mod:`granvae.models.noise_branch` a grain's own begin."""

import torch
from torch import Tensor

# SplitMix64's constants, as signed numbers.
_STEP = -0x61C8864680B583EB
_FIRST = -0x40A7B892E31B1A47
_SECOND = -0x6B2FB644ECCEEE15


# TorchScript reads no module constants, only arguments: hence the defaults below.


def noise_offsets(
    seeds: Tensor, step: int = _STEP, first: int = _FIRST, second: int = _SECOND
) -> Tensor:
    """Seeds, int64 ``(count,)``, to offsets of the same shape, 0 … 4095.

    12 bits of SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number
    generators"), so that seeds in a row have unrelated noise. ``external/decoder/noise.hpp`` has
    the same.
    """
    z = seeds + step
    z = (z ^ _shifted(z, 30)) * first
    z = (z ^ _shifted(z, 27)) * second
    return _shifted(z ^ _shifted(z, 31), 52)


def _shifted(z: Tensor, bits: int) -> Tensor:
    """To the right, as if without a sign."""
    return torch.bitwise_right_shift(z, bits) & ((1 << (64 - bits)) - 1)
