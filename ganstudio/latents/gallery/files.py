"""What is done with files of the gallery: another name, copies in and out, the bin and back. Labels go along."""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ganstudio.bin import Binned, from_bin, to_bin
from ganstudio.disk import plain_sentence, sync_folder
from ganstudio.errors import StudioError
from ganstudio.latents.gallery.item import FORMATS
from ganstudio.latents.gallery.labels import is_png, sidecar_of
from ganstudio.latents.gallery.names import free_path, name_problem, safe_name

Report = Callable[[int, int], None]
ShouldStop = Callable[[], bool]


def rename_file(path: Path, name: str) -> Path:
    """Another name, without the suffix. Raises StudioError where it cannot be."""
    if not path.is_file():
        raise StudioError(f"{path.name} is not there any more.")
    if problem := name_problem(name, path):
        raise StudioError(problem)
    target = path.with_name(f"{name}{path.suffix}")
    try:
        path.rename(target)
        if _has_sidecar(path):
            sidecar_of(path).rename(sidecar_of(target))
        sync_folder(path.parent)
    except OSError as error:
        raise plain_sentence(error, path.parent, f"rename {path.name}") from error
    return target


def copy_files(
    paths: Sequence[Path],
    folder: Path,
    report: Report = lambda _done, _total: None,
    should_stop: ShouldStop = lambda: False,
) -> list[Path]:
    """Copies into `folder` under free names, each whole or not at all, with their times; returns the copies.

    Raises StudioError at the first that cannot be copied; those before it stay.
    """
    made: list[Path] = []
    for number, path in enumerate(paths):
        if should_stop():
            break
        report(number, len(paths))
        made.append(_copy(path, folder))
    report(len(paths), len(paths))
    return made


def pictures_in(paths: Iterable[Path]) -> list[Path]:
    """The files among `paths` that a gallery can hold, and those in folders among them, in order."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [each for each in inside if each.suffix.lower() in FORMATS and each.is_file()]
    return found


def bin_files(paths: Sequence[Path], should_stop: ShouldStop = lambda: False) -> list[Binned]:
    """Moves files to the bin of the system. Raises StudioError where there is none."""
    binned: list[Binned] = []
    for path in paths:
        if should_stop():
            break
        try:
            found = [to_bin(sidecar_of(path))] if _has_sidecar(path) else []
            binned += [to_bin(path), *found]
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StudioError(
                f"{path.name} cannot be moved to a bin, because its disk has none that you may write to; "
                "delete it in the file manager instead."
            ) from error
    return binned


def unbin_files(binned: Sequence[Binned]) -> list[Path]:
    """Takes files out of the bin again. Raises StudioError where one is gone or its name is taken."""
    for each in binned:
        if each.place is None or not each.place.exists():
            raise StudioError(
                f"{each.path.name} is not in the bin any more; look for it in the file manager."
            )
        if each.path.exists():
            raise StudioError(f"There is already a file called {each.path.name}; rename that one, then undo.")
        try:
            from_bin(each.place, each.path)
        except OSError as error:
            raise plain_sentence(error, each.path.parent, "take the picture out of the bin") from error
    return [each.path for each in binned if each.path.suffix.lower() in FORMATS]


def _copy(path: Path, folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = free_path(folder, safe_name(path.stem) or "picture", path.suffix.lower())
        if _has_sidecar(path):
            _copy_whole(sidecar_of(path), sidecar_of(target))
        _copy_whole(path, target)
        return target
    except FileNotFoundError as error:
        raise StudioError(f"{path.name} is not there any more.") from error
    except OSError as error:
        raise plain_sentence(error, folder, f"copy {path.name}") from error


def _copy_whole(path: Path, target: Path) -> None:
    """A copy that has its name only when it is complete."""
    temporary = target.with_name(f".{target.name}.tmp-{os.getpid()}")
    try:
        shutil.copy2(path, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _has_sidecar(path: Path) -> bool:
    return not is_png(path) and sidecar_of(path).is_file()
