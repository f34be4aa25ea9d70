"""Directions kept with their model: a safetensors file beside it, vectors as tensors and all else as checked JSON."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save as to_bytes

from ganstudio.disk import plain_sentence, write_file
from ganstudio.errors import StudioError
from ganstudio.latents.directions import Direction
from ganstudio.latents.point import Vector
from ganstudio.resources import home, resource

FORMAT = 1
KEY = "ganstudio.directions"  # of the record in the file's metadata
ENDING = ".directions.safetensors"
LARGEST = 64 << 20  # bytes that are read
MOST = 1000  # directions in a file


class _Record(BaseModel):
    """Everything of the directions but their vectors, in the order of the tensors "0", "1", ..."""

    model_config = ConfigDict(extra="forbid")

    format: int = Field(FORMAT, ge=1, le=FORMAT)
    directions: list[dict[str, object]] = Field(max_length=MOST)


def directions_file(model: Path, fingerprint: str) -> Path:
    """Where the directions of a model are written.

    RUN/directions.safetensors for a run and whatever lies in it, NAME.directions.safetensors beside a model file.
    Where that place is read-only, as that of the starter models is, they go to the person's home folder.
    """
    beside = _beside(model)
    if _is_shipped(beside) or not os.access(beside.parent, os.W_OK):
        return home() / "directions" / f"{fingerprint}.safetensors"
    return beside


def read_all(model: Path, fingerprint: str) -> tuple[Direction, ...]:
    """The directions of a model; those that came with a read-only one until the person keeps some of their own.

    Raises StudioError where the file is damaged.
    """
    for file in (directions_file(model, fingerprint), _beside(model)):
        if file.exists():
            return read_file(file)
    return ()


def read_directions(path: str | Path) -> tuple[Direction, ...]:
    """For scripts: the directions in a file, or of a model (a run folder or a model file). Raises StudioError."""
    path = Path(path)
    if path.name.endswith(ENDING) or path.name == ENDING[1:] or path.parent == home() / "directions":
        return read_file(path)
    from ganstudio.latents.model import load_model

    return read_all(path, load_model(path).fingerprint)


def read_file(file: Path) -> tuple[Direction, ...]:
    """Raises StudioError with one sentence that names the file where it is damaged."""
    try:
        if file.stat().st_size > LARGEST:
            raise StudioError(f"{file} is too large to hold directions; move it elsewhere.")
        with safe_open(file, framework="np") as opened:
            record = _Record.model_validate_json((opened.metadata() or {}).get(KEY, ""))
            made = tuple(
                _checked(each, opened.get_tensor(str(number)))
                for number, each in enumerate(record.directions)
            )
    except (SafetensorError, ValidationError, ValueError, TypeError) as error:
        raise StudioError(
            f"The directions in {file} cannot be read, as the file is damaged or of a newer GAN Studio; "
            "restore it from a copy. Saving new directions keeps it under another name."
        ) from error
    except OSError as error:
        raise plain_sentence(error, file.parent, "read the model's directions") from error
    if len({direction.name for direction in made}) != len(made):
        raise StudioError(f"The directions in {file} share a name; restore the file from a copy.")
    return made


def write_directions(file: Path, directions: Sequence[Direction]) -> None:
    """Replaces the file as one step; one that cannot be read is set aside as .damaged first. Raises StudioError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _set_aside_if_damaged(file)
        write_file(file, _bytes(directions))
    except OSError as error:
        raise plain_sentence(error, file.parent, "save the model's directions") from error


def save_direction(file: Path, direction: Direction) -> None:
    """Adds a direction, or replaces the one of that name. A file that cannot be read is set aside."""
    try:
        kept = _kept(file)
    except StudioError:
        kept = []
    names = [old.name for old in kept]
    if direction.name in names:
        kept[names.index(direction.name)] = direction
    else:
        kept.append(direction)
    write_directions(file, kept)


def rename_direction(file: Path, old: str, new: str) -> None:
    """Raises StudioError where there is no `old`, or a `new` already."""
    kept = _kept(file)
    names = [direction.name for direction in kept]
    if old not in names:
        raise StudioError(f"There is no direction '{old}'.")
    if new != old and new in names:
        raise StudioError(f"There is a direction '{new}' already; choose another name.")
    write_directions(file, [each.changed(name=new) if each.name == old else each for each in kept])


def delete_direction(file: Path, name: str) -> None:
    """Raises StudioError where there is none of that name."""
    kept = _kept(file)
    if name not in [direction.name for direction in kept]:
        raise StudioError(f"There is no direction '{name}'.")
    write_directions(file, [each for each in kept if each.name != name])


def _kept(file: Path) -> list[Direction]:
    return list(read_file(file)) if file.exists() else []


def _bytes(directions: Sequence[Direction]) -> bytes:
    record = _Record(
        directions=[direction.model_dump(mode="json", exclude={"vector"}) for direction in directions]
    )
    tensors = {str(number): direction.vector.array() for number, direction in enumerate(directions)}
    return to_bytes(tensors, metadata={KEY: record.model_dump_json()})


def _checked(fields: dict[str, object], vector: np.ndarray) -> Direction:
    if vector.dtype != np.float32 or vector.ndim != 1:
        raise ValueError("a direction is one row of float32")
    return Direction.model_validate({**fields, "vector": Vector.of(vector)})


def _set_aside_if_damaged(file: Path) -> None:
    try:
        if file.exists():
            read_file(file)
    except StudioError:
        number = 1
        while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
            number += 1
        file.rename(aside)


def _beside(model: Path) -> Path:
    """Beside a model, whether or not it may be written there."""
    for folder in (model, *list(model.absolute().parents)[:3]):
        if (folder / "run.json").is_file():
            return folder / ENDING[1:]
    if model.is_dir():
        return model / ENDING[1:]
    return model.with_name(model.stem + ENDING)


def _is_shipped(file: Path) -> bool:
    try:
        return file.resolve().is_relative_to(resource("models").resolve())
    except StudioError:
        return False
