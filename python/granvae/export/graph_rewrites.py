"""The same model in fewer and faster steps, as a file holds it. Only what is exact is done."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from granvae.errors import GranvaeError
from granvae.export.linear_product import ProductLinear
from granvae.export.polyphase import PolyphaseStack, PolyphaseTranspose
from granvae.models.base import GrainModel
from granvae.models.paper import OriginalPaperModel, PaperModel
from granvae.models.residual_mlp import ResidualGrainModel
from granvae.models.spectral import SpectralGrainModel

TOLERANCE = 1e-4  # of the network's largest output; float32 rounding is about 1e-6

_Model = TypeVar("_Model", bound=GrainModel)


@dataclass(frozen=True)
class Transposed:
    """A `ConvTranspose1d` with the `BatchNorm1d` behind it folded in."""

    weight: Tensor  # (in, out, kernel)
    bias: Tensor  # (out,)
    stride: int
    padding: int
    activation: nn.Module


def rewrite(model: _Model) -> tuple[_Model, dict[str, Any]]:
    """A copy that computes the same in fewer steps, and what was done, for ``granvae.json``.

    In the convolutional presets every BatchNorm is folded into the convolution before it, and the
    decoder's transposed convolutions become matrix products (:mod:`granvae.export.polyphase`). In
    the decoders of the other presets linear layers become plain products
    (:mod:`granvae.export.linear_product`). How far the decoder's network is moved by that, before
    what follows it (Tanh, level or spectrum), is measured as a share of its largest output.

    Args:
        model: in evaluation mode; it is not changed.

    Raises:
        GranvaeError: the copy decodes otherwise, which would be a bug of ours.
    """
    made = copy.deepcopy(model)
    if isinstance(made, PaperModel | OriginalPaperModel):
        error = _rewrite_convolutions(made)
        told = {
            "rewrites": [
                "BatchNorm folded into convolutions",
                "transposed convolutions as products",
            ],
            "error_before_tanh": error,
        }
    elif isinstance(made, ResidualGrainModel | SpectralGrainModel):
        error = _rewrite_perceptron(made.decoder)
        told = {"rewrites": ["linear layers as plain products"], "error_of_network": error}
    else:
        return made, {"rewrites": []}
    if not error <= TOLERANCE:
        raise GranvaeError(
            f"The rewritten decoder's network is {error:.2g} away from the trained one, so that "
            "nothing was written; please report this with the run's config.json."
        )
    return made, told


def _rewrite_convolutions(made: PaperModel | OriginalPaperModel) -> float:
    """The error before the Tanh."""
    layers = transposed_layers(made.decoder)
    made.encoder = _folded_encoder(made.encoder)
    steps: list[nn.Module] = [made.decoder[0]]
    for layer in layers:
        steps.append(PolyphaseTranspose(layer.weight, layer.bias, layer.stride, layer.padding))
        steps.append(layer.activation)
    before, after = made.decoder[:-1], PolyphaseStack(steps[:-1])
    channels = layers[0].weight.size(0)
    error = _difference(before, after, (channels, made.expand.out_features // channels))
    made.decoder = PolyphaseStack(steps).eval()  # type: ignore[assignment] # a stack like it
    return error


def _rewrite_perceptron(network: nn.Sequential) -> float:
    before = copy.deepcopy(network)
    first = network[0]
    assert isinstance(first, nn.Linear)
    for parent in list(network.modules()):
        for name, child in parent.named_children():
            if isinstance(child, nn.Linear):
                setattr(parent, name, ProductLinear(child))
    return _difference(before, network, (first.in_features,))


def transposed_layers(decoder: nn.Sequential) -> list[Transposed]:
    """The layers of a decoder of the paper's, BatchNorm folded: y = (x - mean) g + shift.

    Ioffe & Szegedy (2015), "Batch normalization", section 3.1: at inference it is linear.
    """
    layers = []
    for place, convolution in enumerate(decoder):
        if not isinstance(convolution, nn.ConvTranspose1d):
            continue
        norm, activation = decoder[place + 1], decoder[place + 2]
        assert isinstance(norm, nn.BatchNorm1d)
        assert convolution.bias is not None
        assert norm.running_mean is not None
        assert norm.running_var is not None
        # In doubles, so that folding rounds each weight only once.
        gain = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
        bias = (convolution.bias.double() - norm.running_mean.double()) * gain + norm.bias.double()
        layers.append(
            Transposed(
                weight=(convolution.weight.double() * gain[None, :, None]).float().detach(),
                bias=bias.float().detach(),
                stride=convolution.stride[0],
                padding=int(convolution.padding[0]),
                activation=activation,
            )
        )
    return layers


def _folded_encoder(encoder: nn.Sequential) -> nn.Sequential:
    steps: list[nn.Module] = []
    for layer in encoder:
        if isinstance(layer, nn.BatchNorm1d):
            convolution = steps.pop()
            assert isinstance(convolution, nn.Conv1d)
            layer = nn.utils.fusion.fuse_conv_bn_eval(convolution, layer)
        steps.append(layer)
    return nn.Sequential(*steps)


def _difference(before: nn.Module, after: nn.Module, shape: tuple[int, ...]) -> float:
    """The largest difference as a share of the largest output, over random inputs of a shape."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(64, *shape, generator=generator) * 2.0
    with torch.inference_mode():
        wanted, got = before(inputs), after(inputs)
    return float((got - wanted).abs().max() / wanted.abs().max().clamp(min=1e-9))
