"""What is done with a whole run folder: another name, the bin of the system and back. Loads no torch by itself."""

import re
from pathlib import Path

from ganstudio.bin import Binned, from_bin, to_bin
from ganstudio.disk import plain_sentence, sync_folder
from ganstudio.errors import StudioError


def name_problem(name: str, folder: Path, own: str = "") -> str:
    """Why a run in `folder` cannot be called that; empty when it can. `own` is the name that it has now."""
    if not name.strip():
        return "Give the run a name."
    if re.search(r'[<>:"/\\|?*\x00-\x1f]', name) or name.strip(" .") != name or len(name.encode()) > 120:
        return "A name becomes a folder: use letters, digits, spaces and - _ . inside it."
    if name.casefold() in names_in(folder) - {own.casefold()}:
        return f"There is already a run called {name}; choose another name."
    return ""


def names_in(folder: Path) -> set[str]:
    """Names in a folder, lower case, as Windows and macOS compare them."""
    return {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()


def rename_run(path: Path, name: str) -> Path:
    """Gives the folder of a run another name beside its old one, and returns it.

    Raises StudioError for a name that cannot be, while the run trains, or where the disk refuses.
    """
    if problem := name_problem(name, path.parent, own=path.name):
        raise StudioError(problem)
    require_rest(path, "rename it")
    target = path.with_name(name)
    try:
        path.rename(target)
        sync_folder(path.parent)
    except OSError as error:
        raise plain_sentence(error, path.parent, "rename the run") from error
    return target


def bin_run(path: Path) -> Binned:
    """Moves the folder of a run to the system's bin.

    Raises StudioError while the run trains, and where the disk has no bin.
    """
    require_rest(path, "move it to the bin")
    try:
        return to_bin(path)
    except OSError as error:  # also send2trash's own, where the file system of the run has no bin
        raise StudioError(
            f"{path.name} cannot be moved to a bin, because its disk has none that you may write to; "
            "delete its folder in the file manager instead."
        ) from error


def unbin_run(binned: Binned) -> Path:
    """Takes a run out of the bin again, back to where it was.

    Raises StudioError where it is no longer there, or something else has its place now.
    """
    place, path = binned.place, binned.path
    if place is None or not place.is_dir():
        raise StudioError(f"{path.name} is not in the bin any more; look for it in the file manager.")
    if path.exists():
        raise StudioError(f"There is already a run called {path.name}; rename that one, then undo.")
    try:
        from_bin(place, path)
    except OSError as error:
        raise plain_sentence(error, path.parent, "take the run out of the bin") from error
    return path


def require_rest(path: Path, doing: str) -> None:
    """Raises StudioError while some process trains the run."""
    from ganstudio.training.run_folder import RunFolder

    if not path.is_dir():
        raise StudioError(f"{path.name} is not there any more.")
    if RunFolder(path).is_held():
        raise StudioError(f"{path.name} is training; stop it first, then {doing}.")
