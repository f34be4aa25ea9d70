"""How large a piece of a picture may be at a time: by memory, and by how long a layer takes until Stop is heeded."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import psutil
import torch
from torch import Tensor, nn

from ganstudio.networks.translators import Translator

MOST_MEMORY = 768 << 20  # bytes of feature maps on a CPU: with everything else the process stays under 2 GB
SHARE_OF_FREE = 0.5
LAYER_SECONDS = 0.7  # of the slowest layer; between layers Stop is heeded
SPEED = (
    4e10  # multiplications and additions a second of one thread, a careful guess; the first tile tells more
)
LEAST = 1 << 14  # pixels


@dataclass(frozen=True)
class Cost:
    """Of one pixel of a picture: bytes of memory at the worst moment, operations of the most expensive layer."""

    memory: float
    operations: float


_known: "WeakKeyDictionary[nn.Module, Cost]" = WeakKeyDictionary()


def pixels_at_once(network: Translator, channels: int, device: torch.device) -> int:
    """The largest piece, in pixels."""
    cost = cost_of(network, channels, device)
    most = memory_for(device) / cost.memory
    if device.type == "cpu":
        threads = min(torch.get_num_threads(), 16) ** 0.8  # they do not add up
        most = min(most, LAYER_SECONDS * SPEED * threads / cost.operations)
    return max(LEAST, int(most))


def memory_for(device: torch.device) -> float:
    """Bytes that feature maps may take."""
    if device.type == "cuda":
        return SHARE_OF_FREE * torch.cuda.mem_get_info(device)[0]
    return min(MOST_MEMORY, SHARE_OF_FREE * psutil.virtual_memory().available)


@torch.no_grad()
def cost_of(network: Translator, channels: int, device: torch.device) -> Cost:
    """Found by a small picture, from the sizes of what the layers take and give."""
    module: nn.Module = network  # type: ignore[assignment]
    if module not in _known:
        side = max(32, 2 * network.multiple if network.multiple < 32 else network.multiple)
        _known[module] = _tried(module, torch.zeros(1, channels, side, side, device=device))
    return _known[module]


def _tried(network: nn.Module, picture: Tensor) -> Cost:
    """The worst layer's input and output, twice: for copies with borders, and for what is kept for later layers."""
    memory, operations = 0.0, 1.0
    pixels = picture.shape[-1] * picture.shape[-2]

    def after(layer: nn.Module, taken: tuple[Tensor, ...], given: Tensor) -> None:
        nonlocal memory, operations
        memory = max(memory, 2 * 4 * (taken[0].numel() + given.numel()) / pixels)
        operations = max(operations, _operations(layer, taken[0], given) / pixels)

    leaves = [layer for layer in network.modules() if not list(layer.children())]
    hooks = [layer.register_forward_hook(after) for layer in leaves]
    try:
        network(picture)
    finally:
        for hook in hooks:
            hook.remove()
    return Cost(memory, operations)


def _operations(layer: nn.Module, taken: Tensor, given: Tensor) -> float:
    """Each weight of a convolution meets each pixel of the output, of the input where it is transposed, once."""
    if isinstance(layer, nn.ConvTranspose2d):
        return 2.0 * layer.weight.numel() * taken.shape[-1] * taken.shape[-2]
    if isinstance(layer, nn.Conv2d):
        return 2.0 * layer.weight.numel() * given.shape[-1] * given.shape[-2]
    return 0.0
