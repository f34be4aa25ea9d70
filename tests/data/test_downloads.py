"""torchvision's data sets, from files that lie where a download would have put them."""

import gzip
import struct
from pathlib import Path
from typing import Any
from urllib.error import URLError

import numpy as np
import pytest
from PIL import Image

from ganstudio.data import downloads
from ganstudio.data.downloads import DOWNLOADABLE, DownloadSource, is_downloadable
from ganstudio.data.importing import import_pictures
from ganstudio.data.library import open_dataset
from ganstudio.data.parallel import StoppedError
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder

IMAGES = np.random.default_rng(0).integers(0, 256, (20, 28, 28), np.uint8)
LABELS = np.arange(20) % 10


def place_idx(name: str) -> None:
    """The four files of MNIST's format (magic number, sizes, bytes), packed and unpacked, as torchvision keeps them."""
    raw = cache_folder() / "downloads" / name / "raw"
    raw.mkdir(parents=True)
    for part in ("train", "t10k"):
        files = {
            f"{part}-images-idx3-ubyte": struct.pack(">4i", 0x803, 20, 28, 28) + IMAGES.tobytes(),
            f"{part}-labels-idx1-ubyte": struct.pack(">2i", 0x801, 20) + LABELS.astype(np.uint8).tobytes(),
        }
        for file, data in files.items():
            (raw / file).write_bytes(data)
            (raw / f"{file}.gz").write_bytes(gzip.compress(data))


def test_mnist_from_files_that_are_there() -> None:
    place_idx("MNIST")
    dataset = open_dataset("mnist", 28)
    assert (dataset.name, dataset.title, dataset.channels) == ("mnist", "MNIST", 1)
    assert (dataset.images[:, 0] == IMAGES).all()
    assert (dataset.labels == LABELS).all()
    assert dataset.class_names == tuple("0123456789")
    assert open_dataset("mnist-test").title == "MNIST, test part"
    assert open_dataset("mnist").resolution == 32


def test_classes_keep_their_published_order() -> None:
    place_idx("FashionMNIST")
    dataset = open_dataset("fashion-mnist")
    assert dataset.class_names[:2] == ("T-shirt/top", "Trouser")
    assert (dataset.labels == LABELS).all()
    assert import_pictures("fashion-mnist", "shoes", 16).class_names == dataset.class_names


class Fake:
    """Stands in for a loader whose files are large."""

    def __init__(self, count: int, **attributes: Any) -> None:
        self.count = count
        self.__dict__ |= attributes

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple[Image.Image, int]:
        return Image.new("RGB", (178, 218), (index, 0, 0)), 0


def use(monkeypatch: pytest.MonkeyPatch, name: str, loader: downloads.Loader) -> None:
    monkeypatch.setattr(downloads, "_LOADERS", {name: (DOWNLOADABLE[name], loader)})


def test_faces_have_no_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "celeba", lambda root, test: Fake(7, classes=["smiling"]))
    dataset = open_dataset("celeba", 16)
    assert (dataset.images.shape, dataset.class_names) == ((7, 3, 16, 16), ())
    assert dataset.images[:, 0, 0, 0].tolist() == list(range(7))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (URLError("no route to host"), "could not be downloaded; connect to the internet"),
        (RuntimeError("Error downloading train-images"), "could not be downloaded"),
        (ModuleNotFoundError("No module named 'gdown'", name="gdown"), "needs the Python package gdown"),
    ],
)
def test_no_network(monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    def offline(root: str, test: bool) -> Any:
        raise error

    use(monkeypatch, "cifar10", offline)
    with pytest.raises(StudioError, match=words):
        open_dataset("cifar10")


def test_torchvision_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real loader, whose every address fails."""

    def unreachable(*arguments: object, **options: object) -> Any:
        raise URLError("offline")

    monkeypatch.setattr("torchvision.datasets.mnist.download_and_extract_archive", unreachable)
    with pytest.raises(
        StudioError, match="MNIST could not be downloaded; connect to the internet, or put its files into"
    ):
        open_dataset("mnist")


def test_lsun_must_be_fetched_by_hand() -> None:
    with pytest.raises(StudioError, match=r"LSUN is too large|needs the Python package lmdb"):
        open_dataset("lsun-church_outdoor")


def test_a_slow_download_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    released = threading.Event()

    def slow(root: str, test: bool) -> Any:
        released.wait(20)

    use(monkeypatch, "cifar10", slow)
    with pytest.raises(StoppedError):
        open_dataset("cifar10", should_stop=lambda: True)
    released.set()


def test_names() -> None:
    assert is_downloadable("cifar10")
    assert is_downloadable("cifar10-test")
    assert not is_downloadable("cifar11")
    assert {"mnist", "fashion-mnist", "cifar10", "celeba", "lsun-church_outdoor", "lsun-bedroom"} <= set(
        DOWNLOADABLE
    )
    assert DownloadSource("mnist-test", lambda: False).identity() == ("mnist-test", "published")


def test_a_folder_of_the_same_name_is_not_a_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path says what is meant; a bare name of a known data set is that data set."""
    (tmp_path / "mnist").mkdir()
    Image.new("L", (16, 16), 3).save(tmp_path / "mnist" / "one.png")
    assert len(open_dataset(tmp_path / "mnist")) == 1
