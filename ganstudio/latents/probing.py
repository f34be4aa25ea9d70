"""Which matrices first act on a latent, found by watching a generator at work and not by the names of recipes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

STEP = 1e-2  # around z = 0, to see how what enters the first layer depends on z


class _Seen(Exception):  # noqa: N818 (it ends a forward pass early and is no error)
    pass


class FirstLayer:
    """The first linear layer that z reaches, of a generator without styles.

    What enters it is u [N, U]: z, perhaps reshaped, with the labels appended. `matrix` [D, U] is what it does to u.
    """

    def __init__(self, model: "Model") -> None:
        model.require_latents()
        self._model = model
        self._layer = self._find()
        self.matrix = linear_part(self._layer, self._watch(self._probe(2), None).shape[1:])

    def inputs(self, z: Tensor, weights: Tensor | None) -> np.ndarray:
        """u [N, U] of latents z [N, z_dim] and class weights, in float64."""
        return self._watch(z, weights).flatten(1).double().cpu().numpy()

    def slope(self) -> np.ndarray:
        """du/dz [U, z_dim] around z = 0, by central differences."""
        steps = STEP * torch.eye(self._model.z_dim, device=self._model.device)
        return ((self.inputs(steps, None) - self.inputs(-steps, None)) / (2 * STEP)).T

    def _find(self) -> nn.Module:
        """The first layer with a weight whose input differs between two z of the same class."""
        differing: list[nn.Module] = []

        def look(layer: nn.Module, arguments: tuple[Any, ...]) -> None:
            x = arguments[0]
            if isinstance(x, Tensor) and x.is_floating_point() and not torch.equal(x[0], x[1]):
                differing.append(layer)
                raise _Seen

        kinds = (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)
        layers = [layer for layer in self._model.generator.modules() if isinstance(layer, kinds)]
        self._forward(layers, look, self._probe(2), None)
        if not differing:
            raise StudioError("This model has no linear layer to look at; mark pictures to make a direction.")
        return differing[0]

    def _watch(self, z: Tensor, weights: Tensor | None) -> Tensor:
        seen: list[Tensor] = []

        def look(layer: nn.Module, arguments: tuple[Any, ...]) -> None:
            assert layer is self._layer
            seen.append(arguments[0].detach())
            raise _Seen

        self._forward([self._layer], look, z, weights)
        return seen[0]

    @torch.no_grad()
    def _forward(
        self, layers: Sequence[nn.Module], look: Callable[..., None], z: Tensor, weights: Tensor | None
    ) -> None:
        if weights is None and self._model.num_classes:
            weights = torch.zeros(len(z), self._model.num_classes, device=z.device)
            weights[:, 0] = 1
        handles = [layer.register_forward_pre_hook(look) for layer in layers]
        try:
            self._model.generator(z, weights)
        except _Seen:
            pass
        finally:
            for handle in handles:
                handle.remove()

    def _probe(self, count: int) -> Tensor:
        z = np.random.RandomState(1).randn(count, self._model.z_dim).astype(np.float32)
        return torch.from_numpy(z).to(self._model.device)


@torch.no_grad()
def linear_part(layer: nn.Module, shape: torch.Size) -> np.ndarray:
    """A [outputs, inputs] of a layer x -> A x + b for one input of `shape`, with all its gains; float64."""
    like = next(layer.parameters())
    width = int(np.prod(shape))
    probes = torch.cat((torch.eye(width), torch.zeros(1, width))).view(-1, *shape).to(like)
    answers = layer(probes).flatten(1).double().cpu().numpy()
    return (answers[:-1] - answers[-1]).T


@torch.no_grad()
def style_matrices(model: "Model") -> list[np.ndarray]:
    """For each style of w+ the matrix [channels, w_dim] of the affine layer that reads it, gains included.

    Where two layers read one style, a convolution's and that of the picture layer before it, this is the later one.
    Raises StudioError where a generator has no layers called `affine`.
    """
    styles = model.styles
    readers: dict[int, nn.Module] = {}

    def look(layer: nn.Module, arguments: tuple[Any, ...]) -> None:
        readers[round(float(arguments[0].flatten()[0]))] = layer

    layers = [layer for name, layer in model.generator.named_modules() if name.split(".")[-1] == "affine"]
    handles = [layer.register_forward_pre_hook(look) for layer in layers]
    rows = torch.arange(styles.num_ws, dtype=torch.float32, device=model.device)
    try:
        styles.synthesis(rows[None, :, None].repeat(1, 1, styles.w_dim), "none")
    finally:
        for handle in handles:
            handle.remove()
    if sorted(readers) != list(range(styles.num_ws)):
        raise StudioError(
            "SeFa needs a layer for each style, which this model lacks; use GANSpace in its place."
        )
    return [linear_part(readers[row], torch.Size([styles.w_dim])) for row in range(styles.num_ws)]
