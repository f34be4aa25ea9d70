"""The layers of StyleGAN2 (Karras et al. 2020), with parameters named and scaled as in the official checkpoints.

Every weight is stored with unit variance and scaled where it is used (equalised learning rate, Karras et al. 2018,
section 4.1). The gain of sqrt(2) that follows each leaky ReLU is folded into weights and biases, since
gain * lrelu(x) = lrelu(gain * x), so that it costs nothing at full resolution.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Self
from weakref import ref

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.networks.convolution import conv2d, conv_transpose2d
from ganstudio.networks.kernels import kernel_energies, scaled
from ganstudio.networks.resample import blur, downsample, fir_filter

SLOPE = 0.2
SQRT2 = 2**0.5

Noise = Literal["const", "none", "random"] | Callable[[int], Tensor]
"""Where a layer's noise comes from; a callable gives [N or 1, 1, r, r] for the resolution r."""


def full_precision(tensor: Tensor) -> AbstractContextManager[object]:
    """Keeps an outer autocast off for what needs float32."""
    kind = tensor.device.type
    return torch.autocast(kind, enabled=False) if torch.is_autocast_enabled(kind) else nullcontext()


def computes_in_float16(tensor: Tensor) -> bool:
    """Whether convolutions of `tensor` would run in float16, whose range ends at 65504."""
    kind = tensor.device.type
    return torch.is_autocast_enabled(kind) and torch.get_autocast_dtype(kind) == torch.float16


def normalize_second_moment(x: Tensor) -> Tensor:
    """Scales each row of [N, features] to a mean square of one."""
    return x * (x.square().mean(dim=1, keepdim=True) + 1e-8).rsqrt()


def memory_format(maps: int, channels_last: int) -> torch.memory_format:
    """Channels last in layers of at most `channels_last` maps: the faster order where they are narrow."""
    return torch.channels_last if maps <= channels_last else torch.contiguous_format


def limited(x: Tensor, clamp: float | None, gain: float = 1.0) -> Tensor:
    """Clamps activations to +-clamp * gain, which keeps float16 finite; None leaves them alone."""
    return x if clamp is None else x.clamp(-clamp * gain, clamp * gain)


class FullyConnected(nn.Module):
    """A linear layer with equalised learning rate, always in full precision: [N, inputs] -> [N, outputs].

    Parameters learn `lr_multiplier` times as fast as others, which the mapping network needs (Karras et al. 2019,
    appendix C).
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        *,
        activate: bool = False,
        lr_multiplier: float = 1.0,
        bias: float = 0.0,
    ) -> None:
        super().__init__()
        self.gain = SQRT2 if activate else 1.0
        self.activate = activate
        self.weight_gain = lr_multiplier / inputs**0.5
        self.bias_gain = lr_multiplier
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / lr_multiplier)
        self.bias = nn.Parameter(torch.full((outputs,), bias / lr_multiplier))

    def forward(self, x: Tensor) -> Tensor:
        with full_precision(x):
            weight, bias = (
                self.weight * (self.weight_gain * self.gain),
                self.bias * (self.bias_gain * self.gain),
            )
            x = F.linear(x.to(weight.dtype), weight, bias)
            return F.leaky_relu_(x, SLOPE) if self.activate else x


class Conv(nn.Module):
    """The discriminator's convolution: equalised learning rate, optional halving, bias and leaky ReLU.

    Halving filters first: for 3x3 kernels [N, I, H, W] is blurred to H + 1 and read with stride 2; for 1x1 kernels
    only the pixels that are kept are filtered.
    """

    resample_filter: Tensor

    def __init__(
        self, inputs: int, outputs: int, kernel: int, *, down: bool = False, bias: bool = True,
        activate: bool = True, clamp: float | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.down, self.activate, self.clamp = down, activate, clamp
        self.weight_gain = 1 / (inputs * kernel**2) ** 0.5
        self.weight = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None
        self.register_buffer("resample_filter", fir_filter())

    def forward(self, x: Tensor, gain: float = 1.0) -> Tensor:
        folded = gain * (SQRT2 if self.activate else 1.0)
        bias = None if self.bias is None else self.bias * folded
        x, weight = scaled(x, self.weight, self.weight_gain * folded)
        x = self._convolve(x, weight, bias)
        x = F.leaky_relu_(x, SLOPE) if self.activate else x
        return limited(x, self.clamp, gain)

    def _convolve(self, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        size = weight.shape[-1]
        if not self.down:
            return conv2d(x, weight, bias, padding=size // 2)
        if size == 1:
            return F.conv2d(downsample(x, self.resample_filter), weight, bias)
        return conv2d(blur(x, self.resample_filter, padding=2), weight, bias, stride=2)


class SynthesisLayer(nn.Module):
    """Modulated 3x3 convolution, noise, bias and leaky ReLU (Karras et al. 2020, section 2.2 and figure 2d).

    x [N, I, H, W], w [N, w_dim] -> [N, O, r, r], where r is 2H if `up`, else H.
    """

    noise_const: Tensor
    resample_filter: Tensor

    def __init__(
        self, inputs: int, outputs: int, w_dim: int, resolution: int, *, up: bool = False, use_noise: bool = True,
        clamp: float | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.resolution, self.up, self.use_noise, self.clamp = resolution, up, use_noise, clamp
        self.register_buffer("resample_filter", fir_filter())
        self.affine = FullyConnected(w_dim, inputs, bias=1.0)
        self.weight = nn.Parameter(torch.randn(outputs, inputs, 3, 3))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self._known: tuple[ref[Tensor], int, Tensor] | None = None
        if use_noise:
            self.register_buffer("noise_const", torch.randn(resolution, resolution))
            self.noise_strength = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor, w: Tensor, noise: Noise = "const") -> Tensor:
        weight, styles, demodulation = self.modulation(x, w)
        if prefers_scaled_weights(x, self.resolution):
            y = self._convolve(x, weight * styles.reshape(1, -1, 1, 1) * demodulation.reshape(-1, 1, 1, 1))
            y = self._add_offset_(y, noise)
        else:
            y = self._convolve(x * styles.to(x.dtype)[:, :, None, None], weight)
            y = self._scale_and_offset(y, demodulation.to(y.dtype)[:, :, None, None], noise)
        return limited(F.leaky_relu_(y, SLOPE), self.clamp)

    def modulation(self, x: Tensor, w: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Weight [O, I, 3, 3], styles [N, I] and demodulation [N, O] (equation 3), the last with the gain of sqrt(2).

        The sum over k and i of (s_i w_ik)^2 is a matrix product, so no weight is made for each sample.
        """
        weight, styles = self.weight, self.affine(w)
        with full_precision(x):
            if computes_in_float16(x) or x.dtype == torch.float16:  # both scales cancel in the demodulation
                weight = weight / (weight.abs().amax(dim=(1, 2, 3), keepdim=True) * weight[0].numel() ** 0.5)
                styles = styles / styles.abs().amax(dim=1, keepdim=True)
            power = styles.square() @ self._energies(weight).t()
            return weight, styles, (power + 1e-8).rsqrt() * SQRT2

    def _energies(self, weight: Tensor) -> Tensor:
        """The sum over k of w_ik^2, [O, I]; kept where a finished model makes picture after picture.

        Never in training: fused optimisers change weights without a new version.
        """
        if self.training or torch.is_grad_enabled() or weight is not self.weight:
            return kernel_energies(weight)
        known = self._known
        if known is None or known[0]() is not weight or known[1] != weight._version:
            self._known = known = ref(weight), weight._version, kernel_energies(weight)
        return known[2]

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        self._known = None  # a move to another device or number format changes the data without a new version
        return super()._apply(fn, recurse)

    def _convolve(self, x: Tensor, weight: Tensor) -> Tensor:
        if not self.up:
            return conv2d(x, weight, padding=1)
        x = conv_transpose2d(x, weight.transpose(0, 1), stride=2)
        return blur(x, self.resample_filter, padding=1, gain=4)

    def _scale_and_offset(self, y: Tensor, scale: Tensor, noise: Noise) -> Tensor:
        bias, grain = self._offsets(y, noise)
        if grain is None or grain.shape[0] == 1:  # one offset for all samples
            return torch.addcmul(bias if grain is None else bias + grain, y, scale)
        return torch.addcmul(grain, y, scale).add_(bias)

    def _add_offset_(self, y: Tensor, noise: Noise) -> Tensor:
        bias, grain = self._offsets(y, noise)
        return y.add_(bias if grain is None else bias + grain)

    def _offsets(self, y: Tensor, noise: Noise) -> tuple[Tensor, Tensor | None]:
        bias = (self.bias * SQRT2).to(y.dtype)[:, None, None]
        grain = self.noise(noise, y)
        return bias, None if grain is None else (grain * (self.noise_strength * SQRT2)).to(y.dtype)

    def noise(self, source: Noise, like: Tensor) -> Tensor | None:
        """The noise before its strength, [N or 1, 1, r, r]; None where there is none."""
        if not self.use_noise or source == "none":
            return None
        if source == "const":
            return self.noise_const[None, None]
        if callable(source):
            return source(self.resolution)
        size = (like.shape[0], 1, self.resolution, self.resolution)
        return torch.randn(size, device=like.device, dtype=self.noise_const.dtype)


def prefers_scaled_weights(x: Tensor, resolution: int) -> bool:
    """One picture at a time is faster with scaled weights, from where activations outnumber them, and channels last."""
    return x.shape[0] == 1 and resolution >= 64 and not torch.is_grad_enabled()


class ToRGB(nn.Module):
    """Modulated 1x1 convolution without demodulation: x [N, I, r, r], w [N, w_dim] -> [N, channels, r, r] float32."""

    def __init__(self, inputs: int, channels: int, w_dim: int, clamp: float | None = None) -> None:
        super().__init__()
        self.clamp = clamp
        self.weight_gain = 1 / inputs**0.5
        self.affine = FullyConnected(w_dim, inputs, bias=1.0)
        self.weight = nn.Parameter(torch.randn(channels, inputs, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        styles = self.affine(w) * self.weight_gain
        weight = (self.weight.flatten(1) * styles[:, None, :]).to(x.dtype)  # [N, channels, I]
        y = torch.baddbmm(self.bias.to(x.dtype)[:, None], weight, x.flatten(2))
        return limited(y.unflatten(2, x.shape[2:]), self.clamp).to(styles.dtype)
