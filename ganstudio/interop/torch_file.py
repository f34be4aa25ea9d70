"""Opens the state dicts that torch.save writes, zipped or in the old form, without running code from them.

Before torch sees a file it is read as an outline: its pickle holds names, numbers and tensors only, and every tensor
lies within the file. torch then reads the same file with weights_only=True, and what it reads must fit the outline.
"""

import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ganstudio.errors import StudioError
from ganstudio.interop.plain_pickle import PickleProblem, TensorOutline, read_outline

if TYPE_CHECKING:
    from torch import Tensor

LARGEST_FILE = 1 << 30
LARGEST_OUTLINE = 2 << 20  # bytes of pickle, and of a zip's list of contents
MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001  # of the old form
STYLEGAN = "is a StyleGAN pickle"
Outline = dict[str, TensorOutline]


class TorchFile:
    """A file of torch.save's that holds a state dict and nothing else: a context manager around the open file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> "TorchFile":
        """Raises StudioError with one sentence where the file is anything else."""
        try:
            self._file = self.path.open("rb")
        except OSError as error:
            raise StudioError(f"{self.path} cannot be read: {error.strerror or error}.") from error
        try:
            self.outline = self._checked()
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def tensors(self) -> "dict[str, Tensor]":
        """All tensors by name, on the CPU. Raises StudioError where they are not what the outline says."""
        import torch

        self._file.seek(0)
        try:
            state = torch.load(self._file, map_location="cpu", weights_only=True)
            fits = {name: tuple(tensor.shape) for name, tensor in state.items()} == {
                name: outline.shape for name, outline in self.outline.items()
            }
        except Exception as error:  # torch's reader raises errors of many kinds
            raise damaged(self.path) from error
        if not fits:
            raise damaged(self.path)
        return state

    def _checked(self) -> Outline:
        size = os.fstat(self._file.fileno()).st_size
        if size == 0:
            raise StudioError(f"{self.path} is empty; download or copy the file again.")
        if size > LARGEST_FILE:
            raise StudioError(
                f"{self.path} is larger than any translator ({size / 1e9:.1f} GB); choose another file."
            )
        start = self._file.read(512)
        try:
            if start.startswith(b"PK"):
                return self._state_dict(_zipped(self._file, size))
            if start.startswith(b"\x80"):
                return self._state_dict(_unzipped(self._file, size))
        except PickleProblem as problem:
            raise StudioError(f"{self.path} {problem}; {_remedy(str(problem))}.") from problem
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise damaged(self.path) from error
        if start[257:262] == b"ustar":
            raise StudioError(
                f"{self.path} has the form that PyTorch used before 2017; open and save it again with a newer PyTorch."
            )
        raise StudioError(f"{self.path} is not a model file; choose a .safetensors or a .pth file.")

    def _state_dict(self, root: Any) -> Outline:
        pairs = root.items() if isinstance(root, dict) else ()
        if pairs and all(isinstance(name, str) and isinstance(part, TensorOutline) for name, part in pairs):
            return _without_sharing(root)
        parts = ", ".join(str(name)[:40] for name in list(root)[:4]) if isinstance(root, dict) else ""
        if isinstance(root, dict) and any(isinstance(part, dict) for part in root.values()):
            raise StudioError(
                f"{self.path} is a checkpoint with several parts ({parts}); save the generator's state dict alone."
            )
        raise StudioError(f"{self.path} holds no weights of a network; choose another file.")


def damaged(path: Path) -> StudioError:
    """What is said of a file that was cut off or altered."""
    return StudioError(f"{path} is damaged; download or copy the file again.")


def _remedy(problem: str) -> str:
    if problem == STYLEGAN:
        return (
            "this version does not read those yet, a later one does, so choose a .safetensors or a .pth file"
        )
    if "program objects" in problem:
        return "such files can run code and are not opened, so save the network's state dict alone"
    if "protocol" in problem:
        return "save it again with torch.save as it comes"
    return "download or copy the file again" if "damaged" in problem else "choose another file"


def _without_sharing(outline: Outline) -> Outline:
    """Tensors that lie on top of each other would make a small file a large model."""
    storages = {part.storage.key: part.storage.size for part in outline.values()}
    claimed = 0
    for part in outline.values():
        numbers = 1
        for size in part.shape:
            numbers *= size
        claimed += numbers * part.storage.itemsize
    if claimed > sum(storages.values()):
        raise PickleProblem("holds tensors that share their numbers")
    return outline


class _SmallReads(io.RawIOBase):
    """A file from which no more is read at once than a list of contents may take."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if size > LARGEST_OUTLINE:
            raise zipfile.BadZipFile("the list of contents is too long")
        return self._file.read(size if size >= 0 else LARGEST_OUTLINE)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


def _zipped(file: BinaryIO, size: int) -> Any:
    """The root of a zipped file. All that the zip says is checked: sizes, checksums, that nothing is packed."""
    with zipfile.ZipFile(_SmallReads(file)) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        pickles = [name for name in entries if name.count("/") == 1 and name.endswith("/data.pkl")]
        if len(pickles) != 1:
            raise PickleProblem("is a zip and no PyTorch file")
        root = pickles[0].removesuffix("data.pkl")
        if root + "constants.pkl" in entries or any(name.startswith(root + "code/") for name in entries):
            raise PickleProblem("is TorchScript, which holds program objects")
        _check_entries(archive, size)
        if entries[pickles[0]].file_size > LARGEST_OUTLINE:
            raise PickleProblem("holds more than the weights of a network")
        value, storages = read_outline(io.BytesIO(archive.read(pickles[0])))
        for storage in storages.values():
            entry = entries.get(f"{root}data/{storage.key}")
            if entry is None or entry.file_size != storage.size:
                raise PickleProblem("is damaged")
        return value


def _check_entries(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    plain = all(entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1 for entry in entries)
    if len({entry.filename for entry in entries}) < len(entries) or not plain:
        raise PickleProblem("is a zip and no PyTorch file")
    if sum(entry.file_size for entry in entries) > size:
        raise PickleProblem("is damaged")
    for entry in entries:  # read for its checksum
        with archive.open(entry) as part:
            while part.read(1 << 20):
                pass


def _unzipped(file: BinaryIO, size: int) -> Any:
    """The root of a file in the old form: five pickles, then the numbers of each storage after their count."""
    file.seek(0)
    head = io.BytesIO(file.read(min(size, LARGEST_OUTLINE)))
    if MAGIC.to_bytes(10, "little") not in head.getvalue()[:32]:
        raise PickleProblem(_other_pickle(head.getvalue()))
    magic, protocol, system = (read_outline(head).value for _ in range(3))
    value, known = read_outline(head)
    keys = read_outline(head).value
    if magic != MAGIC or protocol != PROTOCOL or not isinstance(keys, list) or sorted(keys) != sorted(known):
        raise PickleProblem("is damaged")
    if not isinstance(system, dict) or system.get("little_endian") is not True:
        raise PickleProblem("was saved with the bytes of numbers in another order")
    place = head.tell()
    for key in keys:
        file.seek(place)
        if int.from_bytes(file.read(8), "little") != known[key].numel:
            raise PickleProblem("is damaged")
        place += 8 + known[key].size
    if place != size:
        raise PickleProblem("is damaged")
    return value


def _other_pickle(head: bytes) -> str:
    if b"torch_utils.persistence" in head or b"dnnlib" in head:
        return STYLEGAN
    return "holds program objects, not only weights"
