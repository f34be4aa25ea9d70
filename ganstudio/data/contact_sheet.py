"""One picture that shows what is in a data set: a row for each class, or simply pictures from all over it."""

from collections.abc import Mapping

from PIL import Image

from ganstudio.data.entries import Entry
from ganstudio.data.labelling import class_names

CELL = 96
_GAP = 4
_COLUMNS, _ROWS = 10, 6
_MAX_CLASSES = 20
_BACKGROUND = (48, 48, 48)

Places = dict[str, tuple[int, int]]
"""(row, column) of each file that is shown."""


def chosen(entries: list[Entry]) -> Places:
    """Which pictures to show and where: evenly spaced, with classes one row for each of the first twenty."""
    classes = class_names(entries)[:_MAX_CLASSES]
    if not classes:
        files = _spread([entry.file for entry in entries], _COLUMNS * _ROWS)
        return {file: divmod(place, _COLUMNS) for place, file in enumerate(files)}
    members: dict[str | None, list[str]] = {name: [] for name in classes}
    for entry in entries:
        members.get(entry.label, []).append(entry.file)
    return {
        file: (row, column)
        for row, name in enumerate(classes)
        for column, file in enumerate(_spread(members[name], _COLUMNS))
    }


def side_places(a: list[Entry], b: list[Entry], pairs: int) -> tuple[Places, Places]:
    """Which pictures of two sides to show and where: half of the rows each, counterparts below each other.

    The first `pairs` pictures of both sides are pairs; where there are any, only these are shown.
    """
    rows = _ROWS // 2
    files = [_spread([entry.file for entry in side[: pairs or None]], rows * _COLUMNS) for side in (a, b)]
    places = [{file: divmod(place, _COLUMNS) for place, file in enumerate(side)} for side in files]
    if pairs:
        above, below = (
            {file: (2 * row + side, column) for file, (row, column) in places[side].items()}
            for side in (0, 1)
        )
    else:
        above, below = places[0], {file: (rows + row, column) for file, (row, column) in places[1].items()}
    return above, below


def sheet(thumbnails: Mapping[str, Image.Image], places: Places) -> Image.Image:
    """The thumbnails in their places, centred; a picture that could not be read leaves its place empty."""
    rows = 1 + max((row for row, _ in places.values()), default=0)
    columns = 1 + max((column for _, column in places.values()), default=0)
    step = CELL + _GAP
    canvas = Image.new("RGB", (columns * step + _GAP, rows * step + _GAP), _BACKGROUND)
    for file, thumbnail in thumbnails.items():
        row, column = places[file]
        left, top = _GAP + column * step, _GAP + row * step
        canvas.paste(thumbnail, (left + (CELL - thumbnail.width) // 2, top + (CELL - thumbnail.height) // 2))
    return canvas


def _spread(files: list[str], count: int) -> list[str]:
    """At most `count` of them, evenly spaced."""
    if len(files) <= count:
        return files
    return [files[place * len(files) // count] for place in range(count)]
