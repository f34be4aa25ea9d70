"""Weights of feature networks: a file that the person names, or one that is downloaded once and kept.

What was downloaded is used only if its SHA-256 is the expected one, and it is read without running code from it.
"""

import hashlib
import urllib.request
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from ganstudio import disk
from ganstudio.errors import StudioError
from ganstudio.metrics.patience import patiently, telling
from ganstudio.resources import cache_folder

_CHUNK = 1 << 16
_TIMEOUT = 20.0  # seconds without an answer


@dataclass(frozen=True)
class Download:
    """A published file: what it is, what it is called, where it lies, and how to know it."""

    title: str
    name: str
    urls: tuple[str, ...]
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return cache_folder() / "weights" / self.name


INCEPTION = Download(
    "the 2015 Inception network",
    "pt_inception-2015-12-05-6726825d.pth",
    (
        "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth",
        "https://github.com/toshas/torch-fidelity/releases/download/v0.2.0/weights-inception-2015-12-05-6726825d.pth",
    ),
    95_628_359,
    "6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2",
)


def downloaded(download: Download) -> Path | None:
    """The file where it has been fetched before."""
    path = download.path
    with suppress(OSError):
        return path if path.stat().st_size == download.size else None
    return None


def fetch(
    download: Download, should_stop: Callable[[], bool]
) -> Generator[tuple[int, int], None, Path | None]:
    """Downloads the file unless it is here; yields (bytes done, bytes in all) and returns its path, None when stopped.

    Raises StudioError where no address answers or what comes is something else.
    """
    here = downloaded(download)
    if here is not None:
        return here
    content = bytearray()
    waiting = patiently(lambda is_unwanted: _try_each(download, content, is_unwanted), should_stop)
    return (yield from telling(waiting, lambda: (len(content), download.size)))


def _try_each(download: Download, content: bytearray, is_unwanted: Callable[[], bool]) -> Path | None:
    problem = "no address is known"
    for url in download.urls:
        content.clear()
        try:
            _receive(url, content, download.size, is_unwanted)
        except (OSError, HTTPException, ValueError) as error:
            problem = str(getattr(error, "reason", error)) or type(error).__name__
            continue
        if is_unwanted():
            return None
        if hashlib.sha256(content).hexdigest() == download.sha256:
            return _keep(download, bytes(content))
        problem = "what came is not the published file"
    raise StudioError(
        f"The weights of {download.title} could not be downloaded ({problem}); connect to the internet, or get "
        f"{download.name} yourself and name that file, or choose the features efficientnet-lite0."
    )


def _receive(url: str, content: bytearray, size: int, is_unwanted: Callable[[], bool]) -> None:
    """Reads at most one byte more than there should be."""
    with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer:
        while len(content) <= size and not is_unwanted():
            part = answer.read(min(_CHUNK, size + 1 - len(content)))
            if not part:
                return
            content += part


def _keep(download: Download, content: bytes) -> Path:
    path = download.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.require_space(path.parent, len(content))
        disk.write_file(path, content)
    except OSError as error:
        raise disk.plain_sentence(error, path.parent, f"keep {download.name}") from error
    return path
