"""Inside a generator: the feature maps that its layers make for a point.

Layers are found by the kind of their module, never by the recipe's name, and looked at with hooks that are gone again
before a function returns.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import synthesize
from ganstudio.networks.resnet import ResidualBlock
from ganstudio.networks.stylegan2_layers import SynthesisLayer, ToRGB

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

BLOCKS = (SynthesisLayer, ToRGB, ResidualBlock)
ACTIVATIONS = (nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Tanh, nn.Sigmoid)
CONVOLUTIONS = (nn.Conv2d, nn.ConvTranspose2d)


@dataclass(frozen=True)
class LayerInfo:
    """One layer whose output can be looked at: `maps` of `resolution` squared. `name` is its place in the network."""

    name: str
    resolution: int
    maps: int
    words: str


@torch.no_grad()
def layers(model: "Model") -> list[LayerInfo]:
    """Every layer, in the order in which they work; the last is what makes the picture."""
    shapes: dict[str, tuple[int, ...]] = {}

    def note(name: str, output: Tensor) -> None:
        shapes[name] = tuple(output.shape)

    _hooked(model, dict(model.generator.named_modules()), note, _plain_point(model))
    found = {name: shape for name, shape in shapes.items() if len(shape) == 4 and name}  # without the whole
    modules = {name: model.generator.get_submodule(name) for name in found}
    chosen = _chosen(modules)
    words = _words([(modules[name], found[name][-1]) for name in chosen])
    return [LayerInfo(name, found[name][-1], found[name][1], word) for name, word in zip(chosen, words)]


@torch.no_grad()
def feature_maps(model: "Model", point: LatentPoint, layer: LayerInfo) -> Tensor:
    """What a layer makes of a point: [maps, h, w] float32 on the processor.

    A generator that can stop early stops after the layer's resolution. Raises StudioError where the point misfits.
    """
    kept: list[Tensor] = []

    def keep(_name: str, output: Tensor) -> None:
        kept.append(output.detach()[0].float().cpu().clone())

    try:
        module = model.generator.get_submodule(layer.name)
    except AttributeError:
        raise StudioError(f"This model has no layer {layer.name}; choose one of its own.") from None
    up_to = layer.resolution if layer.resolution in model.previews else None
    _hooked(model, {layer.name: module}, keep, point, up_to)
    return kept[-1]


def _hooked(
    model: "Model", modules: dict[str, nn.Module], see: Callable[[str, Tensor], None], point: LatentPoint,
    up_to: int | None = None,
) -> None:  # fmt: skip
    """Renders a point and shows `see` every tensor that one of the modules puts out."""

    def hook(name: str, _module: nn.Module, _inputs: Any, output: Any) -> None:
        if isinstance(output, Tensor):
            see(name, output)

    handles = [module.register_forward_hook(partial(hook, name)) for name, module in modules.items()]
    try:
        synthesize(model, [point], up_to)
    finally:
        for handle in handles:
            handle.remove()


def _plain_point(model: "Model") -> LatentPoint:
    return LatentPoint.of_seed(0, 0 if model.num_classes else None)


def _chosen(modules: dict[str, nn.Module]) -> list[str]:
    """Blocks where there are some, else activations, else convolutions; and the convolution that ends the network."""
    for kinds in (BLOCKS, ACTIVATIONS, CONVOLUTIONS):
        names = [name for name, module in modules.items() if isinstance(module, kinds)]
        names = [name for name in names if not any(name.startswith(f"{other}.") for other in names)]
        if len(names) > 1:
            return names + _ending(modules, names)
    return list(modules)


def _ending(modules: dict[str, nn.Module], names: list[str]) -> list[str]:
    """The convolutions that follow the last chosen layer, where the picture is made by one."""
    order = list(modules)
    after = order[order.index(names[-1]) + 1 :]
    return [name for name in after if isinstance(modules[name], CONVOLUTIONS)]


def _words(layers: list[tuple[nn.Module, int]]) -> list[str]:
    """What a person calls each layer, given with its resolution, which is said beside it."""
    made, convolutions, stages = [], Counter[int](), 0
    for index, (module, resolution) in enumerate(layers):
        if isinstance(module, ToRGB):
            made.append("To picture")
        elif isinstance(module, SynthesisLayer):
            convolutions[resolution] += 1
            made.append(f"Convolution {convolutions[resolution]}")
        elif index == len(layers) - 1:
            made.append("Picture")
        else:
            stages += 1
            made.append(f"{'Block' if isinstance(module, ResidualBlock) else 'Stage'} {stages}")
    return made
