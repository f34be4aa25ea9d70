"""StyleGAN2 in the form of its published reference operations, to be measured against: plain torch, no kernels.

Functions of a dict of tensors named as in the official checkpoints. Written from the equations. One weight is made
for each sample; resampling inserts zeros, pads, filters at full resolution and then drops pixels; bias, activation,
gain and limit are steps of their own.
"""

from collections.abc import Callable
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

Weights = dict[str, Tensor]
Noise = Callable[[int], Tensor] | Literal["const"]
Modulation = Literal["scaled", "grouped"]
"""How a sample's own weight meets its activations. "grouped": the weights of a batch as groups of one convolution.
"scaled": the demodulation from the weights of the samples, the convolution with the shared one between two scalings."""


def upfirdn(
    x: Tensor, fir: Tensor, up: int = 1, down: int = 1, pad: tuple[int, int] = (0, 0), gain: float = 1
) -> Tensor:
    """Zeros after each pixel, padding, true convolution with `gain` times the filter, then every `down`-th pixel."""
    N, C, H, W = x.shape
    x = F.pad(x.reshape(N, C, H, 1, W, 1), [0, up - 1, 0, 0, 0, up - 1]).reshape(N, C, H * up, W * up)
    x = F.pad(x, [pad[0], pad[1], pad[0], pad[1]])
    kernel = (fir * gain).flip([0, 1])[None, None].repeat(C, 1, 1, 1)
    return F.conv2d(x, kernel, groups=C)[:, :, ::down, ::down]


def biased(
    x: Tensor, bias: Tensor | None, activate: bool, gain: float = 1, clamp: float | None = None
) -> Tensor:
    """Bias, leaky ReLU with its sqrt 2, gain and limit, one after the other."""
    if bias is not None:
        x = x + bias.reshape([-1 if axis == 1 else 1 for axis in range(x.ndim)])
    if activate:
        x, gain = F.leaky_relu(x, 0.2), gain * 2**0.5
    x = x * gain if gain != 1 else x
    return x if clamp is None else x.clamp(-clamp * gain, clamp * gain)


def linear(sd: Weights, name: str, x: Tensor, lr: float = 1, activate: bool = False) -> Tensor:
    weight = sd[f"{name}.weight"] * (lr / sd[f"{name}.weight"].shape[1] ** 0.5)
    return biased(x @ weight.t(), sd[f"{name}.bias"] * lr, activate)


def normalized(x: Tensor) -> Tensor:
    return x * (x.square().mean(dim=1, keepdim=True) + 1e-8).rsqrt()


def mapping(sd: Weights, z: Tensor, layers: int) -> Tensor:
    """z [N, z_dim] -> w [N, w_dim], without classes."""
    x = normalized(z)
    for index in range(layers):
        x = linear(sd, f"mapping.fc{index}", x, lr=0.01, activate=True)
    return x


def modulated(
    x: Tensor, weight: Tensor, styles: Tensor, form: Modulation, *,
    demodulate: bool = True, up_fir: Tensor | None = None, grain: Tensor | None = None,
) -> Tensor:  # fmt: skip
    """Karras et al. 2020, equations 1 and 3, with one weight [O, I, k, k] for each sample, and then noise."""
    N = len(x)
    own = weight[None] * styles[:, None, :, None, None]
    demodulation = (own.square().sum(dim=(2, 3, 4)) + 1e-8).rsqrt() if demodulate else None
    if form == "scaled":
        x = convolved(x * styles[:, :, None, None], weight, 1, up_fir)
        return (
            x
            if demodulation is None or grain is None
            else torch.addcmul(grain, x, demodulation[:, :, None, None])
        )
    if demodulation is not None:
        own = own * demodulation[:, :, None, None, None]
    x = convolved(x.reshape(1, -1, *x.shape[2:]), own.reshape(-1, *weight.shape[1:]), N, up_fir)
    x = x.reshape(N, -1, *x.shape[2:])
    return x if grain is None else x + grain


def convolved(x: Tensor, weight: Tensor, groups: int, up_fir: Tensor | None) -> Tensor:
    """A convolution; with `up_fir` one of stride 1/2 and the filter after it."""
    if up_fir is None:
        return F.conv2d(x, weight, padding=weight.shape[-1] // 2, groups=groups)
    k, inputs = weight.shape[-1], weight.shape[1]
    turned = weight.unflatten(0, (groups, -1)).transpose(1, 2).reshape(groups * inputs, -1, k, k)
    return upfirdn(F.conv_transpose2d(x, turned, stride=2, groups=groups), up_fir, pad=(1, 1), gain=4)


def layer(sd: Weights, name: str, x: Tensor, w: Tensor, noise: Noise, form: Modulation) -> Tensor:
    up = name.endswith("conv0")
    styles, size = linear(sd, f"{name}.affine", w), x.shape[-1] * (2 if up else 1)
    grain = sd[f"{name}.noise_const"] if noise == "const" else noise(size)
    grain = grain * sd[f"{name}.noise_strength"]
    fir = sd[f"{name}.resample_filter"] if up else None
    x = modulated(x, sd[f"{name}.weight"], styles, form, up_fir=fir, grain=grain)
    return biased(x, sd[f"{name}.bias"], activate=True)


def to_rgb(sd: Weights, name: str, x: Tensor, w: Tensor, form: Modulation) -> Tensor:
    weight = sd[f"{name}.weight"]
    styles = linear(sd, f"{name}.affine", w) * weight.shape[1] ** -0.5
    return biased(modulated(x, weight, styles, form, demodulate=False), sd[f"{name}.bias"], activate=False)


def synthesis(sd: Weights, ws: Tensor, noise: Noise, resolution: int, form: Modulation) -> Tensor:
    """ws [N, num_ws, w_dim] -> image [N, C, resolution, resolution]; skip connections."""
    x = sd["synthesis.b4.const"][None].repeat(len(ws), 1, 1, 1)
    image: Tensor | None = None
    row, size = 0, 4
    while size <= resolution:
        for name in ("conv0", "conv1") if size > 4 else ("conv1",):
            x = layer(sd, f"synthesis.b{size}.{name}", x, ws[:, row], noise, form)
            row += 1
        y = to_rgb(sd, f"synthesis.b{size}.torgb", x, ws[:, row], form)
        fir = sd[f"synthesis.b{size}.resample_filter"]
        image = y if image is None else upfirdn(image, fir, up=2, pad=(2, 1), gain=4) + y
        size *= 2
    assert image is not None
    return image


def conv(
    sd: Weights, name: str, x: Tensor, down: bool = False, activate: bool = True, gain: float = 1
) -> Tensor:
    """A layer of the discriminator: filter first where it halves, then convolve, then bias and activation."""
    weight = sd[f"{name}.weight"] * sd[f"{name}.weight"][0].numel() ** -0.5
    size, fir = weight.shape[-1], sd[f"{name}.resample_filter"]
    if down and size == 3:
        x = F.conv2d(upfirdn(x, fir, pad=(2, 2)), weight, stride=2)
    elif down:
        x = F.conv2d(upfirdn(x, fir, down=2, pad=(1, 1)), weight)
    else:
        x = F.conv2d(x, weight, padding=size // 2)
    return biased(x, sd.get(f"{name}.bias"), activate, gain)


def minibatch_std(x: Tensor, group: int) -> Tensor:
    _, C, H, W = x.shape
    y = x.reshape(group, -1, C, H, W)
    y = ((y - y.mean(dim=0)).square().mean(dim=0) + 1e-8).sqrt().mean(dim=(1, 2, 3))
    return torch.cat([x, y.reshape(-1, 1, 1, 1).repeat(group, 1, H, W)], dim=1)


def discriminator(sd: Weights, image: Tensor, group: int = 4) -> Tensor:
    """image [N, C, R, R] -> logits [N]; residual, without classes. N is a multiple of the group or smaller."""
    x, size, half = conv(sd, f"b{image.shape[-1]}.fromrgb", image), image.shape[-1], 0.5**0.5
    while size > 4:
        skip = conv(sd, f"b{size}.skip", x, down=True, activate=False, gain=half)
        x = conv(sd, f"b{size}.conv0", x)
        x = conv(sd, f"b{size}.conv1", x, down=True, gain=half) + skip
        size //= 2
    x = conv(sd, "b4.conv", minibatch_std(x, min(group, len(x))))
    return linear(sd, "b4.out", linear(sd, "b4.fc", x.flatten(1), activate=True))[:, 0]
