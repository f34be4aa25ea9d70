"""VGG-16 with the linear heads of LPIPS (Simonyan and Zisserman 2015, table 1 D; Zhang et al. 2018, section 3).

Neither comes with the program: a person gives the files. Names of weights are those of torchvision's `vgg16`
(`features.0.weight`) or of LPIPS itself (`net.slice1.0.weight`), and `lin0.model.1.weight` for the heads.
"""

import re
from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.errors import StudioError

# The channels of each group of convolutions; a pool of 2 stands before every group but the first.
_GROUPS = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))
_NAME = re.compile(r"(?:features|net\.slice[1-5])\.(\d+)\.(weight|bias)")
_HEAD = re.compile(r"(?:lin|lins\.)(\d)\.(?:model\.1\.)?weight")
_SHIFT, _SCALE = (-0.030, -0.088, -0.188), (0.458, 0.448, 0.450)


class LPIPSVGG(nn.Module):
    """Colour pictures [N, 3, H, W] in [-1, 1], sides of at least 16 -> five feature maps, each place of unit length
    and scaled by the roots of its head, so that squared differences summed over channels are LPIPS."""

    shift: Tensor
    scale: Tensor

    def __init__(self, state: Mapping[str, Tensor]) -> None:
        super().__init__()
        weights, heads = _sorted(state)
        groups, number, channels = [], 0, 3
        for group, widths in enumerate(_GROUPS):
            number += group > 0  # the pool
            layers: list[nn.Module] = [nn.MaxPool2d(2)] if group else []
            for width in widths:
                layers += [_convolution(weights, number, channels, width), nn.ReLU()]
                number, channels = number + 2, width
            self.register_buffer(f"head{group}", _head(heads, group, channels))
            groups.append(nn.Sequential(*layers))
        self.groups = nn.ModuleList(groups)
        self.register_buffer("shift", torch.tensor(_SHIFT)[:, None, None])
        self.register_buffer("scale", torch.tensor(_SCALE)[:, None, None])
        self.eval().requires_grad_(False)

    def forward(self, pictures: Tensor) -> list[Tensor]:
        x, found = (pictures - self.shift) / self.scale, []
        for number, group in enumerate(self.groups):
            x = group(x)
            found.append(F.normalize(x, dim=1, eps=1e-10) * self.get_buffer(f"head{number}"))
        return found


def _sorted(state: Mapping[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Weights by `0.weight` and heads by `0`, whichever names the file has."""
    weights, heads = {}, {}
    for name, tensor in state.items():
        if match := _NAME.fullmatch(name):
            weights[f"{match[1]}.{match[2]}"] = tensor
        elif match := _HEAD.fullmatch(name):
            heads[match[1]] = tensor
    if not heads:
        raise StudioError(
            "There are no LPIPS heads among these weights; give the file with lin0 to lin4 too."
        )
    if not weights:
        raise StudioError("There is no VGG-16 among these weights; give torchvision's vgg16 file too.")
    return weights, heads


def _convolution(weights: Mapping[str, Tensor], number: int, channels: int, width: int) -> nn.Conv2d:
    made = nn.Conv2d(channels, width, 3, padding=1, device="meta")
    made.weight = nn.Parameter(_checked(weights.get(f"{number}.weight"), (width, channels, 3, 3), number))
    assert made.bias is not None
    made.bias = nn.Parameter(_checked(weights.get(f"{number}.bias"), (width,), number))
    return made


def _head(heads: Mapping[str, Tensor], group: int, channels: int) -> Tensor:
    """[1, C, 1, 1]; heads are never negative (Zhang et al. 2018, section 3.2)."""
    return _checked(heads.get(str(group)), (1, channels, 1, 1), group).clamp_min(0).sqrt()


def _checked(tensor: Tensor | None, shape: tuple[int, ...], number: int) -> Tensor:
    if tensor is None or tuple(tensor.shape) != shape or not bool(torch.isfinite(tensor.float()).all()):
        raise StudioError(
            f"These weights are not those of LPIPS on VGG-16 (layer {number}); download the files again."
        )
    return tensor.detach().clone().float()
