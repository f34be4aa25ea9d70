"""A `latest_net_G.pth` of the CycleGAN and pix2pix repository as a network of ours."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from ganstudio.errors import StudioError
from ganstudio.interop.torch_file import TorchFile
from ganstudio.interop.translator_layout import Layout, MisfitError, Shapes, infer_layout, misfit

STATISTICS = ("running_mean", "running_var", "num_batches_tracked")


def read_translator(path: Path) -> tuple[Layout, nn.Module]:
    """The layout and the network with its weights, on the CPU. Raises StudioError with one sentence."""
    with TorchFile(path) as file:
        shapes = {_plain(name): part.shape for name, part in file.outline.items()}
        try:
            layout = infer_layout(shapes)
            with torch.device("meta"):  # the first weights are thrown away
                network = layout.network()
            names = _names(layout, network, shapes)
        except MisfitError as problem:
            raise StudioError(f"{path} {problem}; choose a generator, such as latest_net_G.pth.") from problem
        tensors = {_plain(name): tensor for name, tensor in file.tensors().items()}
    network.load_state_dict(_ours(path, network, names, tensors), assign=True)
    return layout, network.eval().requires_grad_(False)


def _plain(name: str) -> str:
    """DataParallel puts a word before every name."""
    return name.removeprefix("module.")


def _names(layout: Layout, network: nn.Module, shapes: Shapes) -> dict[str, str | None]:
    """Their name for every tensor of ours; None where theirs lack one that stands still.

    Raises MisfitError that names the first tensor that does not fit.
    """
    names: dict[str, str | None] = {}
    for ours, tensor in network.state_dict().items():
        theirs = layout.their_name(ours)
        if theirs not in shapes and _may_lack(layout, theirs):
            names[ours] = None
        elif shapes.get(theirs) != tensor.shape:
            raise misfit(shapes, theirs, tuple(tensor.shape))
        else:
            names[ours] = theirs
    for name in sorted(shapes.keys() - set(names.values())):
        # Files of 2017 and 2018 hold statistics for instance norm too; as in the repository they count for nothing.
        if layout.norm != "instance" or name.rpartition(".")[2] not in STATISTICS:
            raise MisfitError(f"does not fit its own layout ({name[:80]} is unknown)")
    return names


def _may_lack(layout: Layout, theirs: str) -> bool:
    """Old files do not count batches, and without any norm the repository leaves biases out."""
    return theirs.endswith(".num_batches_tracked") or (layout.norm == "none" and theirs.endswith(".bias"))


def _ours(
    path: Path, network: nn.Module, names: Mapping[str, str | None], tensors: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """The weights under our names, in the kinds of our network."""
    state: dict[str, Tensor] = {}
    for ours, like in network.state_dict().items():
        theirs = names[ours]
        if theirs is None:
            state[ours] = torch.zeros(like.shape, dtype=like.dtype)
            continue
        state[ours] = tensors[theirs].detach().to(like.dtype).contiguous()
        if not bool(torch.isfinite(state[ours]).all()):
            raise StudioError(
                f"{path} cannot be used: {theirs} holds numbers that are not finite; choose an older file."
            )
    return state
