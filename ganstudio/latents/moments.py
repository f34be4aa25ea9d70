"""The moments of a run that can be explored: its checkpoints, its snapshots and its best model. Loads no torch."""

import json
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SNAPSHOTS, LIVE, WATCHED = "snapshots", "live.safetensors", ".watched"
MODEL, WEIGHTS = "model.safetensors", "weights.safetensors"
LONGEST_HEADER = 100 << 20  # bytes, as the safetensors library has it


@dataclass(frozen=True)
class Moment:
    """The averaged generator as it was after `step`. The best is that of the model file."""

    step: int
    path: Path
    is_best: bool = False


def checkpoints(run: Path) -> list[tuple[int, Path]]:
    """(step, file) of everything that can be explored of a run, oldest first; one file for each step."""
    return [(moment.step, moment.path) for moment in moments(run)]


def moments(run: Path) -> list[Moment]:
    """The same, with the best marked. Checkpoints go before snapshots of the same step, as they are exact."""
    found = dict(numbered(run / SNAPSHOTS)) | dict(_weights(run))
    best = best_step(run)
    if best is not None and best not in found:
        found[best] = run / MODEL
    return [Moment(step, path, step == best) for step, path in sorted(found.items())]


def best_step(run: Path) -> int | None:
    """The step of the model file; None where there is none."""
    try:
        return saved_step(run / MODEL)
    except (OSError, ValueError):
        return None


def saved_step(file: Path) -> int:
    """The step that a model file's record names, read from its head alone. Raises OSError or ValueError."""
    with file.open("rb") as opened:
        head = opened.read(8)
        length = struct.unpack("<Q", head)[0] if len(head) == 8 else 0
        if not 2 <= length <= LONGEST_HEADER:
            raise ValueError(f"{file} is no model file")
        header = json.loads(opened.read(length))
    try:
        return int(json.loads(header["__metadata__"]["ganstudio"])["step"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file} is no model of this program") from error


def newest(run: Path) -> Path | None:
    """The newest weights of a run that trains: what it writes while it is watched, or a snapshot or checkpoint."""
    files = [run / LIVE, *(path for _, path in [*numbered(run / SNAPSHOTS)[-1:], *_weights(run)[-1:]])]
    times = {path: _time(path) for path in files}
    return max((path for path in files if times[path]), key=times.__getitem__, default=None)


def run_of(path: Path) -> Path | None:
    """The run folder to which a model, a checkpoint or a snapshot belongs; None for a file on its own."""
    for folder in [path, *path.parents[:3]]:
        if (folder / "run.json").is_file():
            return folder
    return None


def numbered(folder: Path) -> list[tuple[int, Path]]:
    """(step, file) of the snapshots in a folder, oldest first."""
    files = folder.glob("*.safetensors") if folder.is_dir() else ()
    return sorted((int(file.stem), file) for file in files if file.stem.isdecimal())


# -- watching a run that trains ---------------------------------------------------------------------------------


def watch(run: Path, is_on: bool) -> None:
    """Asks whoever trains the run to write RUN/live.safetensors with each preview. Where that may not be written,
    snapshots and checkpoints have to do."""
    with suppress(OSError):
        if is_on:
            (run / WATCHED).touch()
        else:
            (run / WATCHED).unlink(missing_ok=True)


def is_watched(run: Path) -> bool:
    return (run / WATCHED).exists()


def forget_watching(run: Path) -> None:
    """At the end of a run: its last checkpoint says it all."""
    for name in (WATCHED, LIVE):
        with suppress(OSError):
            (run / name).unlink(missing_ok=True)


def _weights(run: Path) -> list[tuple[int, Path]]:
    folder = run / "checkpoints"
    steps = [path for path in folder.iterdir() if path.name.isdecimal()] if folder.is_dir() else []
    found = [(int(path.name), path / WEIGHTS) for path in steps]
    return sorted((step, path) for step, path in found if path.is_file())


def _time(path: Path) -> int:
    """When it was written, in nanoseconds; 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
