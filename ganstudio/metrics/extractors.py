"""The networks whose features are compared, each with the resizing that belongs to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.metrics import efficientnet_lite0
from ganstudio.metrics.quantise import to_colour
from ganstudio.metrics.resizing import smooth_bilinear

TITLES = {"efficientnet-lite0": "EfficientNet-Lite0", "inception-2015": "Inception 2015"}
"""By the name that settings and the command line use. Only on inception-2015 is a Fréchet distance called FID."""

Resize = Callable[[Tensor, int], Tensor]


@dataclass(frozen=True, eq=False)
class Extractor:
    """A network on a device: pictures as bytes to features and logits.

    `pixels` is how many input pixels it takes at once, so that a batch lasts a fraction of a second.
    """

    name: str
    network: nn.Module
    width: int  # features
    classes: int  # logits
    side: int
    resize: Resize
    resize_name: str
    device: torch.device
    weights: str = ""  # distinguishes files; part of the cache's key

    @property
    def at_once(self) -> int:
        """Pictures for one call."""
        pixels = 16 * 96 * 96 if self.device.type == "cpu" else 1 << 22
        return max(1, pixels // self.side**2)

    @torch.no_grad()
    def __call__(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """pictures [N, 1 or 3, H, W] uint8 -> (features [N, width], logits [N, classes]), float32."""
        x = to_colour(pictures.to(self.device)).float()
        with exact(self.device):
            features, logits = self.network(self.resize(x, self.side))
        return features, logits


@contextmanager
def exact(device: torch.device) -> Iterator[None]:
    """Full float32 for as long as the block lasts: no autocast and no TF32, whatever the training around it uses."""
    with torch.autocast(device.type, enabled=False):
        if device.type != "cuda":
            yield
            return
        matmul, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
        before = matmul.allow_tf32, cudnn.allow_tf32
        try:
            matmul.allow_tf32 = cudnn.allow_tf32 = False
            yield
        finally:
            matmul.allow_tf32, cudnn.allow_tf32 = before


def load_extractor(
    name: str, resolution: int, device: torch.device | str = "cpu", *, weights: Path | None = None,
    resize: str | None = None,
) -> Extractor:  # fmt: skip
    """The extractor for pictures of a resolution. Raises StudioError where its weights are not here.

    `weights` is a file for inception-2015; `resize` one of RESIZES, for inception-2015 too.
    """
    device = torch.device(device)
    if name == "efficientnet-lite0":
        return _efficientnet(resolution, device)
    raise StudioError(f"There are no features called {name}; choose one of {', '.join(TITLES)}.")


def efficientnet_side(resolution: int) -> int:
    """Small pictures are judged at a small side, which costs a tenth: about 4 ms at 96 on one core, 35 at 224."""
    return 96 if resolution <= 64 else 160 if resolution <= 128 else 224


def _efficientnet(resolution: int, device: torch.device) -> Extractor:
    side = efficientnet_side(resolution)
    return Extractor(
        "efficientnet-lite0", efficientnet_lite0.load().to(device), efficientnet_lite0.FEATURES,
        efficientnet_lite0.CLASSES, side, smooth_bilinear, f"bilinear-{side}", device,
    )  # fmt: skip
