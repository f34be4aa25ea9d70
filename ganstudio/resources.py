"""Where the program keeps what it ships with, and where it keeps what a person makes with it."""

import os
import sys
from pathlib import Path

import platformdirs

from ganstudio.errors import StudioError


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
    """The models that ship with the program, in the order in which they are offered."""
    folder = resource("models")
    return sorted(path for path in folder.glob("*.safetensors") if "." not in path.stem)
