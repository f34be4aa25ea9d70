"""Features of the 2015 Inception network against pytorch-fid's, with the same random weights in the official layout."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import torch
from pytorch_fid import inception as peer
from torch import nn

from ganstudio.metrics.extractors import load_extractor
from ganstudio.networks.weights_file import read_weights
from tests.benchmarks.pairing import Row, measure_pairs, require_equal

PICTURES = 16


def write_weights(file: Path) -> None:
    torch.manual_seed(0)
    network = peer._inception_v3(num_classes=1008, aux_logits=False, weights=None)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.2)
            nn.init.uniform_(module.running_var, 0.5, 1.6)  # type: ignore[arg-type]
    torch.save(network.state_dict(), file)


def pytorch_fids(file: Path) -> nn.Module:
    with mock.patch.object(peer, "load_state_dict_from_url", return_value=read_weights(file)):
        return peer.InceptionV3([3]).eval()


@torch.no_grad()
def measure(quick: bool, slow: bool) -> Iterator[Row]:
    """Both from bytes to features, resizing included."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "inception.pth"
        write_weights(file)
        theirs = pytorch_fids(file)
        extractor = load_extractor("inception-2015", 64, weights=file, resize="pytorch-fid")
    pictures = torch.randint(
        0, 256, (PICTURES, 3, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(1)
    )

    def ours() -> torch.Tensor:
        return torch.cat([extractor(part)[0] for part in pictures.split(extractor.at_once)])

    def other() -> torch.Tensor:
        return theirs(pictures / 255)[0].flatten(1)

    require_equal("features", ours(), other(), 1e-4)
    times = measure_pairs(ours, other, 1 if quick else 7)
    yield times.row(f"Inception features of {PICTURES} pictures", against="pytorch-fid", goal=1.5)
