"""Writes a decoded data set so that it appears whole or not at all: a folder beside it, fsync, then a rename."""

import errno
import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from ganstudio.data.array_file import write_header
from ganstudio.data.dataset import FORMAT, IMAGES, LABELS, PICTURES, RECORD
from ganstudio.data.entries import printable
from ganstudio.data.parallel import StoppedError
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder

_FULL = (errno.ENOSPC, errno.EDQUOT)
_CHUNK = 4 << 20


@contextmanager
def held(target: Path, should_stop: Callable[[], bool]) -> Iterator[None]:
    """One process at a time makes `target`; others wait. Litter of a killed one is removed first."""
    locks = cache_folder() / "locks"
    with plain_errors(locks):
        locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(
            locks / f"{hashlib.sha256(str(target).encode('utf-8', 'replace')).hexdigest()[:24]}.lock"
        )
    while True:
        try:
            lock.acquire(timeout=0.2)
            break
        except Timeout:
            if should_stop():
                raise StoppedError from None
        except OSError as error:
            raise explained(error, locks) from error
    try:
        for litter in target.parent.glob(f".{_escaped(target.name)}.*.tmp"):
            shutil.rmtree(litter, ignore_errors=True)
        recover(target)
        yield
    finally:
        lock.release()


@contextmanager
def appearing(target: Path, replace: bool = False) -> Iterator[Path]:
    """A folder to fill, which becomes `target` if nothing goes wrong and vanishes otherwise."""
    draft = target.parent / f".{target.name}.{uuid.uuid4().hex[:12]}.tmp"
    try:
        with plain_errors(target.parent):
            draft.mkdir(parents=True)
            yield draft
            _settle(draft, target, replace)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _settle(draft: Path, target: Path, replace: bool) -> None:
    for file in draft.rglob("*"):
        _sync(file)
    _sync(draft)
    if replace and target.exists():
        shutil.rmtree(_put_aside(target), ignore_errors=True)
        target.rename(_put_aside(target))
    try:
        draft.rename(target)
    except OSError:
        recover(target)
        raise
    try:
        _sync(target.parent)
    finally:
        shutil.rmtree(_put_aside(target), ignore_errors=True)


def recover(target: Path) -> None:
    """Puts the old data set back where the new one never came, because the process was killed between two renames."""
    if _put_aside(target).exists() and not target.exists():
        with suppress(OSError):
            _put_aside(target).rename(target)


def _put_aside(target: Path) -> Path:
    return target.parent / f".{target.name}.old"


def _sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk. Windows cannot open folders and needs not."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_dataset(folder: Path, labels: np.ndarray, rows: list[list[str]], record: dict[str, Any]) -> None:
    """Everything beside images.npy, which is there already; adds format, time and fingerprint to the record."""
    with (folder / LABELS).open("wb") as file:
        write_header(file, labels.shape, labels.dtype)
        file.write(labels.tobytes())
    (folder / PICTURES).write_text(json.dumps(rows), "utf-8")
    print_ = fingerprint(
        folder / IMAGES, labels, {key: record[key] for key in ("class_names", "fit", "background")}
    )
    record = {"format": FORMAT, "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **record}
    record["fingerprint"] = print_
    (folder / RECORD).write_text(json.dumps(record, indent=1), "utf-8")


def fingerprint(images: Path, labels: np.ndarray, settings: dict[str, Any]) -> str:
    """SHA-256 over the pictures with their shape, the labels, and the settings they were read with."""
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    digest.update(np.ascontiguousarray(labels, dtype="<i8").tobytes())
    with images.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def plain_errors(folder: Path) -> Iterator[None]:
    """Failures of the disk as sentences that name the folder."""
    try:
        yield
    except OSError as error:
        raise explained(error, folder) from error


def explained(error: OSError, folder: Path) -> StudioError:
    """One sentence for a disk that refuses to be written."""
    where = printable(str(folder))
    if error.errno in _FULL:
        return StudioError(f"The disk is full: free some space for {where} and try again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StudioError(
            f"{where} cannot be written; change its rights or set GANSTUDIO_HOME to another folder."
        )
    return StudioError(
        f"Writing to {where} failed ({(error.strerror or 'unknown error').lower()}); check the disk."
    )


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def require_space(folder: Path, needed: int) -> None:
    """Raises StudioError when a disk has less than `needed` bytes free, plus a little."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed * 1.02 + (8 << 20):
        missing = f"{_size(needed)} are needed and {_size(free)} are free"
        raise StudioError(f"There is too little space at {printable(str(folder))}: {missing}.")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
