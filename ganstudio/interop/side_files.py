"""Which files belong together, and what their names tell of what they translate between. Torch-free."""

import re
from pathlib import Path
from typing import Literal

Side = Literal["a2b", "b2a"]
CHECKPOINT = re.compile(r"(?P<before>.*?)(?P<epoch>latest|\d+)_net_G(?P<side>_A|_B)?(?P<after>\.pth|\.pt)$")
TITLES = re.compile(r"([a-z]+)(?:2|[-_ ]to[-_ ])([a-z]+)(?![a-z])", re.IGNORECASE)


def files_by_direction(path: Path) -> dict[Side, Path]:
    """The file itself, and where its name says that it is one of two generators, the other one beside it."""
    found = CHECKPOINT.fullmatch(path.name)
    if found is None or found["side"] is None:
        return {"a2b": path}
    sides: dict[Side, Path] = {
        "a2b": path.with_name(f"{found['before']}{found['epoch']}_net_G_A{found['after']}"),
        "b2a": path.with_name(f"{found['before']}{found['epoch']}_net_G_B{found['after']}"),
    }
    return {side: file for side, file in sides.items() if file == path or file.is_file()}


def newest_generator(folder: Path) -> Path | None:
    """The generator of a folder of checkpoints: latest, else the highest epoch; of the two directions A's."""
    found = [(match, file) for file in folder.iterdir() if (match := CHECKPOINT.fullmatch(file.name))]

    def age(entry: tuple[re.Match[str], Path]) -> tuple[float, str, str]:
        match = entry[0]
        epoch = float("inf") if match["epoch"] == "latest" else float(match["epoch"])
        return -epoch, match["side"] or "", match["before"]

    return min(found, key=age)[1] if found else None


def epoch_of(path: Path) -> int:
    """The epoch in a file's name; 0 where it tells none."""
    found = CHECKPOINT.fullmatch(path.name)
    return int(found["epoch"]) if found and found["epoch"].isdecimal() else 0


def titles_of(path: Path) -> tuple[str, str]:
    """("horse", "zebra") where the file's or its folder's name says horse2zebra; else ("A", "B")."""
    for name in (path.stem, path.parent.name):
        for found in TITLES.finditer(name):
            if found[1] != found[2]:  # pix2pix says nothing
                return found[1], found[2]
    return "A", "B"


def name_of(path: Path) -> str:
    """What a person calls the model in a file: its folder's name where the file's says nothing."""
    found = CHECKPOINT.fullmatch(path.name)
    if found is None:
        return path.stem
    return found["before"].strip("_-. ") or path.resolve().parent.name or path.stem
