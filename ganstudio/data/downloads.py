"""Well-known data sets through torchvision's loaders, fetched on request and kept for later.

torchvision checks the files of CIFAR-10 and CelebA against known digests before it reads them.
"""

import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from ganstudio.data.entries import Entry, Listing, Payload
from ganstudio.data.findings import PictureError
from ganstudio.data.parallel import StoppedError
from ganstudio.data.storing import held
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder

Loader = Callable[[str, bool], Any]
"""(folder, whether the test part is meant) -> a torchvision data set."""


def _mnist(root: str, test: bool) -> Any:
    from torchvision.datasets import MNIST

    return MNIST(root, train=not test, download=True)


def _fashion_mnist(root: str, test: bool) -> Any:
    from torchvision.datasets import FashionMNIST

    return FashionMNIST(root, train=not test, download=True)


def _cifar10(root: str, test: bool) -> Any:
    from torchvision.datasets import CIFAR10

    return CIFAR10(root, train=not test, download=True)


def _celeba(root: str, test: bool) -> Any:
    from torchvision.datasets import CelebA

    return CelebA(root, split="test" if test else "train", download=True)


def _lsun(category: str) -> Loader:
    def load(root: str, test: bool) -> Any:
        from torchvision.datasets import LSUN

        return LSUN(str(Path(root) / "lsun"), classes=[f"{category}_{'val' if test else 'train'}"])

    return load


_LSUN = (
    "bedroom", "bridge", "church_outdoor", "classroom", "conference_room", "dining_room", "kitchen", "living_room",
    "restaurant", "tower",
)  # fmt: skip
_LOADERS: Mapping[str, tuple[str, Loader]] = {
    "mnist": ("MNIST", _mnist),
    "fashion-mnist": ("Fashion-MNIST", _fashion_mnist),
    "cifar10": ("CIFAR-10", _cifar10),
    "celeba": ("CelebA", _celeba),
    **{f"lsun-{name}": (f"LSUN, {name.replace('_', ' ')}", _lsun(name)) for name in _LSUN},
}
DOWNLOADABLE: Mapping[str, str] = {name: title for name, (title, _) in _LOADERS.items()}
"""Names and titles. NAME is the training part; NAME-test is the part that is kept for evaluation."""


class DownloadSource:
    """One of DOWNLOADABLE, or its test part."""

    def __init__(self, name: str, should_stop: Callable[[], bool]) -> None:
        self.name = name
        base = name.removesuffix("-test")
        self._test = base != name
        self._base, self._should_stop = base, should_stop
        self.title = DOWNLOADABLE[base] + (", test part" if self._test else "")
        self._data: Any = None

    def identity(self) -> tuple[str, str | None]:
        """The name: these data sets do not change."""
        return self.name, "published"

    def listing(self) -> Listing:
        """All its pictures; downloads them if they are not here yet. Raises StudioError where that is impossible."""
        root = cache_folder() / "downloads"
        with held(root / self._base, self._should_stop):
            self._data = _unless_stopped(lambda: self._fetch(root), self._should_stop)
        labels, classes = _labels(self._data), _classes(self._data)
        entries = [
            Entry(f"{index:07d}", index, label=classes[labels[index]] if classes else None)
            for index in range(len(self._data))
        ]
        return Listing(entries, class_names=classes or None)

    def load(self, entry: Entry) -> Payload:
        """One picture, as torchvision decodes it."""
        picture = self._data[entry.key][0]
        if not isinstance(picture, Image.Image):
            raise PictureError("torchvision gave no picture.")
        return picture

    def _fetch(self, root: Path) -> Any:
        try:
            root.mkdir(parents=True, exist_ok=True)
            return _LOADERS[self._base][1](str(root), self._test)
        except ImportError as error:
            package = error.name or "gdown"
            raise StudioError(
                f"{self.title} needs the Python package {package}; install it and try again."
            ) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise StudioError(self._unreachable(root, error)) from error

    def _unreachable(self, root: Path, error: Exception) -> str:
        if self._base.startswith("lsun-"):
            part = f"{self._base.removeprefix('lsun-')}_{'val' if self._test else 'train'}_lmdb"
            return f"LSUN is too large to fetch by itself; get it from its authors and put {part} into {root / 'lsun'}."
        if "gdown" in str(error):
            return f"{self.title} needs the Python package gdown to be downloaded; install it and try again."
        return f"{self.title} could not be downloaded; connect to the internet, or put its files into {root}."


def is_downloadable(name: str) -> bool:
    """Whether a data set of this name can be fetched."""
    return name.removesuffix("-test") in DOWNLOADABLE


def _classes(data: Any) -> tuple[str, ...]:
    """Class names by number: "7 - seven" becomes "7". CelebA's attributes and LSUN's one class are no classes."""
    names = getattr(data, "classes", ()) if hasattr(data, "targets") else ()
    return tuple(re.sub(r"^(\d+) - .*$", r"\1", str(name)) for name in names)


def _labels(data: Any) -> list[int]:
    return [int(label) for label in getattr(data, "targets", ())]


def _unless_stopped(work: Callable[[], Any], should_stop: Callable[[], bool]) -> Any:
    """The result of `work`, which cannot be interrupted: when told to stop, it is left to end by itself."""
    outcome: list[Any] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # raised again below, in the thread that asked
            failure.append(error)

    thread = threading.Thread(target=run, name="download", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
        if should_stop():
            raise StoppedError
    if failure:
        raise failure[0]
    return outcome[0]
