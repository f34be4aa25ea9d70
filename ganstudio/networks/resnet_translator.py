"""The residual image-to-image generator of CycleGAN (Zhu et al. 2017, appendix 7.2; Johnson et al. 2016)."""

from typing import Literal

from torch import Tensor, nn

from ganstudio.networks.dropout import SeededDropout
from ganstudio.networks.head_convolution import HeadConv2d
from ganstudio.networks.instance_norm import InstanceNorm
from ganstudio.networks.resize_convolution import ResizeConv2d
from ganstudio.networks.winograd import WinogradConv2d

Norm = Literal["instance", "batch", "none"]
Upsampling = Literal["transposed", "resize"]


def translator_norm(name: Norm, channels: int) -> nn.Module:
    """Instance norm without gain and bias, as published; batch norm with both."""
    if name == "instance":
        return InstanceNorm(channels)
    return nn.BatchNorm2d(channels) if name == "batch" else nn.Identity()


class ResNetTranslator(nn.Module):
    """c7s1-64, d128, d256, R256 x blocks, u128, u64, c7s1-3: images [N, C, H, W] in [-1, 1] -> [N, C', H, W], too.

    H and W are multiples of 4. `width` is the 64 of the paper. "resize" enlarges by nearest neighbours and convolves,
    in place of a transposed convolution, with less checkerboard. With `skips` the features of each resolution on the
    way down are added to those on the way up, as hourglass networks do (Newell et al. 2016): lines stay where they are,
    and small networks learn much sooner.
    """

    multiple = 4

    def __init__(
        self, channels: int = 3, out_channels: int = 3, width: int = 64, blocks: int = 9, norm: Norm = "instance",
        dropout: bool = False, upsampling: Upsampling = "transposed", skips: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.skips = skips
        biased = norm != "batch"  # batch norm has a bias of its own
        self.is_local = norm != "instance"
        enlarging = 2 + 1 if upsampling == "transposed" else 4 + 2
        self.reach = 3 + 1 + 2 + 4 * 2 * blocks + enlarging + 3
        self.stem = _layer(
            nn.Conv2d(channels, width, 7, padding=3, padding_mode="reflect", bias=biased), norm
        )
        self.down = nn.Sequential(
            *(_layer(nn.Conv2d(size, 2 * size, 3, 2, 1, bias=biased), norm) for size in (width, 2 * width))
        )
        self.blocks = nn.Sequential(*(ResidualBlock(4 * width, norm, dropout) for _ in range(blocks)))
        self.up = nn.Sequential(*(_up(size, norm, biased, upsampling) for size in (4 * width, 2 * width)))
        self.head = HeadConv2d(width, out_channels, 7)

    def forward(self, images: Tensor) -> Tensor:
        fine = self.stem(images)
        middle = self.down[0](fine)
        x = self.up[0](self.blocks(self.down[1](middle)))
        x = self.up[1](x + middle) + fine if self.skips else self.up[1](x)
        return self.head(x).tanh()


class ResidualBlock(nn.Module):
    """x + norm(conv(relu(norm(conv(x))))): [N, channels, H, W] -> the same."""

    def __init__(self, channels: int, norm: Norm, dropout: bool = False) -> None:
        super().__init__()
        biased = norm != "batch"
        convolutions = [WinogradConv2d(channels, channels, biased) for _ in range(2)]
        self.layers = nn.Sequential(
            convolutions[0],
            translator_norm(norm, channels),
            nn.ReLU(inplace=True),
            SeededDropout() if dropout else nn.Identity(),
            convolutions[1],
            translator_norm(norm, channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x)


def _layer(convolution: nn.Module, norm: Norm) -> nn.Sequential:
    channels = int(convolution.out_channels)  # type: ignore[arg-type]
    return nn.Sequential(convolution, translator_norm(norm, channels), nn.ReLU(inplace=True))


def _up(channels: int, norm: Norm, biased: bool, upsampling: Upsampling) -> nn.Sequential:
    half = channels // 2
    if upsampling == "transposed":
        convolution = nn.ConvTranspose2d(channels, half, 3, 2, 1, output_padding=1, bias=biased)
        return _layer(convolution, norm)
    return _layer(ResizeConv2d(channels, half, bias=biased), norm)
