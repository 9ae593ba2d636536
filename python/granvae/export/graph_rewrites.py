"""The same model in fewer and faster steps, as a file holds it. Only what is exact is done."""

import copy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from granvae.errors import GranvaeError
from granvae.models.base import GrainModel
from granvae.models.paper import OriginalPaperModel, PaperModel
from granvae.models.residual_mlp import ResidualBlock, ResidualGrainModel
from granvae.models.spectral import SpectralGrainModel

TOLERANCE = 1e-4  # of the network's largest output; float32 rounding is about 1e-6


def rewrite(model: GrainModel) -> tuple[GrainModel, dict[str, Any]]:
    """A copy that computes the same in fewer steps, and what was done, for ``granvae.json``.

    In the convolutional presets every BatchNorm is folded into the convolution before it, and the
    decoder's transposed convolutions become matrix products (`PolyphaseTranspose`). In the other
    presets every LayerNorm's gains are folded into the layer after it, and linear
    layers become plain products (`ProductLinear`). The error of the decoder's network, before what
    follows it (Tanh, level or spectrum), is measured as a share of its largest output.

    The encoder of the presets that refine its answer (:mod:`granvae.models.refine`) keeps its
    weights in half precision, which is half of their size in a file.

    Args:
        model: in evaluation mode; it is not changed.

    Raises:
        GranvaeError: the copy decodes otherwise, which would be a bug of ours.
    """
    made = copy.deepcopy(model)
    if isinstance(made, PaperModel | OriginalPaperModel):
        error = _rewrite_convolutions(made)
        done = ["BatchNorm folded into convolutions", "transposed convolutions as products"]
        graph = {"rewrites": done, "error_before_tanh": error}
    elif isinstance(made, ResidualGrainModel | SpectralGrainModel):
        before = made.decoder
        made.decoder = as_products(fold_layer_norms(before))
        first = before[0]
        assert isinstance(first, nn.Linear)
        error = _difference(before, made.decoder, (first.in_features,))
        done = ["LayerNorm folded into linear layers", "linear layers as plain products"]
        if isinstance(made, ResidualGrainModel):
            made.encoder = as_products(fold_layer_norms(made.encoder), torch.float16)
            made.noises = _halved(made.noises)
            done += ["encoder in half precision"]
        else:
            made.encoder = as_products(fold_layer_norms(made.encoder))
        graph = {"rewrites": done, "error_of_network": error}
    else:
        return made, {"rewrites": []}
    if not error <= TOLERANCE:
        raise GranvaeError(
            f"The rewritten decoder's network is {error:.2g} away from the trained one, so that "
            "nothing was written; please report this with the run's config.json."
        )
    return made, graph


def _rewrite_convolutions(made: PaperModel | OriginalPaperModel) -> float:
    """The error before the Tanh."""
    made.encoder = fold_batch_norms(made.encoder)
    before, first = made.decoder, made.decoder[1]
    assert isinstance(first, nn.ConvTranspose1d)
    steps = [
        PolyphaseTranspose(layer) if isinstance(layer, nn.ConvTranspose1d) else layer
        for layer in fold_decoder(before)
    ]
    made.decoder = PolyphaseStack(steps).eval()  # type: ignore[assignment] # a stack like it
    shape = (first.in_channels, made.expand.out_features // first.in_channels)
    return _difference(before[:-1], PolyphaseStack(steps[:-1]), shape)


def as_products(network: nn.Sequential, stored: torch.dtype = torch.float32) -> nn.Sequential:
    """A perceptron whose linear layers are `ProductLinear`, in place."""
    for parent in list(network.modules()):
        for name, child in parent.named_children():
            if isinstance(child, nn.Linear):
                setattr(parent, name, ProductLinear(child, stored))
    return network


def fold_layer_norms(network: nn.Sequential) -> nn.Sequential:
    """A copy of `models.residual_mlp.mlp` with its norms' gains and shifts in the layers after."""
    made = copy.deepcopy(network)
    norm: nn.LayerNorm | None = None
    for step in made:
        if isinstance(step, ResidualBlock):
            step.norm = _folded(step.norm, step.rise)
        elif isinstance(step, nn.LayerNorm):
            norm = step
        elif norm is not None:
            assert isinstance(step, nn.Linear)
            _folded(norm, step)
    return nn.Sequential(*(_plain(s) if isinstance(s, nn.LayerNorm) else s for s in made)).eval()


@torch.no_grad()
def _folded(norm: nn.LayerNorm, layer: nn.Linear) -> nn.LayerNorm:
    weight, bias = layer.weight.double(), layer.bias.double()
    layer.weight.copy_(weight * norm.weight)
    layer.bias.copy_(bias + weight @ norm.bias.double())
    return _plain(norm)


def _plain(norm: nn.LayerNorm) -> nn.LayerNorm:
    return nn.LayerNorm(norm.normalized_shape, norm.eps, elementwise_affine=False)


def _halved(values: Tensor) -> Tensor:
    """The same in half precision, where that is exact."""
    half = values.half()
    return half if torch.equal(half.to(values.dtype), values) else values


def fold_decoder(decoder: nn.Sequential) -> nn.Sequential:
    """The decoder of a convolutional preset without BatchNorm, each weight rounded only once."""
    return fold_batch_norms(copy.deepcopy(decoder).double()).float()


def fold_batch_norms(stack: nn.Sequential) -> nn.Sequential:
    """The layers with every BatchNorm folded into the convolution before it.

    Ioffe & Szegedy (2015), "Batch normalization", section 3.1: at inference it is linear.
    """
    steps: list[nn.Module] = []
    for layer in stack:
        if isinstance(layer, nn.BatchNorm1d):
            convolution = steps.pop()
            assert isinstance(convolution, nn.Conv1d | nn.ConvTranspose1d)
            transposed = isinstance(convolution, nn.ConvTranspose1d)
            layer = fuse_conv_bn_eval(convolution, layer, transposed)
        steps.append(layer)
    return nn.Sequential(*steps)


def _difference(before: nn.Module, after: nn.Module, shape: tuple[int, ...]) -> float:
    """The largest difference as a share of the largest output, over random inputs of a shape."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(64, *shape, generator=generator) * 2.0
    with torch.inference_mode():
        expected, actual = before(inputs), after(inputs)
    return float((actual - expected).abs().max() / expected.abs().max().clamp(min=1e-9))


class PolyphaseTranspose(nn.Module):
    """A `ConvTranspose1d` whose channels lie together: ``(batch, rows, in)`` to the same of outs.

    A transposed convolution of stride s is a convolution to s phases whose outputs take turns
    (polyphase; Vaidyanathan 1990, "Multirate digital filters, filter banks, polyphase networks").
    With the channels of a row together, the windows of that convolution are rows that overlap in
    memory, and its outputs are in the right order: nothing is moved.
    """

    weight: Tensor
    bias: Tensor

    def __init__(self, layer: nn.ConvTranspose1d) -> None:
        super().__init__()
        assert layer.bias is not None
        self.ins, self.outs, self.kernel = layer.weight.shape
        stride, self.padding = layer.stride[0], int(layer.padding[0])
        self.stride = stride
        self.taps = -(-self.kernel // stride)
        whole = torch.zeros(self.ins, self.outs, self.taps * stride)
        whole[:, :, : self.kernel] = layer.weight.detach()
        # The newest row of a window is its last, and meets the first taps.
        phases = whole.reshape(self.ins, self.outs, self.taps, stride).flip(2)
        flat = phases.permute(2, 0, 3, 1).reshape(self.taps * self.ins, stride * self.outs)
        self.register_buffer("weight", flat.contiguous())
        self.register_buffer("bias", layer.bias.detach().repeat(stride))

    def forward(self, x: Tensor) -> Tensor:
        batch, rows = x.size(0), x.size(1)
        length = (rows - 1) * self.stride - 2 * self.padding + self.kernel
        margin = self.taps - 1
        padded = nn.functional.pad(x, [0, 0, margin, margin]).contiguous()
        count = rows + margin
        windows = padded.as_strided(
            [batch, count, self.taps * self.ins], [(count + margin) * self.ins, self.ins, 1]
        )
        made = torch.addmm(self.bias, windows.reshape(batch * count, -1), self.weight)
        whole = made.reshape(batch, count * self.stride, self.outs)
        return whole[:, self.padding : self.padding + length]


class PolyphaseStack(nn.Module):
    """``(batch, channels, rows)`` → the same by steps that take ``(batch, rows, channels)``."""

    def __init__(self, steps: list[nn.Module]) -> None:
        super().__init__()
        self.steps = nn.Sequential(*steps)

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.steps(x.transpose(1, 2)).transpose(1, 2)
        return made


class ProductLinear(nn.Module):
    """`nn.Linear` with its weights in the order of the product, ``(in, out)``, and the bias after.

    With a bias in the product, `addmm` first copies it to every row of the result, which costs more
    than adding it. MKL, which multiplies, copies weights of the other order far more slowly.

    Args:
        layer: the trained one.
        stored: the type of its weights in the file; they are multiplied as their input is.
    """

    weight: Tensor
    bias: Tensor

    def __init__(self, layer: nn.Linear, stored: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.register_buffer("weight", layer.weight.detach().t().contiguous().to(stored))
        self.register_buffer("bias", layer.bias.detach().clone())

    def forward(self, x: Tensor) -> Tensor:
        return torch.mm(x, self.weight.to(x.dtype)) + self.bias
