"""Enlarging by nearest neighbours and convolving, without ever making the enlarged picture."""

import torch
from torch import Tensor, nn
from torch.nn.functional import conv_transpose2d


class ResizeConv2d(nn.Conv2d):
    """3 x 3 convolution of x enlarged twice: x [N, I, H, W] -> [N, O, 2H, 2W] (Odena et al. 2016).

    Each pixel of the result sees 2 x 2 pixels of x, through weights that are sums of the nine: one transposed
    convolution of stride 2 with 4 x 4 weights, at 16 / 36 of the multiplications.
    """

    spread: Tensor

    def __init__(self, channels: int, out_channels: int, bias: bool = True) -> None:
        super().__init__(channels, out_channels, 3, padding=1, bias=bias)
        rows = [[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
        self.register_buffer("spread", torch.tensor(rows), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        spread = self.spread.to(self.weight.dtype)
        weight = (spread @ self.weight @ spread.t()).transpose(0, 1)
        return conv_transpose2d(x, weight, self.bias, stride=2, padding=1)
