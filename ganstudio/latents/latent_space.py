"""The latents of a model as numbers that can be optimised: w and w+ where it has styles, else z."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch
from torch import Tensor

from ganstudio.latents.point import ClassShare, LatentPoint, Origin, Vector

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

MEASURED = 512  # latents from which centre and spread are measured


@dataclass(frozen=True, eq=False)
class Draw:
    """Latents [N, dim] at random, with the class number of each [N]; None where the model has no classes."""

    latents: Tensor
    classes: Tensor | None

    def some(self, index: Tensor) -> "Draw":
        return Draw(self.latents[index], None if self.classes is None else self.classes[index])

    def class_of(self, place: int) -> int | None:
        return None if self.classes is None else int(self.classes[place])


class LatentSpace(Protocol):
    """`rows` latents make one picture: w+ has one for each style."""

    rows: int
    stages: tuple[str, ...]  # each freer than the one before

    def draw(self, count: int, source: torch.Generator, class_number: int | None) -> Draw: ...

    def images(self, latents: Tensor, classes: Tensor | None, /) -> Tensor:
        """latents [N, 1 or rows, dim] -> images [N, C, R, R]; differentiable."""
        ...

    def point(self, latents: Tensor, class_number: int | None) -> LatentPoint:
        """The point of latents [1 or rows, dim], with nothing added to them."""
        ...


def latent_space(model: "Model") -> LatentSpace:
    """W where the model has styles, else Z."""
    return StyleSpace(model) if model.has_styles else PlainSpace(model)


class StyleSpace:
    """W and W+. The class acts only in the mapping, so w alone makes the picture."""

    stages: tuple[str, ...] = ("w", "w+")

    def __init__(self, model: "Model") -> None:
        self._model, self.rows = model, model.num_ws or 0

    @torch.no_grad()
    def draw(self, count: int, source: torch.Generator, class_number: int | None) -> Draw:
        """The centre of every class comes first."""
        z = torch.randn(count, self._model.z_dim, generator=source).to(self._model.device)
        classes = _classes(self._model, count, class_number)
        w = self._model.map(z, classes)[:, 0]
        if classes is None:
            return Draw(torch.cat([self._model.centre()[None], w]), None)
        present = torch.unique(classes)
        centres = self._model.centre(torch.eye(self._model.num_classes, device=w.device)[present])
        return Draw(torch.cat([centres, w]), torch.cat([present, classes]))

    def images(self, latents: Tensor, _classes: Tensor | None, /) -> Tensor:
        return self._model.styles.synthesis(latents.expand(-1, self.rows, -1), "const").float()

    def point(self, latents: Tensor, class_number: int | None) -> LatentPoint:
        w = latents[0] if len(latents) == 1 else latents
        return LatentPoint(origin=Origin(w=Vector.of(_numbers(w))), classes=_share(class_number))


class PlainSpace:
    """Z, of a generator without styles."""

    rows = 1
    stages: tuple[str, ...] = ("z",)

    def __init__(self, model: "Model") -> None:
        self._model = model

    def draw(self, count: int, source: torch.Generator, class_number: int | None) -> Draw:
        z = torch.randn(count, self._model.z_dim, generator=source).to(self._model.device)
        return Draw(z, _classes(self._model, count, class_number))

    def images(self, latents: Tensor, classes: Tensor | None, /) -> Tensor:
        labels = None
        if classes is not None:
            labels = torch.nn.functional.one_hot(classes, self._model.num_classes).float()
        images: Tensor = self._model.generator(latents[:, 0], labels).float()
        return images

    def point(self, latents: Tensor, class_number: int | None) -> LatentPoint:
        return LatentPoint(origin=Origin(z=Vector.of(_numbers(latents[0]))), classes=_share(class_number))


def _classes(model: "Model", count: int, class_number: int | None) -> Tensor | None:
    """Every class in turn, or just the one that is named."""
    if not model.num_classes:
        return None
    if class_number is not None:
        return torch.full((count,), class_number, device=model.device)
    return torch.arange(count, device=model.device) % model.num_classes


def _share(class_number: int | None) -> Sequence[ClassShare]:
    return () if class_number is None else (ClassShare(number=class_number, share=1.0),)


def _numbers(latents: Tensor) -> np.ndarray:
    return latents.detach().float().cpu().numpy()
