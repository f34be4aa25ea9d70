"""Files that are either the old or the new, never neither: a temp file beside it, fsync, rename, fsync the folder."""

import errno
import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from ganstudio.errors import StudioError


def write_file(path: Path, data: bytes, modified: int | None = None) -> None:
    """Replaces `path` by `data` as one step; `modified` (ns) is the time it bears from its first moment on.

    Raises OSError, and then leaves neither a change nor litter.
    """
    temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")
    try:
        _write_through(temporary, data)
        if modified is not None:
            os.utime(temporary, ns=(modified, modified))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new_file(path: Path, data: bytes) -> None:
    """Makes a file that is not there yet, as one step. Raises FileExistsError or OSError, and then leaves no litter."""
    temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")
    try:
        _write_through(temporary, data)
        _rename_new(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Makes the folder `path` with `files` as one step; each file is read back before the folder gets its name.

    Raises OSError, and then leaves neither the folder nor litter.
    """
    temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        temporary.mkdir(parents=True)
        for name, data in files.items():
            _write_through(temporary / name, data)
            if sha256_of(temporary / name) != hashlib.sha256(data).hexdigest():
                raise OSError(errno.EIO, "what was read back differs from what was written", str(path / name))
        sync_folder(temporary)
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Removes what writers that were killed left in a folder. Only its one writer may call this."""
    for litter in (*folder.glob(".*.tmp-*"), *folder.glob(".*.old")):
        if litter.is_dir():
            shutil.rmtree(litter, ignore_errors=True)
        else:
            litter.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The hex SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(path: Path) -> None:
    """Makes renames in a folder durable, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def require_space(folder: Path, needed: int) -> None:
    """Raises OSError (ENOSPC) when `folder` has less than `needed` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OSError(
            errno.ENOSPC, f"{needed / 1e6:.0f} MB are needed and {free / 1e6:.0f} MB are free", str(folder)
        )


def plain_sentence(error: OSError, folder: Path, doing: str) -> StudioError:
    """What a person can do about a failed read or write, e.g. `doing` = "save the checkpoint"."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        detail = f" ({error.strerror})" if "needed" in str(error.strerror) else ""
        return StudioError(
            f"Cannot {doing}: the disk of {folder} is full{detail}; free some space and try again."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StudioError(f"Cannot {doing}: {folder} may not be written to; choose another folder.")
    return StudioError(
        f"Cannot {doing} in {folder}: {error.strerror or error}; check that disk and try again."
    )


def _rename_new(temporary: Path, path: Path) -> None:
    """A second name is refused where it is taken; where disks have no second names, one looks first."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        temporary.rename(path)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
