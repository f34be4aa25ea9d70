"""How pictures were translated and saved the last time, kept between two starts. What was kept is checked: a folder may
be gone, and a file of preferences can hold anything."""

from pathlib import Path
from typing import Any, get_args

from ganstudio.errors import StudioError
from ganstudio.gui.models.preferences import Preferences
from ganstudio.translation.manner import Format, Manner, Output, Size
from ganstudio.translation.naming import check_pattern

TILE, OVERLAP = range(128, 1025), range(129)  # pixels
SWITCHES = ("keep_metadata", "original_size")


def keep(preferences: Preferences, manner: Manner, output: Output) -> None:
    """Not the direction, strength or brightness: these belong to the pictures in hand."""
    preferences.set_translating({
        "size": manner.size, "tile": manner.tile, "overlap": manner.overlap, "keep_alpha": manner.keep_alpha,
        "folder": str(output.folder) if output.folder is not None else None, "pattern": output.pattern,
        "format": output.format, **{name: getattr(output, name) for name in SWITCHES},
    })  # fmt: skip


def kept_manner(preferences: Preferences) -> Manner:
    """The default where nothing good was kept."""
    kept, values = preferences.translating, dict[str, Any]()
    if kept.get("size") in get_args(Size):
        values["size"] = kept["size"]
    for name, range_ in (("tile", TILE), ("overlap", OVERLAP)):
        if _is_whole(kept.get(name)) and kept[name] in range_:
            values[name] = kept[name]
    if isinstance(kept.get("keep_alpha"), bool):
        values["keep_alpha"] = kept["keep_alpha"]
    return Manner(**values)


def kept_output(preferences: Preferences) -> Output:
    """Likewise; results go beside their pictures where the folder is gone."""
    kept = preferences.translating
    values: dict[str, Any] = {name: kept[name] for name in SWITCHES if isinstance(kept.get(name), bool)}
    if kept.get("format") in get_args(Format):
        values["format"] = kept["format"]
    if isinstance(kept.get("folder"), str) and Path(kept["folder"]).is_dir():
        values["folder"] = Path(kept["folder"])
    if _is_pattern(kept.get("pattern")):
        values["pattern"] = kept["pattern"]
    return Output(**values)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_pattern(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        check_pattern(value)
    except StudioError:
        return False
    return True
