"""From latent points to the latents a generator takes, w kept by seed so that no control has to map again."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.latents.point import ClassShare, LatentPoint, Origin, Vector

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

KEPT = 4096  # styles w that stay in memory; 8 MB at 512 numbers each

Key = tuple[int, tuple[ClassShare, ...]]


class Mapper:
    """The latents of points of one model. A seed is always mapped alone, so its w has the same bits every time."""

    def __init__(self, model: "Model") -> None:
        self._model = model
        self._known: OrderedDict[Key, Tensor] = OrderedDict()

    @torch.no_grad()
    def styles(self, points: Sequence[LatentPoint]) -> Tensor:
        """ws [N, num_ws, w_dim], with truncation, mixes and directions. Raises StudioError where a point misfits."""
        return torch.stack([self._finished(point) for point in points])

    @torch.no_grad()
    def latents(self, points: Sequence[LatentPoint]) -> Tensor:
        """z [N, z_dim] for a model without styles: blended, scaled by psi, moved along the directions."""
        return torch.stack([self._finished_z(point) for point in points])

    @torch.no_grad()
    def base(self, origin: Origin, classes: tuple[ClassShare, ...]) -> Tensor:
        """Before truncation: w [w_dim], or w+ [num_ws, w_dim] where that is what the origin says."""
        if origin.w is not None:
            return self._explicit_w(origin.w)
        if origin.z is not None:
            return self._map(self._explicit_z(origin.z), classes)
        parts = [part.share * self._of_seed(part.seed, classes) for part in origin.seeds]
        return parts[0] if len(parts) == 1 else torch.stack(parts).sum(dim=0)

    @torch.no_grad()
    def base_z(self, origin: Origin) -> Tensor:
        """z [z_dim]. Blended seeds are scaled back to unit variance."""
        if origin.w is not None:
            raise StudioError(
                "This point is a style vector w, which this model lacks; open it with its own model."
            )
        if origin.z is not None:
            return self._explicit_z(origin.z)
        z = self._model.latents([part.seed for part in origin.seeds])
        shares = torch.tensor([part.share for part in origin.seeds], device=z.device)
        return z[0] if len(z) == 1 else (shares[:, None] * z).sum(dim=0) / shares.square().sum().sqrt()

    @torch.no_grad()
    def centre(self, classes: tuple[ClassShare, ...]) -> Tensor:
        """The mean w [w_dim] towards which psi draws."""
        return self._model.centre(self.weights(classes))

    def weights(self, classes: tuple[ClassShare, ...]) -> Tensor | None:
        """[1, classes]; None for a model without classes. Raises StudioError where classes and model misfit."""
        count = self._model.num_classes
        if not count:
            if classes:
                raise StudioError(
                    "This point asks for a class, and the model knows none; leave the class out."
                )
            return None
        if not classes:
            raise StudioError(
                f"This model needs a class: choose one of {', '.join(self._model.class_names[:20])}."
            )
        weights = torch.zeros(1, count, device=self._model.device)
        for part in classes:
            if part.number >= count:
                raise StudioError(
                    f"This point asks for class {part.number}; this model's go from 0 to {count - 1}."
                )
            weights[0, part.number] = part.share
        return weights

    # -- with styles --------------------------------------------------------------------------------------------

    def _finished(self, point: LatentPoint) -> Tensor:
        ws = self._truncated(point.origin, point)
        for mix in point.mixes:
            rows = mix.layers.rows(len(ws))
            other = self._truncated(mix.origin, point)
            part = slice(rows.start, rows.stop)
            ws[part] = other[part] if mix.weight == 1 else torch.lerp(ws[part], other[part], mix.weight)
        for use in point.directions:
            rows = use.layers.rows(len(ws))
            ws[rows.start : rows.stop] += use.strength * self._vector(
                use.vector, ws.shape[1], f"'{use.name}'"
            )
        return ws

    def _truncated(self, origin: Origin, point: LatentPoint) -> Tensor:
        """A fresh ws [num_ws, w_dim]."""
        w = self.base(origin, point.classes)
        rows = self._model.num_ws or 0
        ws = w.clone() if w.ndim == 2 else w.repeat(rows, 1)
        if point.psi != 1:
            last = rows if point.cutoff is None else min(point.cutoff, rows)
            ws[:last] = torch.lerp(self.centre(point.classes).expand(last, -1), ws[:last], point.psi)
        return ws

    def _of_seed(self, seed: int, classes: tuple[ClassShare, ...]) -> Tensor:
        key = (seed, classes)
        if key not in self._known:
            self._known[key] = self._map(self._model.latents([seed])[0], classes)
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(key)
        return self._known[key]

    def _map(self, z: Tensor, classes: tuple[ClassShare, ...]) -> Tensor:
        return self._model.styles.map(z[None], self.weights(classes), psi=1)[0, 0]

    # -- checking -----------------------------------------------------------------------------------------------

    def _finished_z(self, point: LatentPoint) -> Tensor:
        if point.mixes:
            raise StudioError(
                "This model has no styles, so nothing can be mixed; take the mix out of the point."
            )
        z = self.base_z(point.origin) * point.psi
        for use in point.directions:
            z = z + use.strength * self._vector(use.vector, len(z), f"'{use.name}'")
        return z

    def _explicit_w(self, vector: Vector) -> Tensor:
        width, rows = self._model.w_dim or 0, self._model.num_ws or 0
        if vector.shape not in ((width,), (rows, width)):
            raise StudioError(
                f"This point's w is {list(vector.shape)}, and this model's is [{width}] or [{rows}, {width}]; "
                "open it with the model it was made with."
            )
        return torch.from_numpy(vector.array()).to(self._model.device)

    def _explicit_z(self, vector: Vector) -> Tensor:
        return self._vector(vector, self._model.z_dim, "z")

    def _vector(self, vector: Vector, length: int, what: str) -> Tensor:
        if vector.shape != (length,):
            raise StudioError(
                f"The vector {what} has {list(vector.shape)} numbers, and this model takes {length}; "
                "open the point with the model it was made with."
            )
        return torch.from_numpy(vector.array()).to(self._model.device)
