"""Weights for the 2015 Inception network in the official layout, made at random, and pictures to judge."""

from pathlib import Path

import numpy as np
import pytest
import torch
from pytorch_fid import inception as peer
from torch import Tensor, nn


@pytest.fixture(scope="session")
def inception_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seeded random weights under the published names, scaled so that features stay of ordinary size."""
    torch.manual_seed(0)
    network = peer._inception_v3(num_classes=1008, aux_logits=False, weights=None)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.2)
            nn.init.normal_(module.bias, 0, 0.1)
            module.running_mean.normal_(0, 0.2)
            module.running_var.uniform_(0.8, 1.6)
    nn.init.normal_(network.fc.weight, 0, 0.02)
    file = tmp_path_factory.mktemp("weights") / "pt_inception-2015-12-05.pth"
    torch.save(network.state_dict(), file)
    return file


def blobs(count: int, seed: int, side: int = 32, channels: int = 3) -> Tensor:
    """uint8 [count, channels, side, side]: soft spots of colour on a ground."""
    random = np.random.RandomState(seed)
    y, x = np.mgrid[:side, :side] / side
    pictures = np.zeros((count, channels, side, side))
    for number in range(count):
        pictures[number] += random.uniform(0, 120, (channels, 1, 1))
        for _ in range(3):
            centre, width = random.uniform(0, 1, 2), random.uniform(0.05, 0.3)
            spot = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / width**2)
            pictures[number] += random.uniform(-100, 200, (channels, 1, 1)) * spot
    return torch.from_numpy(pictures.clip(0, 255).astype(np.uint8))
