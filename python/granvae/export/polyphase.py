"""Transposed convolutions as one matrix product each, which is what makes them fast on a CPU."""

# No postponed annotations: TorchScript reads those of the buffers and takes no strings.

import torch
from torch import Tensor, nn


class PolyphaseTranspose(nn.Module):
    """A `ConvTranspose1d` whose channels lie together: ``(batch, rows, in)`` to the same of outs.

    A transposed convolution of stride s is a convolution to s phases whose outputs take turns
    (polyphase; Vaidyanathan 1990, "Multirate digital filters, filter banks, polyphase networks").
    With the channels of a row together, the windows of that convolution are rows that overlap in
    memory, and its outputs are in the right order: nothing is moved.

    Args:
        layer: whose weights are taken.
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
    """``(batch, channels, rows)`` → the same through steps that take ``(batch, rows, channels)``.

    Args:
        steps: the layers.
    """

    def __init__(self, steps: list[nn.Module]) -> None:
        super().__init__()
        self.steps = nn.Sequential(*steps)

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.steps(x.transpose(1, 2)).transpose(1, 2)
        return made
