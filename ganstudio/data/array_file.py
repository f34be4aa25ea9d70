"""Writes a .npy file picture by picture, widening it from grey to colour when the first colour picture comes."""

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

_ROWS = 1024


def write_header(file: BinaryIO, shape: tuple[int, ...], dtype: Any) -> None:
    """The head of a .npy file in C order (format 1.0), padded so that its length does not depend on the numbers."""
    words = repr(
        {"descr": np.lib.format.dtype_to_descr(np.dtype(dtype)), "fortran_order": False, "shape": shape}
    )
    head = words.ljust(117).encode("latin1") + b"\n"
    file.write(b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head)


class PictureWriter:
    """Appends uint8 pictures [1 or 3, side, side]; plain writes, so a full disk is an error and not a crash."""

    def __init__(self, path: Path, side: int, channels: int | None = None) -> None:
        self.path, self.side, self.count = path, side, 0
        self._fixed, self.channels = channels is not None, channels or 1
        self._file = self._started(path)

    def append(self, planes: np.ndarray) -> None:
        """One more picture."""
        if len(planes) > self.channels and not self._fixed:
            self._widen()
        if len(planes) != self.channels:
            planes = grey_planes(planes) if self.channels == 1 else np.repeat(planes, 3, axis=0)
        self._file.write(np.ascontiguousarray(planes).tobytes())
        self.count += 1

    def close(self) -> None:
        """Writes the final shape into the head."""
        self._file.seek(0)
        write_header(self._file, (self.count, self.channels, self.side, self.side), np.uint8)
        self._file.close()

    def abandon(self) -> None:
        """Lets go of the file, which is about to be removed."""
        self._file.close()

    def _started(self, path: Path) -> BinaryIO:
        file = path.open("wb")
        write_header(file, (0, self.channels, self.side, self.side), np.uint8)
        return file

    def _widen(self) -> None:
        """All pictures so far were grey: repeats each of them three times."""
        self.close()
        grey = self.path.with_suffix(".grey")
        self.path.replace(grey)
        self.channels = 3
        self._file = self._started(self.path)
        if self.count:
            pictures = np.load(grey, mmap_mode="r", allow_pickle=False)
            for first in range(0, self.count, _ROWS):
                self._file.write(np.repeat(pictures[first : first + _ROWS], 3, axis=1).tobytes())
            del pictures
        grey.unlink()


def grey_planes(planes: np.ndarray) -> np.ndarray:
    """Brightness [1, H, W] of a colour picture [3, H, W] (ITU-R BT.601, as Pillow's mode L)."""
    weights = np.array([299, 587, 114], np.float32).reshape(3, 1, 1) / 1000
    return np.rint((planes * weights).sum(0, keepdims=True)).astype(np.uint8)
