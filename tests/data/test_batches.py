"""From bytes to the numbers that networks see."""

import numpy as np
import pytest
import torch

from ganstudio.data import batches
from ganstudio.data.batches import load_batch
from ganstudio.data.dataset import Dataset

IMAGES = np.random.default_rng(0).integers(0, 256, (6, 3, 4, 4), np.uint8)
DATASET = Dataset("test", IMAGES, np.array([0, 1, 2, 0, 1, 2]), ("a", "b", "c"), "f")


def test_numbers() -> None:
    indices, flips = np.array([4, 0, 4]), np.array([True, False, False])
    batch = load_batch(DATASET, indices, flips, "cpu", labelled=True)
    expected = np.stack([IMAGES[4][:, :, ::-1], IMAGES[0], IMAGES[4]]).astype(np.float64) / 127.5 - 1
    assert batch["image"].dtype == torch.float32
    np.testing.assert_allclose(batch["image"].numpy(), expected, atol=1e-6)
    assert batch["label"].tolist() == [[0, 1, 0], [1, 0, 0], [0, 1, 0]]
    assert batch["label"].dtype == torch.float32


def test_black_and_white_are_exact() -> None:
    data = Dataset("ends", np.array([[[[0, 255]]]], np.uint8), np.zeros(1, np.int64), (), "f")
    assert load_batch(data, np.array([0]), np.array([False]), "cpu", False)["image"].tolist() == [
        [[[-1.0, 1.0]]]
    ]


def test_no_labels_where_none_are_wanted() -> None:
    assert set(load_batch(DATASET, np.array([1]), np.array([False]), "cpu", labelled=False)) == {"image"}


def test_the_data_set_is_not_changed() -> None:
    before = IMAGES.copy()
    load_batch(DATASET, np.arange(6), np.ones(6, bool), "cpu", True)["image"].zero_()
    assert (before == IMAGES).all()


def test_mirrored_on_the_device_as_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other devices mirror by a second path, which must agree."""
    flips = np.array([True, False, True, False, False, True])
    here = batches._flipped(IMAGES.copy(), flips, torch.device("cpu"))
    monkeypatch.setattr(batches, "moved", lambda numbers, device: torch.from_numpy(numbers))
    assert torch.equal(batches._flipped(IMAGES.copy(), flips, torch.device("meta")), here)
