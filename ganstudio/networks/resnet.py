"""The residual networks of WGAN-GP (Gulrajani et al. 2017, appendix F, table 3), for any power of two from 16 px."""

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, interpolate

from ganstudio.networks.latent import Latent, shaped
from ganstudio.networks.norms import NormName, feature_norm

Resample = Literal["up", "down", "none"]


class ResidualBlock(nn.Module):
    """norm, ReLU, conv, norm, ReLU, conv beside a shortcut: x [N, I, H, W] -> [N, O, H', W'] with H' = 2H, H/2 or H.

    Upsampling comes before the first convolution and downsampling after the second. The first block of a critic has
    neither norm nor ReLU before its first convolution (`starts`), as it sees pixels.
    """

    def __init__(
        self, inside: int, outside: int, norm: NormName, resample: Resample, starts: bool = False
    ) -> None:
        super().__init__()
        self.resample, self.starts = resample, starts
        hidden = outside if resample != "down" or starts else inside
        self.norm1 = nn.Identity() if starts else feature_norm(norm, inside)
        self.conv1 = nn.Conv2d(inside, hidden, 3, padding=1)
        self.norm2 = nn.Identity() if starts else feature_norm(norm, hidden)
        self.conv2 = nn.Conv2d(hidden, outside, 3, padding=1)
        changes = inside != outside or resample != "none"
        self.shortcut = nn.Conv2d(inside, outside, 1) if changes else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        y = x if self.starts else self.norm1(x).relu()
        if self.resample == "up":
            y = self.conv2(self.norm2(self.conv1(_doubled(y))).relu())
            return y + _doubled(
                self.shortcut(x)
            )  # a 1x1 convolution may as well come before repeating pixels
        y = self.conv2(self.norm2(self.conv1(y)).relu())
        if self.resample == "down":
            return avg_pool2d(y, 2) + self.shortcut(avg_pool2d(x, 2))  # and after averaging them
        total: Tensor = y + self.shortcut(x)
        return total


class ResNetGenerator(nn.Module):
    """z [N, z_dim] standard normal -> image [N, C, R, R] in [-1, 1]; `width` features at every resolution."""

    def __init__(
        self,
        resolution: int,
        channels: int,
        z_dim: int = 128,
        width: int = 128,
        norm: NormName = "batch",
        latent: Latent = "normal",
    ) -> None:
        super().__init__()
        self.z_dim, self.latent, self.width = z_dim, latent, width
        self.project = nn.Linear(z_dim, width * 16)
        doublings = (resolution // 4).bit_length() - 1
        self.blocks = nn.Sequential(*(ResidualBlock(width, width, norm, "up") for _ in range(doublings)))
        self.norm = feature_norm(norm, width)
        self.to_image = nn.Conv2d(width, channels, 3, padding=1)
        initialise_(self)

    def forward(self, z: Tensor, _labels: Tensor | None = None) -> Tensor:
        x = self.project(shaped(z, self.latent)).view(-1, self.width, 4, 4)
        images: Tensor = self.to_image(self.norm(self.blocks(x)).relu()).tanh()
        return images


class ResNetCritic(nn.Module):
    """images [N, C, R, R] -> values [N]: halved to 8x8, two blocks there, then the mean over pixels."""

    def __init__(self, resolution: int, channels: int, width: int = 128, norm: NormName = "none") -> None:
        super().__init__()
        halvings = (resolution // 8).bit_length() - 1
        blocks = [ResidualBlock(channels, width, norm, "down", starts=True)]
        blocks += [ResidualBlock(width, width, norm, "down") for _ in range(halvings - 1)]
        blocks += [ResidualBlock(width, width, norm, "none") for _ in range(2)]
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(width, 1)
        initialise_(self)

    def forward(self, images: Tensor, _labels: Tensor | None = None) -> Tensor:
        values: Tensor = self.head(self.blocks(images).relu().mean((2, 3))).squeeze(1)
        return values


def _doubled(x: Tensor) -> Tensor:
    return interpolate(x, scale_factor=2, mode="nearest")


@torch.no_grad()
def initialise_(network: nn.Module) -> None:
    """Glorot's uniform weights, times sqrt 2 in the 3x3 convolutions of blocks, which ReLUs follow; biases 0."""
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.xavier_uniform_(module.weight, 2**0.5 if name.endswith(("conv1", "conv2")) else 1.0)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
