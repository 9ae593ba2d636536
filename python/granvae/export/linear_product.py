"""A linear layer as the product that is fastest for one grain and for a few."""

# No postponed annotations: TorchScript reads those of the buffers and takes no strings.

import torch
from torch import Tensor, nn


class ProductLinear(nn.Module):
    """`nn.Linear` with its weights in the order of the product, ``(in, out)``, and the bias after.

    With a bias in the product, `addmm` first copies it to every row of the result, which costs more
    than adding it. MKL, which multiplies, copies weights of the other order far more slowly.

    Args:
        layer: whose weights are taken.
    """

    weight: Tensor
    bias: Tensor

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.register_buffer("weight", layer.weight.detach().t().contiguous())
        self.register_buffer("bias", layer.bias.detach().clone())

    def forward(self, x: Tensor) -> Tensor:
        return torch.mm(x, self.weight) + self.bias
