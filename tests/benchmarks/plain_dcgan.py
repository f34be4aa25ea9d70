"""DCGAN as textbooks train it, with or without classes: default layouts, separate passes, torch's default Adam."""

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.networks.dcgan import Discriminator, Generator


class PlainGenerator(nn.Module):
    """z (and labels after it) through transposed convolutions from 1x1 to 64x64; batch norm and ReLU between."""

    def __init__(self, inputs: int, width: int, channels: int) -> None:
        super().__init__()
        sizes = [8 * width, 4 * width, 2 * width, width]
        layers: list[nn.Module] = [nn.ConvTranspose2d(inputs, sizes[0], 4, 1, 0, bias=False)]
        for size, to in pairwise(sizes):
            layers += [nn.BatchNorm2d(size), nn.ReLU(True), nn.ConvTranspose2d(size, to, 4, 2, 1, bias=False)]
        layers += [
            nn.BatchNorm2d(width),
            nn.ReLU(True),
            nn.ConvTranspose2d(width, channels, 4, 2, 1),
            nn.Tanh(),
        ]
        self.layers = nn.Sequential(*layers)

    def forward(self, z: Tensor, labels: Tensor | None) -> Tensor:
        z = z if labels is None else torch.cat([z, labels], 1)
        return self.layers(z[:, :, None, None])


class PlainDiscriminator(nn.Module):
    """Strided convolutions from 64x64 to 4x4, then one of the whole 4x4; with classes a projection beside it."""

    def __init__(self, width: int, channels: int, classes: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True)]
        for size in (width, 2 * width, 4 * width):
            layers += [nn.Conv2d(size, 2 * size, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * size)]
            layers.append(nn.LeakyReLU(0.2, inplace=True))
        self.layers, self.head = nn.Sequential(*layers), nn.Conv2d(8 * width, 1, 4)
        self.embed = nn.Linear(classes, 8 * width * 16, bias=False) if classes else None

    def forward(self, images: Tensor, labels: Tensor | None) -> Tensor:
        features = self.layers(images)
        logits = self.head(features).view(-1)
        if self.embed is None or labels is None:
            return logits
        return logits + (self.embed(labels) * features.flatten(1)).sum(1)


class PlainTraining:
    """Both networks, with the weights of ours, and one step of the textbook."""

    def __init__(
        self, generator: Generator, discriminator: Discriminator, width: int, rate: float, channels: int
    ) -> None:
        classes = 0 if discriminator.embed is None else discriminator.embed.in_features
        self.z_dim = generator.z_dim
        self.generator = PlainGenerator(self.z_dim + classes, width, channels).to(torch.get_default_dtype())
        self.discriminator = PlainDiscriminator(width, channels, classes).to(torch.get_default_dtype())
        _copy_weights(generator, self.generator)
        _copy_weights(discriminator, self.discriminator)
        self.adam = {
            net: torch.optim.Adam(net.parameters(), lr=rate, betas=(0.5, 0.999))
            for net in (self.generator, self.discriminator)
        }
        self.loss = F.binary_cross_entropy_with_logits
        self.average = [parameter.detach().clone() for parameter in self.generator.parameters()]

    def discriminator_step(self, images: Tensor, labels: Tensor | None, fake: Tensor) -> None:
        self.discriminator.zero_grad()
        real = self.discriminator(images, labels)
        self.loss(real, torch.ones_like(real)).backward()
        judged = self.discriminator(fake.detach(), labels)
        self.loss(judged, torch.zeros_like(judged)).backward()
        self.adam[self.discriminator].step()

    def generator_step(self, labels: Tensor | None, fake: Tensor) -> None:
        self.generator.zero_grad()
        judged = self.discriminator(fake, labels)
        self.loss(judged, torch.ones_like(judged)).backward()
        self.adam[self.generator].step()

    def _made(self, images: Tensor, labels: Tensor | None) -> Tensor:
        return self.generator(torch.randn(len(images), self.z_dim), labels)

    def step(self, images: Tensor, labels: Tensor | None, kept: float, fresh: bool = False) -> None:
        """One batch of made pictures serves both updates, or, `fresh`, each update makes its own."""
        fake = self._made(images, labels)
        self.discriminator_step(images, labels, fake)
        self.generator_step(labels, self._made(images, labels) if fresh else fake)
        with torch.no_grad():
            for mean, new in zip(self.average, self.generator.parameters()):
                mean.mul_(kept).add_(new, alpha=1 - kept)


def _copy_weights(ours: nn.Module, plain: nn.Module) -> None:
    """In order; a linear layer from or to 4x4 pixels is a convolution of them."""
    named = [(name, tensor) for name, tensor in ours.named_parameters()]
    for (name, source), target in zip(named, plain.parameters()):
        values = source.detach().t() if name == "project.weight" else source.detach()
        target.data.copy_(values.reshape(target.shape))
