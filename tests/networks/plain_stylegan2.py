"""StyleGAN2 a second time, as plainly as the equations read: one weight per sample, resampling by inserting zeros.

Works on a state dict and shares no code with the package. Slow, and meant to be.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

Weights = dict[str, Tensor]


def plain_upfirdn(
    x: Tensor, fir: Tensor, up: int = 1, down: int = 1, pad: tuple[int, int] = (0, 0)
) -> Tensor:
    """Zeros after each sample, padding or cropping, true convolution, then every `down`-th sample."""
    N, C, H, W = x.shape
    wide = x.new_zeros(N, C, H, up, W, up)
    wide[:, :, :, 0, :, 0] = x
    wide = wide.reshape(N, C, H * up, W * up)
    low, high = pad
    wide = F.pad(wide, [low, high, low, high])
    kernel = torch.flip(fir, [0, 1])[None, None]
    rows = [F.conv2d(wide[:, c : c + 1], kernel) for c in range(C)]
    return torch.cat(rows, dim=1)[:, :, ::down, ::down]


def plain_lrelu(x: Tensor) -> Tensor:
    return torch.where(x > 0, x, 0.2 * x)


def plain_linear(sd: Weights, name: str, x: Tensor, lr: float = 1.0) -> Tensor:
    weight, bias = sd[f"{name}.weight"], sd[f"{name}.bias"]
    return x @ (weight * lr / weight.shape[1] ** 0.5).T + bias * lr


def plain_normalized(x: Tensor) -> Tensor:
    return x / torch.sqrt((x**2).mean(dim=1, keepdim=True) + 1e-8)


def plain_mapping(
    sd: Weights, prefix: str, z: Tensor | None, c: Tensor | None, layers: int, lr: float
) -> Tensor:
    parts = [] if z is None else [plain_normalized(z)]
    if c is not None:
        parts.append(plain_normalized(plain_linear(sd, f"{prefix}.embed", c)))
    x = torch.cat(parts, dim=1)
    for index in range(layers):
        x = plain_lrelu(plain_linear(sd, f"{prefix}.fc{index}", x, lr)) * 2**0.5
    return x


def plain_layer(
    sd: Weights, name: str, x: Tensor, w: Tensor, noise: Tensor | None, up: bool, clamp: float | None
) -> Tensor:
    """`noise` [N or 1, 1, r, r]; None for none."""
    styles = plain_linear(sd, f"{name}.affine", w)
    outputs = []
    for sample, style in zip(x, styles):
        weight = sd[f"{name}.weight"] * style[None, :, None, None]
        weight = weight / torch.sqrt((weight**2).sum(dim=(1, 2, 3), keepdim=True) + 1e-8)
        if up:
            y = F.conv_transpose2d(sample[None], weight.transpose(0, 1), stride=2)
            y = plain_upfirdn(y, sd[f"{name}.resample_filter"] * 4, pad=(1, 1))
        else:
            y = F.conv2d(sample[None], weight, padding=1)
        outputs.append(y)
    y = torch.cat(outputs)
    if noise is not None:
        y = y + noise * sd[f"{name}.noise_strength"]
    y = plain_lrelu(y + sd[f"{name}.bias"][None, :, None, None]) * 2**0.5
    return y if clamp is None else torch.clamp(y, -clamp, clamp)


def plain_torgb(sd: Weights, name: str, x: Tensor, w: Tensor, clamp: float | None) -> Tensor:
    weight = sd[f"{name}.weight"]
    styles = plain_linear(sd, f"{name}.affine", w) / weight.shape[1] ** 0.5
    y = torch.stack(
        [F.conv2d(s[None], weight * style[None, :, None, None])[0] for s, style in zip(x, styles)]
    )
    y = y + sd[f"{name}.bias"][None, :, None, None]
    return y if clamp is None else torch.clamp(y, -clamp, clamp)


def plain_synthesis(
    sd: Weights, ws: Tensor, noises: dict[str, Tensor | None], clamp: float | None = None
) -> Tensor:
    """`noises` maps b8.conv0 and so on to noise maps."""
    sizes = sorted(int(key.split(".")[1][1:]) for key in sd if key.endswith("conv1.weight"))
    x = sd["synthesis.b4.const"][None].repeat(len(ws), 1, 1, 1)
    image, index = None, 0
    for size in sizes:
        for conv in ("conv0", "conv1") if size > 4 else ("conv1",):
            name = f"synthesis.b{size}.{conv}"
            x = plain_layer(sd, name, x, ws[:, index], noises[f"b{size}.{conv}"], conv == "conv0", clamp)
            index += 1
        y = plain_torgb(sd, f"synthesis.b{size}.torgb", x, ws[:, index], clamp)
        if image is not None:
            fir = sd[f"synthesis.b{size}.resample_filter"]
            y = y + plain_upfirdn(image, fir * 4, up=2, pad=(2, 1))
        image = y
    assert image is not None
    return image


def constant_noise(sd: Weights) -> dict[str, Tensor | None]:
    keys = [key for key in sd if key.endswith(".noise_const")]
    return {key.removeprefix("synthesis.").removesuffix(".noise_const"): sd[key][None, None] for key in keys}


def no_noise(sd: Weights) -> dict[str, Tensor | None]:
    return dict.fromkeys(constant_noise(sd))


def plain_conv(
    sd: Weights, name: str, x: Tensor, down: bool = False, gain: float = 1.0, clamp: float | None = None
) -> Tensor:
    """A discriminator layer; the skips are those without a bias, and linear."""
    weight = sd[f"{name}.weight"]
    scaled = weight / weight[0].numel() ** 0.5
    fir, size = sd[f"{name}.resample_filter"], weight.shape[-1]
    if down and size == 3:
        y = F.conv2d(plain_upfirdn(x, fir, pad=(2, 2)), scaled, stride=2)
    elif down:
        y = F.conv2d(plain_upfirdn(x, fir, down=2, pad=(1, 1)), scaled)
    else:
        y = F.conv2d(x, scaled, padding=size // 2)
    if f"{name}.bias" not in sd:
        return y * gain
    y = plain_lrelu(y + sd[f"{name}.bias"][None, :, None, None]) * 2**0.5 * gain
    return y if clamp is None else torch.clamp(y, -clamp * gain, clamp * gain)


def plain_minibatch_std(x: Tensor, group: int) -> Tensor:
    """Sample by sample, for samples i, i + N/group, ... together."""
    N = len(x)
    maps = []
    for i in range(N):
        members = torch.stack([x[j] for j in range(N) if j % (N // group) == i % (N // group)])
        variance = ((members - members.mean(dim=0)) ** 2).mean(dim=0)
        maps.append(torch.sqrt(variance + 1e-8).mean().expand(1, *x.shape[2:]))
    return torch.cat([x, torch.stack(maps)], dim=1)


def plain_discriminator(
    sd: Weights, image: Tensor, c: Tensor | None, group: int, label_layers: int, clamp: float | None = None
) -> Tensor:
    sizes = sorted({int(key.split(".")[0][1:]) for key in sd if key.endswith("conv0.weight")}, reverse=True)
    x = image
    for size in sizes:
        if f"b{size}.fromrgb.weight" in sd:
            x = plain_conv(sd, f"b{size}.fromrgb", x, clamp=clamp)
        skip = plain_conv(sd, f"b{size}.skip", x, down=True, gain=0.5**0.5)
        x = plain_conv(sd, f"b{size}.conv0", x, clamp=clamp)
        x = plain_conv(sd, f"b{size}.conv1", x, down=True, gain=0.5**0.5, clamp=clamp) + skip
    x = plain_minibatch_std(x, group)
    x = plain_conv(sd, "b4.conv", x, clamp=clamp)
    x = plain_lrelu(plain_linear(sd, "b4.fc", x.reshape(len(x), -1))) * 2**0.5
    x = plain_linear(sd, "b4.out", x)
    if c is None:
        return x[:, 0]
    label = plain_mapping(sd, "mapping", None, c, label_layers, 0.01)
    return (x * label).sum(dim=1) / x.shape[1] ** 0.5
