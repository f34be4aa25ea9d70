"""Inception-v3 as TensorFlow published it on 5 December 2015: the network on which FID, KID and the score are defined.

Architecture: Szegedy et al. 2016, figures 5 to 7. It differs from later copies: average pools leave the padding out,
the last block pools by maximum, batch norm has epsilon 1e-3, and there are 1008 classes. The names of the weights are
those of `pt_inception-2015-12-05-6726825d.pth`. Batch norm is folded into the convolutions, 1x1 convolutions of one
input are one product, and those of a pool branch come before the average, with which they commute.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.errors import StudioError
from ganstudio.networks.folding import folded_convolution

FEATURES, CLASSES, SIDE = 2048, 1008, 299
Size = int | tuple[int, int]


class Convolution(nn.Module):
    """Convolution with the batch norm folded in, and ReLU."""

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.convolution = convolution

    def forward(self, x: Tensor) -> Tensor:
        return F.relu_(self.convolution(x))


class Reader:
    """Takes a state dict apart and checks each tensor."""

    def __init__(self, state: Mapping[str, Tensor]) -> None:
        self._state = state

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        found = self._state.get(name)
        if not isinstance(found, Tensor) or tuple(found.shape) != shape or not found.is_floating_point():
            raise StudioError(
                f"This file does not hold the weights of the 2015 Inception network ({name} is missing or has another "
                "shape); give pt_inception-2015-12-05-6726825d.pth."
            )
        if not bool(torch.isfinite(found).all()):
            raise StudioError(
                f"The weights of this Inception network are not finite ({name}); download them again."
            )
        return found.detach().float()

    def plain(
        self, name: str, channels: int, out: int, kernel: Size, stride: int, padding: Size
    ) -> nn.Conv2d:
        """A convolution with its batch norm folded in, without ReLU."""
        made = nn.Conv2d(channels, out, kernel, stride, padding, bias=False, device="meta")
        made.weight = nn.Parameter(self.tensor(f"{name}.conv.weight", tuple(made.weight.shape)))
        norm = nn.BatchNorm2d(out, eps=1e-3, device="meta")
        norm.weight = nn.Parameter(self.tensor(f"{name}.bn.weight", (out,)))
        norm.bias = nn.Parameter(self.tensor(f"{name}.bn.bias", (out,)))
        norm.running_mean = self.tensor(f"{name}.bn.running_mean", (out,))
        norm.running_var = self.tensor(f"{name}.bn.running_var", (out,))
        return folded_convolution(made, norm)

    def convolution(
        self, name: str, channels: int, out: int, kernel: Size, stride: int = 1, padding: Size = 0
    ) -> Convolution:
        return Convolution(self.plain(name, channels, out, kernel, stride, padding))

    def chain(self, name: str, channels: int, *layers: tuple[str, int, Size, int, Size]) -> nn.Sequential:
        """Convolutions in a row, each (suffix, out, kernel, stride, padding)."""
        made = []
        for suffix, out, kernel, stride, padding in layers:
            made.append(self.convolution(name + suffix, channels, out, kernel, stride, padding))
            channels = out
        return nn.Sequential(*made)

    def heads(self, prefix: str, channels: int, **outs: int) -> "Heads":
        """1x1 convolutions of one input."""
        return Heads([self.plain(prefix + name, channels, out, 1, 1, 0) for name, out in outs.items()])


class Heads(nn.Module):
    """1x1 convolutions of one input as one matrix product: x -> a list of their outputs, before ReLU."""

    def __init__(self, convolutions: Sequence[nn.Conv2d]) -> None:
        super().__init__()
        self.outs = [convolution.out_channels for convolution in convolutions]
        biases = [convolution.bias for convolution in convolutions if convolution.bias is not None]
        weights = [convolution.weight.detach().flatten(1) for convolution in convolutions]
        self.weight = nn.Parameter(torch.cat(weights))
        self.bias = nn.Parameter(torch.cat([bias.detach() for bias in biases]))

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        y = F.linear(
            x.permute(0, 2, 3, 1), self.weight, self.bias
        )  # a plain product where channels come last
        return y.permute(0, 3, 1, 2).split(self.outs, dim=1)


def average(x: Tensor) -> Tensor:
    """Of 3x3 places; those outside the picture do not count."""
    return F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False)


class BlockA(nn.Module):
    """Figure 5: 1x1, 5x5, two 3x3 and a pool."""

    def __init__(self, reader: Reader, name: str, channels: int, pool: int) -> None:
        super().__init__()
        self.heads = reader.heads(
            name, channels, branch1x1=64, branch5x5_1=48, branch3x3dbl_1=64, branch_pool=pool
        )
        self.five = reader.convolution(f"{name}branch5x5_2", 48, 64, 5, padding=2)
        self.deep = reader.chain(f"{name}branch3x3dbl", 64, ("_2", 96, 3, 1, 1), ("_3", 96, 3, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        one, five, deep, pool = self.heads(x)
        return torch.cat(
            (one.relu(), self.five(five.relu()), self.deep(deep.relu()), average(pool).relu_()), 1
        )


class BlockB(nn.Module):
    """Halves the side: a 3x3, two 3x3, and a pool by maximum."""

    def __init__(self, reader: Reader, name: str, channels: int) -> None:
        super().__init__()
        self.single = reader.convolution(f"{name}branch3x3", channels, 384, 3, stride=2)
        self.deep = reader.chain(
            f"{name}branch3x3dbl", channels, ("_1", 64, 1, 1, 0), ("_2", 96, 3, 1, 1), ("_3", 96, 3, 2, 0)
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat((self.single(x), self.deep(x), F.max_pool2d(x, 3, stride=2)), 1)


class BlockC(nn.Module):
    """Figure 6: 7x7 convolutions as pairs of 1x7 and 7x1."""

    def __init__(self, reader: Reader, name: str, inner: int) -> None:
        super().__init__()
        self.heads = reader.heads(
            name, 768, branch1x1=192, branch7x7_1=inner, branch7x7dbl_1=inner, branch_pool=192
        )
        self.single = reader.chain(
            f"{name}branch7x7", inner, ("_2", inner, (1, 7), 1, (0, 3)), ("_3", 192, (7, 1), 1, (3, 0))
        )
        self.deep = reader.chain(
            f"{name}branch7x7dbl", inner, ("_2", inner, (7, 1), 1, (3, 0)), ("_3", inner, (1, 7), 1, (0, 3)),
            ("_4", inner, (7, 1), 1, (3, 0)), ("_5", 192, (1, 7), 1, (0, 3)),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        one, single, deep, pool = self.heads(x)
        return torch.cat(
            (one.relu(), self.single(single.relu()), self.deep(deep.relu()), average(pool).relu_()), 1
        )


class BlockD(nn.Module):
    """Halves the side once more."""

    def __init__(self, reader: Reader, name: str) -> None:
        super().__init__()
        self.heads = reader.heads(name, 768, branch3x3_1=192, branch7x7x3_1=192)
        self.single = reader.convolution(f"{name}branch3x3_2", 192, 320, 3, stride=2)
        self.deep = reader.chain(
            f"{name}branch7x7x3", 192, ("_2", 192, (1, 7), 1, (0, 3)), ("_3", 192, (7, 1), 1, (3, 0)),
            ("_4", 192, 3, 2, 0),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        single, deep = self.heads(x)
        pooled = F.max_pool2d(x, 3, stride=2)
        return torch.cat((self.single(single.relu()), self.deep(deep.relu()), pooled), 1)


class BlockE(nn.Module):
    """Figure 7: 1x3 and 3x1 side by side. The very last one pools by maximum."""

    def __init__(self, reader: Reader, name: str, channels: int, by_maximum: bool) -> None:
        super().__init__()
        heads = {"branch1x1": 320, "branch3x3_1": 384, "branch3x3dbl_1": 448}
        self.heads = reader.heads(name, channels, **heads, **({} if by_maximum else {"branch_pool": 192}))
        self.after_maximum = (
            reader.convolution(f"{name}branch_pool", channels, 192, 1) if by_maximum else None
        )
        self.deep = reader.convolution(f"{name}branch3x3dbl_2", 448, 384, 3, padding=1)
        self.wings = nn.ModuleList(
            reader.convolution(f"{name}branch3x3{branch}{wing}", 384, 384, kernel, padding=padding)
            for branch in ("_2", "dbl_3")
            for wing, kernel, padding in (("a", (1, 3), (0, 1)), ("b", (3, 1), (1, 0)))
        )

    def forward(self, x: Tensor) -> Tensor:
        one, single, deep, *pool = self.heads(x)
        single, deep = single.relu(), self.deep(deep.relu())
        wings = [wing(part) for wing, part in zip(self.wings, (single, single, deep, deep))]
        if self.after_maximum is None:
            pooled = average(pool[0]).relu_()
        else:
            pooled = self.after_maximum(F.max_pool2d(x, 3, stride=1, padding=1))
        return torch.cat((one.relu(), *wings, pooled), 1)


class Inception2015(nn.Module):
    """x [N, 3, 299, 299] in [-1, 1] -> (features [N, 2048], logits [N, 1008] without the last layer's bias)."""

    def __init__(self, state: Mapping[str, Tensor]) -> None:
        super().__init__()
        reader = Reader(state)
        self.layers = nn.Sequential(
            reader.convolution("Conv2d_1a_3x3", 3, 32, 3, stride=2),
            reader.convolution("Conv2d_2a_3x3", 32, 32, 3),
            reader.convolution("Conv2d_2b_3x3", 32, 64, 3, padding=1),
            nn.MaxPool2d(3, stride=2),
            reader.convolution("Conv2d_3b_1x1", 64, 80, 1),
            reader.convolution("Conv2d_4a_3x3", 80, 192, 3),
            nn.MaxPool2d(3, stride=2),
            BlockA(reader, "Mixed_5b.", 192, 32),
            BlockA(reader, "Mixed_5c.", 256, 64),
            BlockA(reader, "Mixed_5d.", 288, 64),
            BlockB(reader, "Mixed_6a.", 288),
            *(
                BlockC(reader, f"Mixed_6{letter}.", inner)
                for letter, inner in zip("bcde", (128, 160, 160, 192))
            ),
            BlockD(reader, "Mixed_7a."),
            BlockE(reader, "Mixed_7b.", 1280, by_maximum=False),
            BlockE(reader, "Mixed_7c.", 2048, by_maximum=True),
        )
        self.register_buffer("classes", reader.tensor("fc.weight", (CLASSES, FEATURES)).clone())
        self.classes: Tensor
        self.eval().requires_grad_(False).to(memory_format=torch.channels_last)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        features = self.layers(x.contiguous(memory_format=torch.channels_last)).mean(dim=(2, 3))
        return features, features @ self.classes.T
