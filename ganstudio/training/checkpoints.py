"""Checkpoints of a run folder: complete, verified, and never in the way of an older one.

`checkpoints/STEP/` holds `weights.safetensors` (the averaged generator, ready to explore), `state.safetensors` (the
whole training state) and `manifest.json` (counters, and size and SHA-256 of both files). The folder gets its name in
one rename after every file was read back, so a folder with a number for a name is complete or was damaged later.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load as tensors_from_bytes
from safetensors.torch import save as tensors_to_bytes
from torch import Tensor

from ganstudio.disk import require_space, sha256_of, write_folder

KEPT = 2
MANIFEST, STATE, WEIGHTS = "manifest.json", "state.safetensors", "weights.safetensors"


@dataclass(frozen=True)
class SavedState:
    """What a checkpoint brings back."""

    path: Path
    tensors: dict[str, Tensor]
    numbers: dict[str, Any]


def checkpoint_steps(folder: Path) -> list[int]:
    """The steps of the checkpoints in `RUN/checkpoints`, oldest first, without verifying them."""
    if not folder.is_dir():
        return []
    return sorted(int(path.name) for path in folder.iterdir() if path.is_dir() and path.name.isdecimal())


def write_checkpoint(
    folder: Path,
    step: int,
    weights: bytes,
    tensors: dict[str, Tensor],
    numbers: Mapping[str, Any],
    kept: Collection[int] = (),
) -> Path:
    """Saves one checkpoint and then removes all but the newest two and the steps in `kept`.

    Raises OSError with nothing changed.
    """
    path = folder / str(step)
    if path.exists() and _complete(path):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    files = {WEIGHTS: weights, STATE: tensors_to_bytes(tensors)}
    described = {name: {"bytes": len(data), "sha256": _digest(data)} for name, data in files.items()}
    manifest = {"format": 1, "numbers": dict(numbers), "files": described}
    files[MANIFEST] = json.dumps(manifest, indent=1).encode()
    require_space(folder, 2 * sum(map(len, files.values())))
    write_folder(path, files)
    for old in checkpoint_steps(folder)[:-KEPT]:
        if old not in kept:
            remove_folder(folder / str(old))
    return path


def newest_checkpoint(folder: Path) -> tuple[SavedState | None, list[Path]]:
    """The newest checkpoint that verifies, and where damaged newer ones were moved (`RUN/damaged`, never deleted)."""
    moved: list[Path] = []
    for step in reversed(checkpoint_steps(folder)):
        path = folder / str(step)
        saved = _read(path)
        if saved is not None:
            return saved, moved
        moved.append(_set_aside(path))
    return None, moved


def go_back_to(folder: Path, step: int) -> bool:
    """Moves every checkpoint after `step` to `RUN/set-aside`, so that `step` is the newest. False: it is not there."""
    if step not in checkpoint_steps(folder) or _read(folder / str(step)) is None:
        return False
    home = folder.parent / "set-aside"
    for newer in checkpoint_steps(folder):
        if newer > step:
            home.mkdir(exist_ok=True)
            (folder / str(newer)).rename(home / f"{newer}-{time.time_ns()}")
    return True


def remove_folder(path: Path) -> None:
    """Deletes a checkpoint so that a crash in between never leaves half of one under its name."""
    doomed = path.with_name(f".{path.name}.old")
    path.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def _read(path: Path) -> SavedState | None:
    """The checkpoint, or None if it is damaged."""
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
        data = (path / STATE).read_bytes()
        if _digest(data) != manifest["files"][STATE]["sha256"] or not _complete(path):
            return None
        return SavedState(path, tensors_from_bytes(data), manifest["numbers"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _complete(path: Path) -> bool:
    """Whether every file has the hash that the manifest names."""
    try:
        files = json.loads((path / MANIFEST).read_bytes())["files"]
        return bool(files) and all(sha256_of(path / name) == entry["sha256"] for name, entry in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _set_aside(path: Path) -> Path:
    home = path.parent.parent / "damaged"
    home.mkdir(exist_ok=True)
    target = home / f"{path.name}-{time.time_ns()}"
    path.rename(target)
    return target


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
