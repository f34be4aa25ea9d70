"""File names of saved pictures: readable, possible on every system, never one that is taken."""

import re
from pathlib import Path

from ganstudio.latents.gallery.labels import sidecar_of
from ganstudio.latents.point import LatentPoint
from ganstudio.resources import gallery_folder

LONGEST = 100  # letters
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # by Windows


def new_picture_path(
    model_name: str, point: LatentPoint | None, folder: Path | None = None, suffix: str = ".png"
) -> Path:
    """A free name such as `digits seed 1284.png` in the gallery, or in `folder`, which is made if need be."""
    words = f"{model_name} {_point_words(point)}".strip()
    place = folder or gallery_folder()
    place.mkdir(parents=True, exist_ok=True)
    return free_path(place, safe_name(words) or "picture", suffix)


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """`stem` with ` 2`, ` 3` and so on behind it until nothing has that name, in any case of letters."""
    taken = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
    number, name = 1, f"{stem}{suffix}"
    while name.casefold() in taken or sidecar_of(Path(name)).name.casefold() in taken:
        number += 1
        name = f"{stem} {number}{suffix}"
    return folder / name


def safe_name(words: str) -> str:
    """The nearest name that a file can have on any system; empty where nothing is left."""
    kept = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", words)
    name = " ".join(kept.split()).strip(" .")[:LONGEST].strip(" .")
    return f"{name} picture" if RESERVED.fullmatch(name) else name


def name_problem(name: str, path: Path) -> str:
    """Why the file cannot be called `name` (without its suffix); empty when it can."""
    if not name.strip():
        return "Give the picture a name."
    if safe_name(name) != name or len(f"{name}{path.suffix}".encode()) > 240:
        return 'A name becomes a file: leave out < > : " / \\ | ? * and spaces or dots at the ends.'
    others = {other.name.casefold() for other in path.parent.iterdir()} - {path.name.casefold()}
    if f"{name}{path.suffix}".casefold() in others:
        return f"There is already a picture called {name}; choose another name."
    return ""


def _point_words(point: LatentPoint | None) -> str:
    if point is None:
        return ""
    seeds = [part.seed for part in point.origin.seeds]
    if len(seeds) == 1:
        return f"seed {seeds[0]}"
    return f"seeds {'+'.join(map(str, seeds[:4]))}" if seeds else "own latent"
