"""The CycleGAN and pix2pix repository's networks in plain form, with its numbering of layers, and files of them."""

from collections import OrderedDict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn


def norm_of(kind: str, channels: int) -> nn.Module:
    """`tracked` is the instance norm of 2017, which kept statistics that nothing uses."""
    if kind == "batch":
        return nn.BatchNorm2d(channels)
    if kind == "none":
        return nn.Identity()
    return nn.InstanceNorm2d(channels, affine=False, track_running_stats=kind == "tracked")


def has_bias(kind: str) -> bool:
    return kind in ("instance", "tracked")


class PlainBlock(nn.Module):
    def __init__(self, channels: int, norm: str, dropout: bool) -> None:
        super().__init__()
        convolution = {"kernel_size": 3, "bias": has_bias(norm)}
        layers: list[nn.Module] = [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, **convolution)]
        layers += [norm_of(norm, channels), nn.ReLU(True)]
        layers += [nn.Dropout(0.5)] if dropout else []
        layers += [
            nn.ReflectionPad2d(1),
            nn.Conv2d(channels, channels, **convolution),
            norm_of(norm, channels),
        ]
        self.conv_block = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv_block(x)


class PlainResNet(nn.Module):
    def __init__(
        self, blocks: int = 9, width: int = 4, norm: str = "instance", dropout: bool = False, channels: int = 3,
        out_channels: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        bias = has_bias(norm)
        layers: list[nn.Module] = [nn.ReflectionPad2d(3), nn.Conv2d(channels, width, 7, bias=bias)]
        layers += [norm_of(norm, width), nn.ReLU(True)]
        for size in (width, 2 * width):
            layers += [nn.Conv2d(size, 2 * size, 3, 2, 1, bias=bias), norm_of(norm, 2 * size), nn.ReLU(True)]
        layers += [PlainBlock(4 * width, norm, dropout) for _ in range(blocks)]
        for size in (4 * width, 2 * width):
            half = size // 2
            layers += [
                nn.ConvTranspose2d(size, half, 3, 2, 1, 1, bias=bias),
                norm_of(norm, half),
                nn.ReLU(True),
            ]
        layers += [nn.ReflectionPad2d(3), nn.Conv2d(width, out_channels or channels, 7), nn.Tanh()]
        self.model = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x)


class PlainLevel(nn.Module):
    """One level of a U-Net around the one below; its activation works in place, as published."""

    def __init__(
        self, outer: int, inner: int, below: "PlainLevel | None", norm: str, dropout: bool, outermost: bool = False,
        channels: int | None = None, out_channels: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.outermost, bias = outermost, has_bias(norm)
        down: list[nn.Module] = [nn.Conv2d(channels or outer, inner, 4, 2, 1, bias=bias)]
        into = 2 * inner if below is not None else inner
        if outermost:
            up = [nn.ReLU(True), nn.ConvTranspose2d(into, out_channels or outer, 4, 2, 1), nn.Tanh()]
        else:
            down = [nn.LeakyReLU(0.2, True), *down] + ([norm_of(norm, inner)] if below is not None else [])
            up = [nn.ReLU(True), nn.ConvTranspose2d(into, outer, 4, 2, 1, bias=bias), norm_of(norm, outer)]
        middle = [below] if below is not None else []
        self.model = nn.Sequential(*down, *middle, *up, *([nn.Dropout(0.5)] if dropout else []))

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x) if self.outermost else torch.cat((x, self.model(x)), dim=1)


class PlainUNet(nn.Module):
    def __init__(
        self, downs: int = 8, width: int = 4, norm: str = "batch", dropout: bool = True, channels: int = 3,
        out_channels: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        level = PlainLevel(8 * width, 8 * width, None, norm, False)
        for _ in range(downs - 5):
            level = PlainLevel(8 * width, 8 * width, level, norm, dropout)
        for times in (4, 2, 1):
            level = PlainLevel(times * width, 2 * times * width, level, norm, False)
        self.model = PlainLevel(
            channels, width, level, norm, False, outermost=True, channels=channels, out_channels=out_channels
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.model(x)


def with_lively_weights(network: nn.Module, seed: int = 0) -> nn.Module:
    """Weights of a size at which every layer counts, and norms with statistics and gains of their own."""
    draw = torch.Generator().manual_seed(seed)
    for name, tensor in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            tensor.fill_(7)
        elif name.endswith("running_var"):
            tensor.copy_(0.5 + torch.rand(tensor.shape, generator=draw))
        elif tensor.ndim > 1:
            spread = 1.4 / (tensor[0].numel() ** 0.5)
            tensor.copy_(spread * torch.randn(tensor.shape, generator=draw))
        else:
            tensor.copy_(0.3 * torch.randn(tensor.shape, generator=draw) + (tensor.mean() > 0.5))
    return network


def save_as(
    path: Path, network: nn.Module | dict[str, Any], form: str = "zip", prefix: str = "", without: str = ""
) -> Path:
    """A file of torch.save's: `form` "zip" or "old"; names under `prefix`; leaving out those that end in `without`."""
    state = network.state_dict() if isinstance(network, nn.Module) else network
    kept = OrderedDict(
        (prefix + name, part) for name, part in state.items() if not (without and name.endswith(without))
    )
    if hasattr(state, "_metadata"):
        kept._metadata = state._metadata  # type: ignore[attr-defined]
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(kept, path, _use_new_zipfile_serialization=form == "zip")
    return path
