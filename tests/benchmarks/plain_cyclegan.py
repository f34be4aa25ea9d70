"""CycleGAN as it is usually written: a pass for each picture of each term, lists as pools, torch's default Adam."""

import itertools
from collections.abc import Callable

import torch
from torch import Tensor, nn

from ganstudio.recipes.cyclegan import CycleGAN
from tests.benchmarks.plain_translators import PlainResNet, copy_weights_, plain_patchgan


class PlainPool:
    """Pictures of the past in a list. `chance` and `place` are the numbers it goes by."""

    def __init__(self, size: int) -> None:
        self.size, self.images = size, list[Tensor]()

    def query(self, images: Tensor, chances: list[float], places: list[int]) -> Tensor:
        if self.size == 0:
            return images
        chosen = []
        for image, chance, place in zip(images.detach(), chances, places):
            if len(self.images) < self.size:
                self.images.append(image)
                chosen.append(image)
            elif chance < 0.5:
                old = self.images[place]
                self.images[place] = image
                chosen.append(old)
            else:
                chosen.append(image)
        return torch.stack(chosen)


class PlainCycleGAN:
    """Two translators, two discriminators, and one step of the textbook."""

    def __init__(
        self, recipe: CycleGAN, channels: int, width: int, blocks: int, d_width: int, d_layers: int, cycle: float,
        identity: float, pool: int, rate: float,
    ) -> None:  # fmt: skip
        kind = torch.get_default_dtype()
        self.a2b, self.b2a = (PlainResNet(channels, width, blocks).to(kind) for _ in "ab")
        self.judge_a, self.judge_b = (
            plain_patchgan(channels, d_width, d_layers, "instance").to(kind) for _ in "ab"
        )
        for ours, plain in (
            (recipe.generator.networks["a2b"], self.a2b), (recipe.generator.networks["b2a"], self.b2a),
            (recipe.discriminator["a"], self.judge_a), (recipe.discriminator["b"], self.judge_b),  # type: ignore[index]
        ):  # fmt: skip
            copy_weights_(ours, plain, recipe.pictures.resolution)
        self.cycle, self.identity = cycle, identity
        self.pool_a, self.pool_b = PlainPool(pool), PlainPool(pool)
        translators = itertools.chain(self.a2b.parameters(), self.b2a.parameters())
        judges = itertools.chain(self.judge_a.parameters(), self.judge_b.parameters())
        self.adam_g = torch.optim.Adam(translators, lr=rate, betas=(0.5, 0.999))
        self.adam_d = torch.optim.Adam(judges, lr=rate, betas=(0.5, 0.999))
        self.square, self.distance = nn.MSELoss(), nn.L1Loss()
        self.fake_a, self.fake_b = torch.empty(0), torch.empty(0)

    def translators_loss(self, a: Tensor, b: Tensor) -> Tensor:
        self.fake_b = self.a2b(a)
        back_a = self.b2a(self.fake_b)
        self.fake_a = self.b2a(b)
        back_b = self.a2b(self.fake_a)
        loss = self.cycle * (self.distance(back_a, a) + self.distance(back_b, b))
        if self.identity > 0:
            loss = loss + self.cycle * self.identity * self.distance(self.a2b(b), b)
            loss = loss + self.cycle * self.identity * self.distance(self.b2a(a), a)
        for judge, fake in ((self.judge_b, self.fake_b), (self.judge_a, self.fake_a)):
            logits = judge(fake)
            loss = loss + self.square(logits, torch.ones_like(logits))
        return loss

    def judge_loss(self, judge: nn.Module, real: Tensor, fake: Tensor) -> Tensor:
        logits, fake_logits = judge(real), judge(fake.detach())
        real_loss = self.square(logits, torch.ones_like(logits))
        return (real_loss + self.square(fake_logits, torch.zeros_like(fake_logits))) * 0.5

    def step(self, a: Tensor, b: Tensor, numbers: Callable[[], tuple[list[float], list[int]]]) -> None:
        for judge in (self.judge_a, self.judge_b):
            judge.requires_grad_(False)
        self.adam_g.zero_grad()
        self.translators_loss(a, b).backward()
        self.adam_g.step()
        for judge in (self.judge_a, self.judge_b):
            judge.requires_grad_(True)
        self.adam_d.zero_grad()
        self.judge_loss(self.judge_a, a, self.pool_a.query(self.fake_a, *numbers())).backward()
        self.judge_loss(self.judge_b, b, self.pool_b.query(self.fake_b, *numbers())).backward()
        self.adam_d.step()
