"""Chosen pictures on one sheet, each with its name and how it was made under it."""

import io
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ganstudio.disk import plain_sentence, write_file
from ganstudio.errors import StudioError
from ganstudio.latents.gallery.item import Item
from ganstudio.latents.gallery.names import free_path
from ganstudio.latents.gallery.opening import open_pixels
from ganstudio.resources import resource

SMALLEST, LARGEST, GAP, LINE = 128, 512, 16, 18  # pixels
MOST = 400  # pictures on one sheet
GROUND, INK, FAINT = (255, 255, 255), (26, 26, 26), (99, 99, 99)

Report = Callable[[int, int], None]
ShouldStop = Callable[[], bool]


def save_sheet(
    items: Sequence[Item],
    folder: Path,
    report: Report = lambda _done, _total: None,
    should_stop: ShouldStop = lambda: False,
) -> Path | None:
    """Writes a sheet of `items` into `folder` under a free name; None where it was stopped.

    Raises StudioError for too many or where a picture cannot be read.
    """
    if not 1 <= len(items) <= MOST:
        raise StudioError(f"A sheet holds 1 to {MOST} pictures; choose fewer.")
    made = sheet_of(items, report, should_stop)
    if made is None:
        return None
    buffer = io.BytesIO()
    made.save(buffer, "PNG")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = free_path(folder, f"contact sheet of {len(items)}", ".png")
        write_file(path, buffer.getvalue())
    except OSError as error:
        raise plain_sentence(error, folder, "save the sheet") from error
    return path


def sheet_of(items: Sequence[Item], report: Report, should_stop: ShouldStop) -> Image.Image | None:
    """As square a sheet as can be; cells are as large as the largest picture, within limits."""
    columns = math.ceil(math.sqrt(len(items)))
    rows = math.ceil(len(items) / columns)
    cell = cell_side(items)
    step = cell + GAP, cell + 2 * LINE + GAP
    sheet = Image.new("RGB", (columns * step[0] + GAP, rows * step[1] + GAP), GROUND)
    for number, item in enumerate(items):
        if should_stop():
            return None
        report(number, len(items))
        row, column = divmod(number, columns)
        left, top = GAP + column * step[0], GAP + row * step[1]
        _put_picture(sheet, item, left, top, cell)
        _put_words(sheet, item, left, top + cell + 3, cell)
    report(len(items), len(items))
    return sheet


def cell_side(items: Sequence[Item]) -> int:
    return max(SMALLEST, min(LARGEST, max(max(item.width, item.height) for item in items)))


def fitted(picture: Image.Image, side: int) -> Image.Image:
    """At most `side` wide and high; a smaller one grows by whole numbers, so that its pixels stay square."""
    longest = max(picture.size)
    if longest > side:
        picture = picture.copy()
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        return picture
    scale = side // longest
    return picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST)


def _put_picture(sheet: Image.Image, item: Item, left: int, top: int, cell: int) -> None:
    pixels: np.ndarray = open_pixels(item.path, cell)
    picture = fitted(Image.fromarray(pixels), cell)
    place = left + (cell - picture.width) // 2, top + (cell - picture.height) // 2
    sheet.paste(picture, place, picture)


def _put_words(sheet: Image.Image, item: Item, left: int, top: int, width: int) -> None:
    draw = ImageDraw.Draw(sheet)
    how = ", ".join(f"{_short(name)} {value}" for name, value in item.made[1:])
    lines = ((item.name, "Inter-Medium.otf", 12, INK), (how, "Inter-Regular.otf", 11, FAINT))
    for number, (words, file, size, colour) in enumerate(lines):
        font = ImageFont.truetype(str(resource("fonts", file)), size)
        draw.text((left, top + number * LINE), _elided(words, font, width), fill=colour, font=font)


def _short(name: str) -> str:
    return {"Truncation ψ": "ψ"}.get(name, name.lower())


def _elided(words: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    words = " ".join(words.split())
    if font.getlength(words) <= width:
        return words
    while words and font.getlength(f"{words}…") > width:
        words = words[:-1]
    return f"{words.rstrip()}…"
