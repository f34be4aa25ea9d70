"""StyleGAN2's residual discriminator (Karras et al. 2020, figure 7), named as in the official checkpoints."""

import torch
from torch import Tensor, nn

from ganstudio.networks.resample import fir_filter
from ganstudio.networks.stylegan2 import Mapping, first_half_precision, resolutions, width
from ganstudio.networks.stylegan2_layers import Conv, FullyConnected, full_precision, memory_format

HALF = 0.5**0.5  # keeps the variance of a sum of two branches


def group_size(batch: int, largest: int) -> int:
    """The largest divisor of the batch that is at most `largest`."""
    return next(size for size in range(min(batch, largest), 0, -1) if batch % size == 0)


class MinibatchStd(nn.Module):
    """Appends the standard deviation inside a group of samples as channels (Karras et al. 2018, section 3).

    x [N, C, H, W] -> [N, C + channels, H, W]. Samples i, i + N/group, i + 2N/group, ... form a group.
    """

    def __init__(self, group: int = 4, channels: int = 1) -> None:
        super().__init__()
        self.group, self.channels = group, channels

    def forward(self, x: Tensor, interleaved: int = 1) -> Tensor:
        """`interleaved` batches lie sample by sample behind one another in x, and share no group."""
        N, C, H, W = x.shape
        group = group_size(N // interleaved, self.group)
        y = x.reshape(group, N // group, self.channels, C // self.channels, H, W)
        y = y - y.mean(dim=0)  # torch.var is ten times slower here
        y = (y.square().mean(dim=0) + 1e-8).sqrt().mean(dim=(2, 3, 4))  # [N / group, channels]
        y = y.repeat(group, 1)[:, :, None, None].expand(N, self.channels, H, W)
        return torch.cat([x, y], dim=1)


class DiscriminatorBlock(nn.Module):
    """Halves the resolution: x [N, I, r, r] (or an image, in the first block) -> [N, O, r/2, r/2]."""

    def __init__(
        self, inputs: int, outputs: int, channels: int | None, *, clamp: float | None, half_precision: bool,
        memory_format: torch.memory_format,
    ) -> None:  # fmt: skip
        super().__init__()
        self.half_precision, self.memory_format = half_precision, memory_format
        self.register_buffer("resample_filter", fir_filter())
        self.fromrgb = None if channels is None else Conv(channels, inputs, 1, clamp=clamp)
        self.conv0 = Conv(inputs, inputs, 3, clamp=clamp)
        self.conv1 = Conv(inputs, outputs, 3, down=True, clamp=clamp)
        self.skip = Conv(inputs, outputs, 1, down=True, bias=False, activate=False)

    def forward(self, x: Tensor) -> Tensor:
        if self.half_precision:
            return self._layers(x)
        with full_precision(x):
            return self._layers(x.to(self.conv0.weight.dtype))

    def _layers(self, x: Tensor) -> Tensor:
        x = x.contiguous(memory_format=self.memory_format)
        x = x if self.fromrgb is None else self.fromrgb(x)
        return self.skip(x, gain=HALF) + self.conv1(self.conv0(x), gain=HALF)


class Epilogue(nn.Module):
    """Features [N, C, 4, 4] -> [N, outputs], in full precision."""

    def __init__(
        self, inputs: int, outputs: int, group: int, group_channels: int, clamp: float | None
    ) -> None:
        super().__init__()
        self.mbstd = MinibatchStd(group, group_channels) if group_channels else None
        self.conv = Conv(inputs + group_channels, inputs, 3, clamp=clamp)
        self.fc = FullyConnected(inputs * 16, inputs, activate=True)
        self.out = FullyConnected(inputs, outputs)

    def forward(self, x: Tensor, interleaved: int = 1) -> Tensor:
        with full_precision(x):
            x = x.to(self.conv.weight.dtype)
            x = x if self.mbstd is None else self.mbstd(x, interleaved)
            return self.out(self.fc(self.conv(x).flatten(1)))


class StyleGAN2Discriminator(nn.Module):
    """image [N, channels, R, R], labels [N, c_dim] or None -> logits [N].

    With classes the logit is the projection of the features on the mapped label (Miyato & Koyama 2018), over the
    square root of its length.
    """

    def __init__(
        self, resolution: int, channels: int = 3, *, c_dim: int = 0, channel_base: int = 32768,
        channel_max: int = 512, mapping_layers: int = 8, group: int = 4, group_channels: int = 1,
        clamp: float | None = None, half_precision_resolutions: int = 4, channels_last: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.resolution, self.c_dim = resolution, c_dim
        self.blocks = resolutions(resolution)[:0:-1]
        half = first_half_precision(resolution, half_precision_resolutions)
        for size in self.blocks:
            inputs, outputs = (width(r, channel_base, channel_max) for r in (size, size // 2))
            block = DiscriminatorBlock(
                inputs, outputs, channels if size == resolution else None, clamp=clamp,
                half_precision=size >= half, memory_format=memory_format(inputs, channels_last),
            )  # fmt: skip
            self.add_module(f"b{size}", block)
        features = width(4, channel_base, channel_max)
        if c_dim:
            self.mapping = Mapping(0, c_dim, features, mapping_layers, track_average=False)
        self.b4 = Epilogue(features, features if c_dim else 1, group, group_channels, clamp)

    def forward(self, image: Tensor, labels: Tensor | None = None, interleaved: int = 1) -> Tensor:
        """`interleaved` batches lie sample by sample behind one another, and share no statistics."""
        x = image
        for size in self.blocks:
            x = self.get_submodule(f"b{size}")(x)
        x = self.b4(x, interleaved)
        if not self.c_dim:
            return x[:, 0]
        with full_precision(x):
            return (x * self.mapping(None, labels)).sum(dim=1) / x.shape[1] ** 0.5
