"""DCGAN's two networks (Radford et al. 2016), for any power of two from 8 px, with or without classes."""

from typing import Literal

import torch
from torch import Tensor, nn

from ganstudio.networks.convolution import Conv2d, ConvTranspose2d
from ganstudio.networks.latent import Latent, shaped, with_labels
from ganstudio.networks.norms import NormName, feature_norm, has_own_bias
from ganstudio.networks.picture_conv import PictureConv2d

Upsampling = Literal["transposed", "resize"]


class Generator(nn.Module):
    """Projects z and doubles the resolution until it is reached (Radford et al. 2016, figure 1).

    z [N, z_dim] standard normal, labels [N, num_classes] that may be soft -> image [N, C, R, R] in [-1, 1]
    """

    def __init__(
        self,
        resolution: int,
        channels: int,
        z_dim: int = 100,
        width: int = 64,
        num_classes: int = 0,
        norm: NormName = "batch",
        upsampling: Upsampling = "transposed",
        latent: Latent = "normal",
    ) -> None:
        super().__init__()
        self.z_dim, self.latent = z_dim, latent
        features = width * resolution // 8  # halves at every doubling, down to `width` at half the resolution
        self.project = nn.Linear(z_dim + num_classes, features * 16, bias=not has_own_bias(norm))
        layers: list[nn.Module] = [nn.Unflatten(1, (features, 4, 4)), feature_norm(norm, features), nn.ReLU()]
        while features > width:
            features //= 2
            layers.append(up(2 * features, features, upsampling, bias=not has_own_bias(norm)))
            layers += [feature_norm(norm, features), nn.ReLU()]
        self.layers = nn.Sequential(*layers, up(width, channels, upsampling), nn.Tanh())
        initialise_(self)

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        images: Tensor = self.layers(self.project(with_labels(shaped(z, self.latent), labels)))
        return images


class Discriminator(nn.Module):
    """Strided convolutions down to 4x4, then one number; with classes plus a projection term.

    images [N, C, R, R], labels [N, num_classes] -> logits [N]. With f the last features and E the embedding,
    the logit is w . f + b + (E y) . f (Miyato and Koyama 2018, eq. 3).
    """

    def __init__(
        self,
        resolution: int,
        channels: int,
        width: int = 64,
        num_classes: int = 0,
        norm: NormName = "batch",
    ) -> None:
        super().__init__()
        layers: list[nn.Module] = [PictureConv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2)]
        features = width
        while features < width * resolution // 8:
            layers.append(Conv2d(features, 2 * features, 4, 2, 1, bias=not has_own_bias(norm)))
            layers += [feature_norm(norm, 2 * features), nn.LeakyReLU(0.2)]
            features *= 2
        self.layers = nn.Sequential(*layers, nn.Flatten())
        self.head = nn.Linear(16 * features, 1)
        self.embed = nn.Linear(num_classes, 16 * features, bias=False) if num_classes else None
        initialise_(self)

    def forward(self, images: Tensor, labels: Tensor | None = None) -> Tensor:
        features = self.layers(images)
        logits: Tensor = self.head(features).squeeze(1)
        if self.embed is None or labels is None:
            return logits
        return logits + (self.embed(labels) * features).sum(1)


def up(features: int, to: int, upsampling: Upsampling, bias: bool = True) -> nn.Module:
    """Twice the resolution: a transposed convolution, or nearest neighbour and a convolution (less checkerboard)."""
    if upsampling == "transposed":
        return ConvTranspose2d(features, to, 4, 2, 1, bias=bias)
    return nn.Sequential(nn.Upsample(scale_factor=2), Conv2d(features, to, 3, padding=1, bias=bias))


@torch.no_grad()
def initialise_(network: nn.Module) -> None:
    """Weights N(0, 0.02), gains N(1, 0.02), biases 0 (Radford et al. 2016, section 4)."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
            nn.init.normal_(module.weight, 0.0, 0.02)
        elif isinstance(module, nn.BatchNorm2d | nn.GroupNorm | nn.InstanceNorm2d):
            nn.init.normal_(module.weight, 1.0, 0.02)
        if isinstance(bias := getattr(module, "bias", None), Tensor):
            nn.init.zeros_(bias)
