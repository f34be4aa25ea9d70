"""What a translator of the CycleGAN and pix2pix repository is, told by the names and shapes of its tensors.

The names are those of its `networks.py`: a residual network is one sequence "model.N", a U-Net is nested "model.model.1
.model.3...". Files hold no settings, so everything is inferred (Zhu et al. 2017; Isola et al. 2017).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from torch import nn

from ganstudio.networks.resnet_translator import Norm, ResNetTranslator
from ganstudio.networks.unet import WIDEST, UNet

Shape = tuple[int, ...]
Shapes = dict[str, Shape]
BLOCK = re.compile(r"model\.(\d+)\.conv_block\.1\.weight")


class MisfitError(Exception):
    """Why tensors are no translator, in words that go on after "the file ..."."""


@dataclass(frozen=True)
class Layout:
    """What a network is built from: `depth` is its residual blocks, or how often a U-Net halves."""

    kind: Literal["resnet", "unet"]
    channels: int
    out_channels: int
    width: int
    depth: int
    norm: Norm
    dropout: bool

    def network(self) -> nn.Module:
        """Ours of the same maths."""
        made = (self.channels, self.out_channels, self.width, self.depth, self.norm, self.dropout)
        return ResNetTranslator(*made) if self.kind == "resnet" else UNet(*made)

    def their_name(self, ours: str) -> str:
        """Theirs for a tensor of ours."""
        layer, leaf = ours.rsplit(".", 1)
        theirs = self._resnet_layer if self.kind == "resnet" else self._unet_layer
        return f"{theirs(layer.split('.'))}.{leaf}"

    def _resnet_layer(self, place: list[str]) -> str:
        """Padding, norms and activations are counted too: 1 the stem, 4 and 7 down, from 10 the blocks."""
        part, *rest = place
        numbers = [int(number) for number in rest if number.isdecimal()]
        after = 10 + self.depth
        if part == "stem":
            return f"model.{1 + numbers[0]}"
        if part == "head":
            return f"model.{after + 7}"
        first = 4 if part == "down" else after
        if part in ("down", "up"):
            return f"model.{first + 3 * numbers[0] + numbers[1]}"
        block, layer = numbers
        inside = {0: 1, 1: 2, 4: 5 + self.dropout, 5: 6 + self.dropout}[layer]
        return f"model.{10 + block}.conv_block.{inside}"

    def _unet_layer(self, place: list[str]) -> str:
        """Each level lies inside the one above: activation, down, norm, the level below, activation, up, norm."""
        part, depth, layer = place[0], int(place[1]), int(place[2])
        if depth == 0:
            return "model.model.0" if part == "down" else "model.model.3"
        last = depth == self.depth - 1
        first = {"down": 1, "up": 3 if last else 5}[part]
        return f"{unet_level(depth)}.{first + layer}"


def unet_level(depth: int) -> str:
    """The name of a level's sequence; 0 is the outermost."""
    return "model.model" if depth == 0 else "model.model.1.model" + ".3.model" * (depth - 1)


def infer_layout(shapes: Shapes) -> Layout:
    """Raises MisfitError where the tensors belong to something else."""
    if "model.model.0.weight" in shapes and len(shapes["model.model.0.weight"]) == 4:
        return _unet(shapes)
    if any(BLOCK.fullmatch(name) for name in shapes):
        return _resnet(shapes)
    raise MisfitError(_unknown(shapes))


def _resnet(shapes: Shapes) -> Layout:
    if any(name.endswith(".filt") for name in shapes):
        raise MisfitError("is a generator of CUT with blurred sampling, which this version does not read")
    depth = sum(1 for name in shapes if BLOCK.fullmatch(name))
    if "model.10.conv_block.1.weight" not in shapes:
        raise MisfitError("is a residual generator of another layout than CycleGAN's")
    stem = _convolution(shapes, "model.1.weight")
    inner = 4 * stem[0]
    for block in range(depth):  # before anything is built: a narrow file must not ask for a wide network
        _must_be(shapes, f"model.{10 + block}.conv_block.1.weight", (inner, inner, 3, 3))
    head = _convolution(shapes, f"model.{10 + depth + 7}.weight")
    dropout = "model.10.conv_block.6.weight" in shapes and len(shapes["model.10.conv_block.6.weight"]) == 4
    norm = _norm(shapes, "model.1", "model.2")
    return Layout("resnet", stem[1], head[0], stem[0], depth, norm, dropout)


def _unet(shapes: Shapes) -> Layout:
    depth = 1
    while f"{unet_level(depth)}.1.weight" in shapes:
        depth += 1
    if depth < 3:
        raise MisfitError("is a U-Net of another layout than pix2pix's")
    outer, last = _convolution(shapes, "model.model.0.weight"), _convolution(shapes, "model.model.3.weight")
    for level in range(1, depth):
        sizes = [outer[0] * min(2**above, WIDEST) for above in (level - 1, level)]
        _must_be(shapes, f"{unet_level(level)}.1.weight", (sizes[1], sizes[0], 4, 4))
    norm = _norm(shapes, "model.model.1.model.1", "model.model.1.model.2")
    return Layout("unet", outer[1], last[1], outer[0], depth, norm, dropout=norm == "batch")


def _norm(shapes: Shapes, convolution: str, norm: str) -> Norm:
    """Batch norm has weights of its own and takes the convolutions' biases; without either there is no norm."""
    if f"{norm}.weight" in shapes:
        return "batch"
    return "instance" if f"{convolution}.bias" in shapes else "none"


def _convolution(shapes: Shapes, name: str) -> Shape:
    shape = shapes.get(name, ())
    if len(shape) != 4:
        raise MisfitError(f"does not fit CycleGAN's or pix2pix's networks ({name} is missing)")
    return shape


def _must_be(shapes: Shapes, name: str, expected: Shape) -> None:
    if shapes.get(name) != expected:
        raise misfit(shapes, name, expected)


def misfit(shapes: Shapes, name: str, expected: Shape) -> MisfitError:
    """Names the tensor that does not fit."""
    found = str(list(shapes[name])) if name in shapes else "missing"
    return MisfitError(f"does not fit its own layout ({name} is {found} in place of {list(expected)})")


def _unknown(shapes: Iterable[str]) -> str:
    """The families that people hold, by a name that only they have."""
    names = set(shapes)
    for mark, family in FAMILIES:
        if any(re.match(mark, name) for name in names):
            return f"is {family}, not a translator"
    first = next(iter(names & {"weight"}), sorted(names)[0])
    return f"is no network that this version knows (it holds {first[:60]})"


FAMILIES = (
    (r"model\.0\.weight$", "a discriminator of CycleGAN or pix2pix"),
    (r"net\.\d+\.weight$", "a pixel discriminator of CycleGAN or pix2pix"),
    (r"mlp_\d+\.", "the patch sampler of CUT"),
    (r"main\.\d+\.weight$", "a DCGAN of PyTorch's examples"),
    (r"(g_ema\.)?convs\.0\.conv\.", "a StyleGAN2 of another program"),
    (r"shared\.weight$", "a BigGAN"),
    (r"synthesis\.", "a StyleGAN"),
)
