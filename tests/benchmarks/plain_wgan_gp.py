"""WGAN-GP's residual networks and losses as textbooks write them: separate passes, torch's default Adam."""

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ganstudio.networks.resnet import ResidualBlock, ResNetCritic, ResNetGenerator


def _doubled(x: Tensor) -> Tensor:
    return interpolate(x, scale_factor=2, mode="nearest")


def plain_block(block: ResidualBlock, x: Tensor) -> Tensor:
    """The block's own layers; the shortcut resamples on the side where it is usually written, not the cheaper one."""
    y = x if block.starts else torch.relu(block.norm1(x))
    short = x
    if block.resample == "up":
        y, short = _doubled(y), _doubled(short)
    y = block.conv2(torch.relu(block.norm2(block.conv1(y))))
    short = block.shortcut(short)
    if block.resample == "down":
        y, short = avg_pool2d(y, 2), avg_pool2d(short, 2)
    return y + short


class PlainTraining:
    """Plain forward passes through copies of our networks, and one step: critic steps, then the generator's."""

    def __init__(
        self, generator: ResNetGenerator, critic: ResNetCritic, rate: float, critic_steps: int
    ) -> None:
        self.generator, self.critic, self.critic_steps = generator, critic, critic_steps
        self.adam = {
            net: torch.optim.Adam(net.parameters(), lr=rate, betas=(0.0, 0.9)) for net in (generator, critic)
        }
        self.average = [parameter.detach().clone() for parameter in generator.parameters()]

    def made(self, z: Tensor) -> Tensor:
        x = self.generator.project(z).view(-1, self.generator.width, 4, 4)
        for block in self.generator.blocks:
            x = plain_block(block, x)  # type: ignore[arg-type]
        return torch.tanh(self.generator.to_image(torch.relu(self.generator.norm(x))))

    def judged(self, x: Tensor) -> Tensor:
        for block in self.critic.blocks:
            x = plain_block(block, x)  # type: ignore[arg-type]
        return self.critic.head(torch.relu(x).mean((2, 3))).squeeze(1)

    def critic_step(self, images: Tensor, z: Tensor, share: Tensor) -> None:
        self.critic.zero_grad()
        fake = self.made(z).detach()
        self.judged(images).mean().neg().backward()
        self.judged(fake).mean().backward()
        mixed = (fake + share * (images - fake)).requires_grad_(True)
        (slope,) = torch.autograd.grad(self.judged(mixed).sum(), mixed, create_graph=True)
        (10 * (slope.flatten(1).norm(dim=1) - 1).square().mean()).backward()
        self.adam[self.critic].step()

    def generator_step(self, z: Tensor) -> None:
        self.generator.zero_grad()
        self.judged(self.made(z)).mean().neg().backward()
        self.adam[self.generator].step()

    def step(self, images: Tensor, kept: float) -> None:
        size = len(images), self.generator.z_dim
        for _ in range(self.critic_steps):
            self.critic_step(images, torch.randn(size), torch.rand(len(images), 1, 1, 1))
        self.generator_step(torch.randn(size))
        with torch.no_grad():
            for mean, new in zip(self.average, self.generator.parameters()):
                mean.mul_(kept).add_(new, alpha=1 - kept)
