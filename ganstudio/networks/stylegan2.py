"""StyleGAN2's generator: a mapping network and a synthesis network with skip connections (Karras et al. 2020).

Names of parameters and buffers are those of the official checkpoints.
"""

import math
from functools import partial

import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.networks.resample import fir_filter, upsample
from ganstudio.networks.stylegan2_layers import (
    FullyConnected,
    Noise,
    SynthesisLayer,
    ToRGB,
    full_precision,
    memory_format,
    normalize_second_moment,
    prefers_scaled_weights,
)


def resolutions(resolution: int) -> list[int]:
    """4, 8, ... up to `resolution`. Raises StudioError unless that is a power of two from 8 to 1024."""
    if not 8 <= resolution <= 1024 or resolution & (resolution - 1):
        raise StudioError(
            f"StyleGAN2 makes pictures of 8, 16, 32, ... or 1024 px, not {resolution}; choose one of these."
        )
    return [2**power for power in range(2, int(math.log2(resolution)) + 1)]


def width(resolution: int, channel_base: int, channel_max: int) -> int:
    """Feature maps at a resolution: min(base / resolution, max)."""
    return max(min(channel_base // resolution, channel_max), 1)


def first_half_precision(resolution: int, count: int = 4) -> int:
    """The lowest resolution that an outer autocast reaches: the `count` highest, never below 8."""
    return max(resolution * 2 // 2**count, 8)


class Mapping(nn.Module):
    """z [N, z_dim] and labels [N, c_dim] -> w [N, w_dim] (Karras et al. 2019, section 2).

    Labels are embedded, normalised and placed after z. With z_dim 0 only labels are mapped, as the discriminator
    does. `track_average` keeps `w_avg`, the centre of truncation.
    """

    w_avg: Tensor

    def __init__(
        self, z_dim: int, c_dim: int, w_dim: int, layers: int = 8, *, lr_multiplier: float = 0.01,
        track_average: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.z_dim, self.c_dim, self.w_dim, self.layers = z_dim, c_dim, w_dim, layers
        if c_dim:
            self.embed = FullyConnected(c_dim, w_dim)
        inputs = z_dim + (w_dim if c_dim else 0)
        for index in range(layers):
            layer = FullyConnected(
                w_dim if index else inputs, w_dim, activate=True, lr_multiplier=lr_multiplier
            )
            self.add_module(f"fc{index}", layer)
        if track_average:
            self.register_buffer("w_avg", torch.zeros(w_dim))

    def forward(self, z: Tensor | None, labels: Tensor | None) -> Tensor:
        parts = [] if z is None or not self.z_dim else [normalize_second_moment(z)]
        if self.c_dim:
            if labels is None:
                raise StudioError(
                    "This model was trained with classes; say which class each picture should have."
                )
            parts.append(normalize_second_moment(self.embed(labels)))
        x = torch.cat(parts, dim=1)
        for index in range(self.layers):
            x = self.get_submodule(f"fc{index}")(x)
        return x


class SynthesisBlock(nn.Module):
    """One resolution: an upsampling layer (but for 4 px, which starts from a constant), another, and a picture.

    x [N, I, r/2, r/2], image [N, channels, r/2, r/2] or None -> both at r.
    """

    resample_filter: Tensor

    def __init__(
        self, inputs: int, outputs: int, w_dim: int, resolution: int, channels: int, *, use_noise: bool,
        clamp: float | None, half_precision: bool, memory_format: torch.memory_format,
    ) -> None:  # fmt: skip
        super().__init__()
        self.half_precision, self.memory_format = half_precision, memory_format
        self.register_buffer("resample_filter", fir_filter())
        layer = partial(SynthesisLayer, w_dim=w_dim, resolution=resolution, use_noise=use_noise, clamp=clamp)
        self.is_first = inputs == 0
        if self.is_first:
            self.const = nn.Parameter(torch.randn(outputs, resolution, resolution))
        else:
            self.conv0 = layer(inputs, outputs, up=True)
        self.conv1 = layer(outputs, outputs)
        self.torgb = ToRGB(outputs, channels, w_dim, clamp)

    def forward(self, x: Tensor, image: Tensor | None, ws: Tensor, noise: Noise) -> tuple[Tensor, Tensor]:
        """`ws` [N, 2 or 3, w_dim] feed conv0 (where there is one), conv1 and torgb."""
        if self.half_precision:
            return self._layers(x, image, ws, noise)
        with full_precision(x):
            return self._layers(x.to(self.conv1.weight.dtype), image, ws, noise)

    def _layers(self, x: Tensor, image: Tensor | None, ws: Tensor, noise: Noise) -> tuple[Tensor, Tensor]:
        rows = iter(ws.unbind(dim=1))
        single = prefers_scaled_weights(x, self.conv1.resolution)
        x = x.contiguous(memory_format=torch.channels_last if single else self.memory_format)
        if not self.is_first:
            x = self.conv0(x, next(rows), noise)
        x = self.conv1(x, next(rows), noise)
        y = self.torgb(x, next(rows))
        with full_precision(y):
            return x, y if image is None else upsample(image, self.resample_filter) + y


class Synthesis(nn.Module):
    """ws [N, num_ws, w_dim] -> image [N, channels, R, R], nominally in [-1, 1].

    Each block takes the rows it needs; its picture shares a row with the next block's first layer.
    """

    def __init__(
        self, w_dim: int, resolution: int, channels: int, *, channel_base: int, channel_max: int,
        use_noise: bool = True, clamp: float | None = None, half_precision_resolutions: int = 4,
        channels_last: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.blocks = resolutions(resolution)
        self.num_ws = 2 * len(self.blocks)
        half = first_half_precision(resolution, half_precision_resolutions)
        inputs = 0
        for size in self.blocks:
            outputs = width(size, channel_base, channel_max)
            block = SynthesisBlock(
                inputs, outputs, w_dim, size, channels, use_noise=use_noise, clamp=clamp,
                half_precision=size >= half, memory_format=memory_format(outputs, channels_last),
            )  # fmt: skip
            self.add_module(f"b{size}", block)
            inputs = outputs

    def forward(self, ws: Tensor, noise: Noise = "const", up_to: int | None = None) -> Tensor:
        """`up_to`, one of `blocks`, ends there with that resolution's picture: a third of the work for a preview."""
        const = self.get_parameter("b4.const")
        x = const.expand(ws.shape[0], *const.shape)
        image: Tensor | None = None
        row = 0
        for size in self.blocks:
            rows = 2 if size == 4 else 3
            x, image = self.get_submodule(f"b{size}")(
                x, image, ws[:, row : row + rows].to(const.dtype), noise
            )
            row += rows - 1
            if size == up_to:
                break
        assert image is not None
        return image.contiguous()


class StyleGAN2Generator(nn.Module):
    """z [N, z_dim] standard normal, labels [N, c_dim] one-hot or None -> image [N, channels, R, R] in about [-1, 1]."""

    def __init__(
        self, resolution: int, channels: int = 3, *, c_dim: int = 0, z_dim: int = 512, w_dim: int = 512,
        mapping_layers: int = 8, mapping_lr: float = 0.01, channel_base: int = 32768, channel_max: int = 512,
        use_noise: bool = True, clamp: float | None = None, half_precision_resolutions: int = 4,
        channels_last: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.resolution, self.channels, self.c_dim = resolution, channels, c_dim
        self.z_dim, self.w_dim = z_dim, w_dim
        self.synthesis = Synthesis(
            w_dim, resolution, channels, channel_base=channel_base, channel_max=channel_max, use_noise=use_noise,
            clamp=clamp, half_precision_resolutions=half_precision_resolutions, channels_last=channels_last,
        )  # fmt: skip
        self.num_ws = self.synthesis.num_ws
        self.mapping = Mapping(z_dim, c_dim, w_dim, mapping_layers, lr_multiplier=mapping_lr)

    def map(
        self, z: Tensor, labels: Tensor | None = None, psi: float = 1.0, cutoff: int | None = None
    ) -> Tensor:
        """ws [N, num_ws, w_dim], drawn towards the average by `psi` in the first `cutoff` rows (all if None)."""
        w = self.mapping(z, labels)
        ws = w[:, None].repeat(1, self.num_ws, 1)
        if psi == 1:
            return ws
        near = torch.lerp(self.mapping.w_avg, ws, psi)
        return near if cutoff is None else torch.cat([near[:, :cutoff], ws[:, cutoff:]], dim=1)

    def forward(
        self, z: Tensor, labels: Tensor | None = None, psi: float = 1.0, cutoff: int | None = None,
        noise: Noise = "const",
    ) -> Tensor:  # fmt: skip
        return self.synthesis(self.map(z, labels, psi, cutoff), noise)
