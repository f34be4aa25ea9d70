"""One training iteration of StyleGAN2 in its reference form: a plain loop over networks, losses and parameters."""

import copy

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.recipes.base import Batch, Draws
from ganstudio.recipes.stylegan2 import StyleGAN2
from ganstudio.training.step import mixed_seed
from tests.benchmarks import reference_stylegan2 as reference


class ReferenceTraining:
    """Copies of a recipe's networks, trained by the reference operations with the recipe's settings and draws.

    Its loss methods follow the order in which the recipe draws, so that both forms see the same random numbers.
    """

    def __init__(self, recipe: StyleGAN2, seed: int, form: reference.Modulation) -> None:
        self.settings, self.form = recipe.settings, form
        self.resolution, self.layers = recipe.pictures.resolution, recipe.generator.num_ws
        self.generator, self.discriminator = (
            copy.deepcopy(net).requires_grad_(True) for net in (recipe.generator, recipe.discriminator)
        )
        self.average = copy.deepcopy(self.generator).requires_grad_(False)
        self.weights = {net: _named(net) for net in (self.generator, self.discriminator)}
        self.pl_mean = torch.zeros(())
        self._seed = seed
        self._adam = {self.generator: self._optimizer(self.generator, recipe.settings.pl_every),
                      self.discriminator: self._optimizer(self.discriminator, recipe.settings.r1_every)}  # fmt: skip

    def _optimizer(self, network: nn.Module, every: int) -> torch.optim.Optimizer:
        """One operation after the other for each parameter, as torch does by default on a CPU."""
        share = every / (every + 1)
        betas = (self.settings.beta1**share, self.settings.beta2**share)
        rate = float(self.settings.generator_lr)
        return torch.optim.Adam(network.parameters(), lr=rate * share, betas=betas, eps=1e-8, foreach=False)

    def step(self, batch: Batch, number: int, kept: float) -> None:
        """Step `number`: generator, path length if due, discriminator, R1 if due, average keeping a share `kept`."""
        settings = self.settings
        self._descend(self.generator, [self.generator_loss(batch, self._draws(batch, number, 0))])
        if number % settings.pl_every == 0:
            loss = self.path_length_loss(batch, self._draws(batch, number, 1))
            self._descend(self.generator, [loss * settings.pl_every])
        self._set_trained(self.discriminator)
        draws = self._draws(batch, number, 2)
        self._descend(self.discriminator, self.discriminator_losses(batch, draws))
        if number % settings.r1_every == 0:
            self._descend(self.discriminator, [self.r1_loss(batch) * settings.r1_every])
        self._set_trained(self.generator)
        with torch.no_grad():
            for mean, new in zip(self.average.parameters(), self.generator.parameters()):
                mean.copy_(new.lerp(mean, kept))

    def _draws(self, batch: Batch, number: int, update: int) -> Draws:
        return Draws(mixed_seed(self._seed, number, update, 0), len(batch["image"]))

    def _set_trained(self, network: nn.Module) -> None:
        for other in self.weights:
            other.requires_grad_(other is network)

    def _descend(self, network: nn.Module, losses: object) -> None:
        self._set_trained(network)
        self._adam[network].zero_grad(set_to_none=True)
        for loss in losses:  # type: ignore[attr-defined]
            loss.backward()
        self._adam[network].step()

    # -- losses ------------------------------------------------------------------------------------------------

    def generator_loss(self, batch: Batch, draws: Draws) -> Tensor:
        self._set_trained(self.generator)
        fake = self._pictures(self._styles(draws), draws)
        return F.softplus(-self._judged(fake)).mean()

    def path_length_loss(self, batch: Batch, draws: Draws) -> Tensor:
        self._set_trained(self.generator)
        share = slice(None, None, self.settings.pl_shrink)
        ws = self._styles(draws)[share]
        noise = lambda side: draws.normal(1, side, side)[share]  # noqa: E731
        images = reference.synthesis(self.weights[self.generator], ws, noise, self.resolution, self.form)
        target = draws.normal(*images.shape[1:])[share] / (images.shape[2] * images.shape[3]) ** 0.5
        (slope,) = torch.autograd.grad((images * target).sum(), ws, create_graph=True)
        lengths = slope.square().sum(2).mean(1).sqrt()
        self.pl_mean = self.pl_mean.lerp(lengths.detach().mean(), 0.01)
        return self.settings.pl_weight * (lengths - self.pl_mean).square().mean()

    def discriminator_losses(self, batch: Batch, draws: Draws) -> "list[Tensor]":
        """Made and real pictures, each in a pass of its own."""
        self._set_trained(self.discriminator)
        fake = self._pictures(self._styles(draws), draws)
        return [F.softplus(self._judged(fake)).mean(), F.softplus(-self._judged(batch["image"])).mean()]

    def r1_loss(self, batch: Batch) -> Tensor:
        self._set_trained(self.discriminator)
        real = batch["image"].detach().requires_grad_(True)
        (slope,) = torch.autograd.grad(self._judged(real).sum(), real, create_graph=True)
        return slope.square().sum((1, 2, 3)).mean() * (float(self.settings.r1_gamma) / 2)

    def _styles(self, draws: Draws) -> Tensor:
        sd, layers = self.weights[self.generator], self.settings.mapping_layers
        ws = reference.mapping(sd, draws.normal(self.settings.z_dim), layers)[:, None].repeat(
            1, self.layers, 1
        )
        mixed, place = draws.shared_uniform() < self.settings.style_mixing, draws.shared_uniform()
        other = draws.normal(self.settings.z_dim)
        if mixed:
            cutoff = 1 + int(place * (self.layers - 1))
            mapped = reference.mapping(sd, other, layers)[:, None].repeat(1, self.layers, 1)
            ws = torch.cat([ws[:, :cutoff], mapped[:, cutoff:]], dim=1)
        return ws

    def _pictures(self, ws: Tensor, draws: Draws) -> Tensor:
        noise = lambda side: draws.normal(1, side, side)  # noqa: E731
        return reference.synthesis(self.weights[self.generator], ws, noise, self.resolution, self.form)

    def _judged(self, images: Tensor) -> Tensor:
        return reference.discriminator(self.weights[self.discriminator], images, self.settings.mbstd_group)


def _named(network: nn.Module) -> reference.Weights:
    return {**dict(network.named_parameters()), **dict(network.named_buffers())}
