"""pix2pix as it is usually written: separate passes, cross-entropy with targets of ones and zeros, default Adam."""

import torch
from torch import Tensor, nn

from ganstudio.recipes.pix2pix import Pix2Pix
from tests.benchmarks.plain_translators import PlainUNet, copy_weights_, plain_patchgan


class PlainPix2Pix:
    """A U-Net, a discriminator of pairs, and one step. The translator goes first, as in ours."""

    def __init__(
        self, recipe: Pix2Pix, channels: int, width: int, downs: int, dropout: bool, d_width: int, d_layers: int,
        l1: float, rate: float,
    ) -> None:  # fmt: skip
        kind = torch.get_default_dtype()
        self.generator = PlainUNet(channels, width, downs, dropout).to(kind)
        self.judge = plain_patchgan(2 * channels, d_width, d_layers, "batch").to(kind)
        side = recipe.pictures.resolution
        copy_weights_(recipe.generator.networks["a2b"], self.generator, side)
        copy_weights_(recipe.discriminator, self.judge, side)
        self.adam_g = torch.optim.Adam(self.generator.parameters(), lr=rate, betas=(0.5, 0.999))
        self.adam_d = torch.optim.Adam(self.judge.parameters(), lr=rate, betas=(0.5, 0.999))
        self.l1, self.entropy, self.distance = l1, nn.BCEWithLogitsLoss(), nn.L1Loss()
        self.fake = torch.empty(0)

    def generator_loss(self, source: Tensor, target: Tensor) -> Tensor:
        self.fake = self.generator(source)
        logits = self.judge(torch.cat([source, self.fake], 1))
        return self.entropy(logits, torch.ones_like(logits)) + self.l1 * self.distance(self.fake, target)

    def judge_loss(self, source: Tensor, target: Tensor) -> Tensor:
        fake_logits = self.judge(torch.cat([source, self.fake.detach()], 1))
        logits = self.judge(torch.cat([source, target], 1))
        fake_loss = self.entropy(fake_logits, torch.zeros_like(fake_logits))
        return (fake_loss + self.entropy(logits, torch.ones_like(logits))) * 0.5

    def step(self, source: Tensor, target: Tensor) -> None:
        self.judge.requires_grad_(False)
        self.adam_g.zero_grad()
        self.generator_loss(source, target).backward()
        self.adam_g.step()
        self.judge.requires_grad_(True)
        self.adam_d.zero_grad()
        self.judge_loss(source, target).backward()
        self.adam_d.step()
