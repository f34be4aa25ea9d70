"""The U-Net image-to-image generator of pix2pix (Isola et al. 2017, section 3.2.1 and appendix 6.1.1)."""

import torch
from torch import Tensor, nn
from torch.nn.functional import leaky_relu, relu

from ganstudio.networks.dropout import SeededDropout
from ganstudio.networks.resnet_translator import Norm, translator_norm

WIDEST = 8  # times the width of the first layer
FIRST_WITH_DROPOUT = (
    4  # the enlarging layers inside this many others, apart from the innermost, may drop features
)


class UNet(nn.Module):
    """Halved `downs` times and doubled as often, with skips: images [N, C, H, W] in [-1, 1] -> [N, C', H, W], too.

    H and W are multiples of 2**downs. With `width` 64 and 8 halvings it is the paper's, for 256 pixels.
    """

    def __init__(
        self, channels: int = 3, out_channels: int = 3, width: int = 64, downs: int = 8, norm: Norm = "batch",
        dropout: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.multiple = 2**downs
        self.reach = 3 * (2**downs - 1)  # halving and doubling look 1.5 pixels of their finer side away, each
        self.is_local = norm != "instance"
        sizes = [width * min(2**depth, WIDEST) for depth in range(downs)]
        last = downs - 1
        self.down = nn.ModuleList(
            _half(channels if depth == 0 else sizes[depth - 1], sizes[depth], norm if 0 < depth < last else "none",
                  biased=norm != "batch")
            for depth in range(downs)
        )  # fmt: skip
        self.up = nn.ModuleList(
            _double(sizes[depth] * (1 if depth == last else 2), sizes[depth - 1] if depth else out_channels,
                    norm if depth else "none", biased=norm != "batch" or depth == 0,
                    dropout=dropout and FIRST_WITH_DROPOUT <= depth < last)
            for depth in range(downs)
        )  # fmt: skip

    def forward(self, images: Tensor) -> Tensor:
        """What a skip hands over is already leaky, as in the published code, whose activation works in place.

        The doubling layer takes relu(skip), and relu(leaky_relu(x)) = relu(x): both readings are one function, so
        every activation here may work in place, and no feature map is kept twice.
        """
        skips = []
        x = self.down[0](images)
        for half in self.down[1:]:
            x = leaky_relu(x, 0.2, inplace=True)
            skips.append(x)
            x = half(x)
        x = self.up[-1](relu(x, inplace=True))
        for double, skip in zip(reversed(self.up[:-1]), reversed(skips)):
            x = double(relu(torch.cat((skip, x), dim=1), inplace=True))
        return x.tanh()


def _half(channels: int, wider: int, norm: Norm, biased: bool) -> nn.Sequential:
    """[N, channels, H, W] -> [N, wider, H/2, W/2]."""
    return nn.Sequential(nn.Conv2d(channels, wider, 4, 2, 1, bias=biased), translator_norm(norm, wider))


def _double(channels: int, narrower: int, norm: Norm, biased: bool, dropout: bool) -> nn.Sequential:
    """[N, channels, H, W] -> [N, narrower, 2H, 2W]."""
    convolution = nn.ConvTranspose2d(channels, narrower, 4, 2, 1, bias=biased)
    return nn.Sequential(
        convolution, translator_norm(norm, narrower), SeededDropout() if dropout else nn.Identity()
    )
