"""The networks whose features are compared, each with the resizing that belongs to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

from ganstudio.disk import sha256_of
from ganstudio.errors import StudioError
from ganstudio.metrics.inception_2015 import CLASSES, FEATURES, SIDE, Inception2015
from ganstudio.metrics.quantise import to_colour
from ganstudio.metrics.resizing import half_pixel_bilinear, smooth_bilinear, tf1_bilinear
from ganstudio.metrics.weights import INCEPTION, downloaded
from ganstudio.networks import efficientnet_lite0
from ganstudio.networks.weights_file import read_weights

TITLES = {"efficientnet-lite0": "EfficientNet-Lite0", "inception-2015": "Inception 2015"}
"""By the name that settings and the command line use. Only on inception-2015 is a Fréchet distance called FID."""

RESIZES = ("tf1", "pytorch-fid")
"""For inception-2015: TensorFlow 1's own resizing, as torch-fidelity and the first published values have, or the one
of pytorch-fid."""

_PIXELS_ON_CPU, _PIXELS_ON_GPU = 180_000, 1 << 22  # input pixels that take about a tenth of a second


@dataclass(frozen=True, eq=False)
class Extractor:
    """A network on a device: pictures as bytes to features and logits. `resize` names how pictures are prepared."""

    name: str  # with @ and the start of a SHA-256 where the weights are not the published ones
    network: nn.Module
    width: int  # features
    classes: int  # logits
    side: int
    resize: str
    prepare: Callable[[Tensor], Tensor]
    device: torch.device

    @property
    def at_once(self) -> int:
        """Pictures for one call, so few that it lasts a fraction of a second."""
        pixels = _PIXELS_ON_CPU if self.device.type == "cpu" else _PIXELS_ON_GPU
        return max(1, pixels // self.side**2)

    @torch.no_grad()
    def __call__(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """pictures [N, 1 or 3, H, W] uint8 -> (features [N, width], logits [N, classes]), float32."""
        x = to_colour(pictures.to(self.device)).float()
        with exact(self.device):
            features, logits = self.network(self.prepare(x))
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

    For inception-2015 `weights` is a file (None: the one that was downloaded) and `resize` one of RESIZES.
    """
    require_known(name, weights, resize)
    if name == "efficientnet-lite0":
        return _efficientnet(resolution, torch.device(device))
    return _inception(weights, resize or RESIZES[0], torch.device(device))


def require_known(name: str, weights: Path | None, resize: str | None) -> None:
    """Raises StudioError for features or options that do not exist."""
    if name not in TITLES:
        raise StudioError(f"There are no features called {name}; choose one of {', '.join(TITLES)}.")
    if resize is not None and resize not in RESIZES:
        raise StudioError(f"There is no resizing called {resize}; choose one of {', '.join(RESIZES)}.")
    if name == "efficientnet-lite0" and (weights, resize) != (None, None):
        raise StudioError("A weights file and a resizing are chosen for the features inception-2015 only.")


def efficientnet_side(resolution: int) -> int:
    """Small pictures are judged at a small side: on one core about 4 ms at 96, 15 at 160 and 35 at 224."""
    return 96 if resolution <= 64 else 160 if resolution <= 128 else 224


def _efficientnet(resolution: int, device: torch.device) -> Extractor:
    side = efficientnet_side(resolution)
    return Extractor(
        "efficientnet-lite0", efficientnet_lite0.load().to(device), efficientnet_lite0.FEATURES,
        efficientnet_lite0.CLASSES, side, f"bilinear-{side}", partial(smooth_bilinear, side=side), device,
    )  # fmt: skip


def _inception(weights: Path | None, resize: str, device: torch.device) -> Extractor:
    file = weights or downloaded(INCEPTION)
    if file is None:
        raise StudioError(
            f"The features inception-2015 need the file {INCEPTION.name}; download it or give its path."
        )
    network = Inception2015(read_weights(file)).to(device)
    digest = sha256_of(file)
    name = "inception-2015" if digest == INCEPTION.sha256 else f"inception-2015@{digest[:8]}"
    prepare = {"tf1": _as_tensorflow, "pytorch-fid": _as_pytorch_fid}[resize]
    names = {"tf1": f"tf1-bilinear-{SIDE}", "pytorch-fid": f"pytorch-fid-{SIDE}"}
    return Extractor(name, network, FEATURES, CLASSES, SIDE, names[resize], prepare, device)


def _as_tensorflow(pictures: Tensor) -> Tensor:
    return (tf1_bilinear(pictures, SIDE) - 128) / 128


def _as_pytorch_fid(pictures: Tensor) -> Tensor:
    return 2 * half_pixel_bilinear(pictures / 255, SIDE) - 1
