"""Results become files: whole or not at all, and never over something that is there."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ganstudio.disk import plain_sentence, write_new_file
from ganstudio.errors import StudioError
from ganstudio.translation.encoding import encoded
from ganstudio.translation.finishing import sized
from ganstudio.translation.manner import Manner, Output
from ganstudio.translation.metadata import Metadata
from ganstudio.translation.naming import SUFFIXES, free_names, result_folder, result_format, result_stem
from ganstudio.translation.reading import Source

KEY = "ganstudio.translation"  # of the text in a PNG


def save_result(
    source: Source,
    pixels: np.ndarray,
    output: Output,
    manner: Manner,
    model_name: str,
    number: int,
    fingerprint: str = "",
) -> Path:
    """Writes a finished picture [H, W, 3] uint8 and says where. `number` counts from 1; `fingerprint` is the model's.

    Raises StudioError with one sentence for a bad pattern, a folder that cannot be written to, or a full disk.
    """
    stem, suffix = planned(
        source.path or Path(source.name), source.format, output, manner, model_name, number
    )
    content = result_bytes(source, pixels, output, manner, model_name, fingerprint)
    return write_result(content, result_folder(output, source.path), stem, suffix)


def planned(
    source: Path, source_format: str, output: Output, manner: Manner, model_name: str, number: int
) -> tuple[str, str]:
    """The result's name and its ending, unless the name is taken."""
    stem = result_stem(output.pattern, source, manner.direction, model_name, number)
    return stem, SUFFIXES[result_format(output.format, source_format)]


def result_bytes(
    source: Source, pixels: np.ndarray, output: Output, manner: Manner, model_name: str, fingerprint: str = ""
) -> bytes:
    """The file's content."""
    if output.original_size:
        pixels = sized(pixels, source.pixels)
    return encoded(
        pixels,
        source.alpha if manner.keep_alpha else None,
        result_format(output.format, source.format),
        source.metadata if output.keep_metadata else Metadata(),
        {KEY: record(manner, model_name, fingerprint)},
    )


def record(manner: Manner, model_name: str, fingerprint: str) -> str:
    """JSON that says how a result was made."""
    model = {"name": model_name, "fingerprint": fingerprint}
    return json.dumps({"format": 1, "program": "GAN Studio", "model": model, "manner": asdict(manner)})


def write_result(content: bytes, folder: Path, stem: str, suffix: str) -> Path:
    """Under the first name that is free, in a folder that is made where it is missing. Raises StudioError."""
    try:
        ready_folder(folder)
        for path in free_names(folder, stem, suffix):
            try:
                write_new_file(path, content)
            except FileExistsError:  # somebody was quicker
                continue
            return path
        raise AssertionError("there is always a free name")
    except OSError as error:
        raise plain_sentence(error, folder, f"save {stem}{suffix}") from error


def ready_folder(folder: Path) -> None:
    """Makes a folder for results. Raises StudioError where something else has its name, OSError otherwise."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StudioError(f"{folder} is a file, not a folder; choose a folder for the results.") from error
