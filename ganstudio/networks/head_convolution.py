"""The last convolution of a translator, which makes three maps of many: too few for a convolution library's vectors."""

from torch import Tensor, nn
from torch.nn.functional import conv2d, pad

MOST_MAPS = 4  # outputs above which the library's own form is faster


class HeadConv2d(nn.Conv2d):
    """nn.Conv2d of stride 1 with reflection padding: x [N, C, H, W] -> [N, O, H, W].

    On a CPU the columns of the kernel become maps of their own, O k of them by a k x 1 convolution, and are added up
    shifted: the same sums in about half of the time.
    """

    def __init__(self, channels: int, out_channels: int, size: int, bias: bool = True) -> None:
        super().__init__(channels, out_channels, size, padding=size // 2, padding_mode="reflect", bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        if x.device.type != "cpu" or self.out_channels > MOST_MAPS:
            return super().forward(x)
        size, width = self.kernel_size[0], x.shape[-1]
        kernel = self.weight.permute(3, 0, 1, 2).reshape(-1, self.in_channels, size, 1)
        maps = conv2d(pad(x, (size // 2,) * 4, mode="reflect"), kernel).unflatten(
            1, (size, self.out_channels)
        )
        y: Tensor = sum((maps[:, column, ..., column : column + width] for column in range(1, size)),
                        start=maps[:, 0, ..., :width])  # fmt: skip
        return y if self.bias is None else y + self.bias[:, None, None]
