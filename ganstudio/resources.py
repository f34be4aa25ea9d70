"""Where the program keeps what it ships with, and where it keeps what a person makes with it."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import platformdirs

from ganstudio.errors import StudioError

HEADER_LIMIT = 100 << 20  # bytes; longer ones are no safetensors files


def resource(*parts: str) -> Path:
    """A file or folder that ships with the program: in a checkout, an installed wheel or a frozen bundle.

    Raises StudioError when it is missing, which means a damaged installation.
    """
    package = Path(__file__).parent
    frozen = Path(getattr(sys, "_MEIPASS", package))
    for root in (package / "resources", package.parent / "resources", frozen / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise StudioError(f"{'/'.join(parts)} is missing from this installation; install GAN Studio again.")


def home() -> Path:
    """The folder of a person's runs and imported data sets; GANSTUDIO_HOME moves it."""
    return Path(os.environ.get("GANSTUDIO_HOME") or platformdirs.user_data_path("ganstudio", appauthor=False))


def runs_folder() -> Path:
    """Where runs go unless told otherwise."""
    return home() / "runs"


def datasets_folder() -> Path:
    """Where imported data sets live, one folder each."""
    return home() / "datasets"


def gallery_folder() -> Path:
    """Where pictures are saved unless told otherwise: an ordinary folder."""
    return home() / "gallery"


def cache_folder() -> Path:
    """What can be made again: decoded pictures and downloads."""
    if os.environ.get("GANSTUDIO_HOME"):
        return home() / "cache"
    return platformdirs.user_cache_path("ganstudio", appauthor=False)


def starter_models() -> list[Path]:
    """The models that ship with the program and make pictures, in the order in which they are offered."""
    return [path for path in _shipped() if not domains_in(path)]


def starter_translators() -> list[Path]:
    """Those that turn pictures into pictures."""
    return [path for path in _shipped() if domains_in(path)]


def domains_in(model: Path) -> tuple[str, ...]:
    """What the model in a .safetensors file translates between; empty where it does not."""
    try:
        return tuple(record_in(model)["pictures"]["domains"])
    except (KeyError, TypeError):
        return ()


def record_in(model: Path) -> dict[str, Any]:
    """The record in the header of a .safetensors file, unchecked; empty where there is none."""
    try:
        with model.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(length)) if length <= HEADER_LIMIT else {}
        record = json.loads(header["__metadata__"]["ganstudio"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _shipped() -> list[Path]:
    return sorted(path for path in resource("models").glob("*.safetensors") if "." not in path.stem)
