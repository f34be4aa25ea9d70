"""The networks of CycleGAN and pix2pix as plain lists of torch's own layers."""

import torch
from torch import Tensor, nn


def instance_norm(size: int) -> nn.Module:
    return nn.InstanceNorm2d(size, affine=False, track_running_stats=False)


class PlainResNet(nn.Module):
    """Reflection padding and convolution as layers of their own; residual blocks at a quarter of the size."""

    def __init__(self, channels: int, width: int, blocks: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.ReflectionPad2d(3), nn.Conv2d(channels, width, 7)]
        layers += [instance_norm(width), nn.ReLU(True)]
        for size in (width, 2 * width):
            layers += [nn.Conv2d(size, 2 * size, 3, 2, 1), instance_norm(2 * size), nn.ReLU(True)]
        layers += [PlainBlock(4 * width) for _ in range(blocks)]
        for size in (4 * width, 2 * width):
            layers += [nn.ConvTranspose2d(size, size // 2, 3, 2, 1, output_padding=1)]
            layers += [instance_norm(size // 2), nn.ReLU(True)]
        layers += [nn.ReflectionPad2d(3), nn.Conv2d(width, channels, 7), nn.Tanh()]
        self.model = nn.Sequential(*layers)

    def forward(self, images: Tensor) -> Tensor:
        return self.model(images)


class PlainBlock(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        half = [nn.ReflectionPad2d(1), nn.Conv2d(size, size, 3), instance_norm(size)]
        other = [nn.ReflectionPad2d(1), nn.Conv2d(size, size, 3), instance_norm(size)]
        self.block = nn.Sequential(*half, nn.ReLU(True), *other)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.block(x)


class PlainUNet(nn.Module):
    """Each level halves, hands on to the level inside it, doubles, and puts its input beside the result."""

    def __init__(self, channels: int, width: int, downs: int, dropout: bool) -> None:
        super().__init__()
        sizes = [width * min(2**depth, 8) for depth in range(downs)]
        level: PlainLevel | None = None
        for depth in reversed(range(1, downs)):
            drops = dropout and 4 <= depth < downs - 1
            level = PlainLevel(sizes[depth - 1], sizes[depth], level, drops)
        self.first = nn.Conv2d(channels, width, 4, 2, 1, bias=False)
        self.inside = level
        self.last = nn.ConvTranspose2d(2 * width, channels, 4, 2, 1)

    def forward(self, images: Tensor) -> Tensor:
        assert self.inside is not None
        x = self.inside(self.first(images))
        return torch.tanh(self.last(torch.relu(x)))


class PlainLevel(nn.Module):
    """x [N, outer, H, W] -> x beside what the levels inside make of it, [N, 2 outer, H, W]."""

    def __init__(self, outer: int, inner: int, inside: "PlainLevel | None", drops: bool) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.LeakyReLU(0.2, True), nn.Conv2d(outer, inner, 4, 2, 1, bias=False)]
        if inside is not None:
            layers += [nn.BatchNorm2d(inner), inside]
        wide = inner if inside is None else 2 * inner
        layers += [nn.ReLU(True), nn.ConvTranspose2d(wide, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer)]
        self.model = nn.Sequential(*layers, *([nn.Dropout(0.5)] if drops else []))

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x, self.model(x)], 1)


def plain_patchgan(channels: int, width: int, layers: int, norm: str) -> nn.Sequential:
    """Strided convolutions, then two of stride 1; one number for each patch."""
    parts: list[nn.Module] = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2, True)]
    size = width
    for layer in range(1, layers + 1):
        wider = width * min(2**layer, 8)
        parts.append(nn.Conv2d(size, wider, 4, 2 if layer < layers else 1, 1, bias=norm == "instance"))
        parts += [
            instance_norm(wider) if norm == "instance" else nn.BatchNorm2d(wider),
            nn.LeakyReLU(0.2, True),
        ]
        size = wider
    return nn.Sequential(*parts, nn.Conv2d(size, 1, 4, 1, 1))


def convolutions_and_norms(network: nn.Module, side: int) -> list[nn.Module]:
    """The layers with weights, in the order in which a picture of that side meets them."""
    met: list[nn.Module] = []
    with_weights = (nn.Conv2d, nn.ConvTranspose2d, nn.BatchNorm2d)
    found = [module for module in network.modules() if isinstance(module, with_weights)]
    hooks = [module.register_forward_hook(lambda layer, *_: met.append(layer)) for module in found]
    channels = next(module for module in found if isinstance(module, nn.Conv2d)).in_channels
    training = network.training
    with torch.no_grad():
        network.eval()(torch.zeros(1, channels, side, side, dtype=next(network.parameters()).dtype))
    network.train(training)
    for hook in hooks:
        hook.remove()
    return met


def copy_weights_(ours: nn.Module, plain: nn.Module, side: int) -> None:
    """Layer by layer as a picture meets them, whatever they are called."""
    pairs = list(zip(convolutions_and_norms(ours, side), convolutions_and_norms(plain, side), strict=True))
    for source, target in pairs:
        target.load_state_dict(source.state_dict())
