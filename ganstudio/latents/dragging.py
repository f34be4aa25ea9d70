"""Dragging: what is seen at a handle moves to its target, by changing the latent (DragGAN; Pan et al. 2023).

Every step looks where the features that each handle had at first are now (point tracking, section 3.2), and pulls
them a little towards the target (motion supervision, eq. 1). Two things differ from the paper, for pictures as small
as 32 px: features are read between pixels, so that no step is a whole pixel, and what is pulled ahead is the patch
that a handle had at first, not that of the step before, so that it does not wear away on the journey. In ten tries on
digits, the pixels of the handle were found again within 1.5 px of the target in nine so, and in five otherwise.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.data.entries import never
from ganstudio.errors import StudioError
from ganstudio.latents.drag_features import FeatureView, disc, read_at
from ganstudio.latents.drag_settings import DragSettings, Place
from ganstudio.latents.grid import to_uint8
from ganstudio.latents.point import LatentPoint, Origin, Vector
from ganstudio.latents.sampling import sample_styles

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

MEASURED = 500  # latents from which their spread is measured


@dataclass(frozen=True, eq=False)
class DragStep:
    """Where the handles are in the picture [H, W, C] uint8 of a point; `distance` is the longest way that is left."""

    step: int
    steps: int
    handles: tuple[Place, ...]
    distance: float
    point: LatentPoint
    pixels: np.ndarray

    @property
    def done(self) -> int:
        return self.step

    @property
    def total(self) -> int:
        return self.steps


def drag(
    model: "Model", point: LatentPoint, handles: Sequence[Place], targets: Sequence[Place],
    mask: np.ndarray | None = None, settings: DragSettings | None = None,
    should_stop: Callable[[], bool] = never,
) -> Iterator[DragStep]:  # fmt: skip
    """Yields the beginning and every step, until all handles have arrived, the steps are used up or should_stop().

    `mask` [H, W] bool is True where the picture may change; None lets all of it. Raises StudioError where the model
    has no features to drag, or where there are no handles.
    """
    settings = settings or DragSettings()
    if not handles or len(handles) != len(targets):
        raise StudioError("Dragging needs handles, each with a target; set them first.")
    dragging = _Dragging(model, point, handles, targets, mask, settings)
    for step in range(settings.steps + 1):
        yield dragging.look(step)
        if dragging.has_arrived or step == settings.steps or should_stop():
            return
        dragging.pull()


class _Dragging:
    """The latent as it is now, and where its handles are."""

    def __init__(
        self, model: "Model", point: LatentPoint, handles: Sequence[Place], targets: Sequence[Place],
        mask: np.ndarray | None, settings: DragSettings,
    ) -> None:  # fmt: skip
        self._point, self._settings = point, settings
        self._view = FeatureView(model, point, settings.resolutions)
        self._ws = model.mapper.styles([point])
        spread = sample_styles(model, MEASURED).std(axis=0)
        self._spread = torch.from_numpy(spread).float().to(model.device).clamp_min(1e-6)
        self._handles = torch.tensor(handles, dtype=torch.float32, device=model.device)
        self._targets = torch.tensor(targets, dtype=torch.float32, device=model.device)
        self._stride, supervised, tracked = settings.lengths(model.resolution)
        self._patch = disc(supervised, 4, model.device)
        self._sample = disc(supervised / 2, 2, model.device)
        self._around = disc(tracked, 12, model.device)
        self._remember(mask)
        self._offsets = torch.zeros_like(self._ws[:, : self._moving()], requires_grad=True)
        self._optimizer = torch.optim.Adam([self._offsets], lr=settings.learning_rate)

    @torch.no_grad()
    def _remember(self, mask: np.ndarray | None) -> None:
        """What the handles, and all that should stay, look like at first."""
        self._first, _ = self._view(self._ws)
        self._patches = [read_at(self._first, place + self._patch) for place in self._handles]
        self._samples = [read_at(self._first, place + self._sample) for place in self._handles]
        self._kept: Tensor | None = None
        if mask is not None:
            kept = torch.from_numpy(~mask.astype(bool)).float().to(self._ws.device)[None, None]
            self._kept = F.interpolate(kept, size=self._first.shape[2:], mode="area")

    def _moving(self) -> int:
        """How many styles move: those of the blocks up to the finest that is looked at, two each."""
        wanted = self._settings.layers or 2 * (int(math.log2(self._view.resolutions[-1])) - 1)
        return min(wanted, self._ws.shape[1])

    @property
    def has_arrived(self) -> bool:
        return bool((self._left() < self._settings.near).all())

    @torch.enable_grad()
    def look(self, step: int) -> DragStep:
        """Renders the latent as it is now, and finds the handles in it."""
        ahead = self._ws[:, : self._moving()] + self._spread * self._offsets
        ws = torch.cat([ahead, self._ws[:, self._moving() :]], dim=1)
        self._features, image = self._view(ws)
        if step:
            self._track()
        w = Vector.of(ws[0].detach().cpu().numpy())
        point = self._point.changed(origin=Origin(w=w), psi=1.0, cutoff=None, mixes=(), directions=())
        places = tuple((float(x), float(y)) for x, y in self._handles.tolist())
        pixels = to_uint8(image.detach())[0]
        return DragStep(step, self._settings.steps, places, float(self._left().max()), point, pixels)

    @torch.no_grad()
    def _track(self) -> None:
        """Each handle is the place nearby whose features are most like those it had at first."""
        for number, sample in enumerate(self._samples):
            places = (self._handles[number] + self._around).clamp(0, 1)
            seen = read_at(self._features, (places[:, None] + self._sample).flatten(0, 1))
            gaps = (seen.reshape(len(places), *sample.shape) - sample).abs().mean(dim=(1, 2))
            self._handles[number] = places[gaps.argmin()]

    @torch.enable_grad()
    def pull(self) -> None:
        """One step of the optimiser on motion supervision, and on what should stay as it was."""
        loss = torch.zeros((), device=self._ws.device)
        for handle, target, left, patch in zip(self._handles, self._targets, self._left(), self._patches):
            if left >= self._settings.near:
                ahead = handle + (target - handle) * (self._stride / left).clamp_max(1)
                loss = loss + (read_at(self._features, ahead + self._patch) - patch).abs().sum(dim=1).mean()
        if self._kept is not None:
            changed = ((self._features - self._first) * self._kept).abs().sum(dim=1).mean()
            loss = loss + self._settings.mask_weight * changed
        self._optimizer.zero_grad()
        loss.backward()
        self._optimizer.step()

    def _left(self) -> Tensor:
        """[handles]: how far each is from its target."""
        return (self._targets - self._handles).norm(dim=1)
