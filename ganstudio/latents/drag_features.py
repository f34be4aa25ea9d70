"""The feature maps in which handles are dragged and found, and how they are read at any place.

Places are fractions of the picture's width and height [..., 2], x to the right and y down.
"""

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.errors import StudioError
from ganstudio.latents.capabilities import Noise, has_placement, has_skips
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import noise_of

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

FINEST = 256  # px of a feature map (Pan et al. 2023, section 4.1)
SMALL = 64  # px of a picture whose last two blocks are read together: a handle needs both their detail and their sense


class FeatureView:
    """What a generator's blocks put out for ws, with noise and placement as a point says.

    Several blocks are read as one: enlarged to the finest, each scaled to unit variance at the first look.
    """

    def __init__(self, model: "Model", point: LatentPoint, resolutions: tuple[int, ...] = ()) -> None:
        self._model, self._point = model, point
        self.resolutions = tuple(sorted(resolutions)) or dragged_resolutions(model)
        self._modules = [_block(model, resolution) for resolution in self.resolutions]
        self._scales: list[Tensor] = []
        if has_placement(model.generator):
            model.generator.place(point.shift, point.turn)

    def __call__(self, ws: Tensor) -> tuple[Tensor, Tensor]:
        """ws [1, num_ws, w_dim] -> features [1, C, r, r] and image [1, channels, R, R]; differentiable."""
        kept: list[Tensor] = []

        def keep(_module: nn.Module, _inputs: Any, output: Any) -> None:
            kept.append(output[0] if isinstance(output, tuple) else output)

        handles = [module.register_forward_hook(keep) for module in self._modules]
        try:
            image = self._model.styles.synthesis(ws, self._noise())
        finally:
            for handle in handles:
                handle.remove()
        return self._joined([maps.float() for maps in kept]), image.float()

    def _joined(self, blocks: list[Tensor]) -> Tensor:
        """Each block has the same weight, however many maps it has."""
        if not self._scales:
            self._scales = [maps.detach().std().clamp_min(1e-6) * maps.shape[1] for maps in blocks]
        side = self.resolutions[-1]
        return torch.cat([_enlarged(maps / scale, side) for maps, scale in zip(blocks, self._scales)], dim=1)

    def _noise(self) -> Any:
        """A source that is drawn from goes on, so each picture needs its own."""
        kind: Noise = self._point.noise
        return noise_of(self._model, [self._point]) if kind == "random" else kind


def can_drag(model: "Model") -> bool:
    """Whether a model has styles, and blocks whose features can be looked at."""
    return model.has_styles and has_skips(model.generator) and len(model.previews) > 1


def dragged_resolutions(model: "Model") -> tuple[int, ...]:
    """The last two blocks of small pictures; of others the one at half the side, 256 px at most."""
    blocks = model.previews
    if model.resolution <= SMALL:
        return blocks[-2:]
    return (max(size for size in blocks if size <= min(FINEST, model.resolution // 2)),)


def read_at(features: Tensor, places: Tensor) -> Tensor:
    """features [1, C, h, w] at places [N, 2] -> [N, C], bilinear, the border going on for ever."""
    grid = (2 * places - 1)[None, :, None]
    found = F.grid_sample(features, grid, mode="bilinear", padding_mode="border", align_corners=False)
    return found[0, :, :, 0].T


def disc(radius: float, across: int, device: torch.device | str = "cpu") -> Tensor:
    """Offsets [n, 2] on a square lattice within a radius: the middle, and `across` to every side."""
    line = torch.arange(-across, across + 1, device=device) * (radius / across)
    y, x = torch.meshgrid(line, line, indexing="ij")
    offsets = torch.stack([x, y], dim=-1).flatten(0, 1)
    return offsets[offsets.square().sum(dim=1) <= radius**2 * (1 + 1e-6)]


def _enlarged(maps: Tensor, side: int) -> Tensor:
    if maps.shape[-1] == side:
        return maps
    return F.interpolate(maps, size=(side, side), mode="bilinear", align_corners=False)


def _block(model: "Model", resolution: int) -> nn.Module:
    if not can_drag(model):
        raise StudioError(
            "Handles can be dragged only in models with styles and feature maps, such as StyleGAN2."
        )
    if resolution not in model.previews:
        known = ", ".join(str(size) for size in model.previews)
        raise StudioError(f"This model has no feature maps of {resolution} px; choose one of {known}.")
    return model.generator.get_submodule(f"synthesis.b{resolution}")
