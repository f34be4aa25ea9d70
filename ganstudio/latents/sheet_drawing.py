"""Draws a labelled grid of pictures, or several under headings, as one picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import product
from math import ceil

from PIL import Image, ImageDraw, ImageFont

from ganstudio.latents.sheet import Labels, Place
from ganstudio.resources import resource

LABEL_SHARE = 0.14  # of a cell's side: the height of its label's letters
SMALLEST_LABEL, LARGEST_LABEL = 13, 28  # px
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class SheetLook:
    """Colours and gaps. `heading` stands above the whole."""

    heading: str = ""
    gap: int = 2
    background: Colour = (255, 255, 255)
    ink: Colour = (24, 26, 29)
    faint: Colour = (105, 110, 118)
    empty: Colour = (228, 230, 233)  # a cell that has no picture yet


@dataclass(frozen=True)
class _Layout:
    """Where things stand, in pixels."""

    letters: int
    line: int
    left: int
    top: int  # above the first page
    above: int  # of each page, for its heading and its columns' labels
    page: int  # height of a page with what stands above it
    step: int  # from cell to cell
    width: int
    height: int


def draw_sheet(
    labels: Labels, cells: Mapping[Place, Image.Image], size: int, look: SheetLook = SheetLook()
) -> Image.Image:
    """The whole sheet, RGB; `cells` are pictures of `size` px a side, and those that are missing stay empty."""
    layout = _lay_out(labels, size, look)
    canvas = Image.new("RGB", (layout.width, layout.height), look.background)
    draw = ImageDraw.Draw(canvas)
    if look.heading:
        margin, font = layout.letters, _font(round(layout.letters * 1.25), "SemiBold")
        draw.text((margin, margin), _shortened(look.heading, font, layout.width - 2 * margin), look.ink, font)
    for page in range(labels.shape.z):
        top = layout.top + page * layout.page
        _draw_labels(draw, labels, page, top, layout, look)
        for y, x in product(range(labels.shape.y), range(labels.shape.x)):
            place, corner = Place(page, y, x), _corner(layout, top, x, y)
            if place in cells:
                canvas.paste(cells[place].convert("RGB"), corner)
            elif place not in labels.absent:
                draw.rectangle((*corner, corner[0] + size - 1, corner[1] + size - 1), look.empty)
    return canvas


def sheet_size(labels: Labels, size: int, look: SheetLook = SheetLook()) -> tuple[int, int]:
    """Width and height in pixels, before anything is rendered."""
    layout = _lay_out(labels, size, look)
    return layout.width, layout.height


def as_png(picture: Image.Image) -> bytes:
    """The content of a PNG file."""
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _lay_out(labels: Labels, size: int, look: SheetLook) -> _Layout:
    letters = round(min(max(size * LABEL_SHARE, SMALLEST_LABEL), LARGEST_LABEL))
    line, step = round(letters * 1.6), size + look.gap
    pages, rows, columns = labels.shape
    words = [word for word in (labels.y_title, *labels.y) if word]
    font = _font(letters, "SemiBold")
    beside = min(max((ceil(font.getlength(word)) for word in words), default=0), max(3 * size, 12 * letters))
    left = letters + (beside + letters if words else 0)
    above = (line if labels.pages else 0) + 2 * line
    page = above + rows * step + letters
    top = letters // 2 + (2 * line if look.heading else 0)
    return _Layout(
        letters, line, left, top, above, page, step, left + columns * step + letters, top + pages * page
    )


def _draw_labels(
    draw: ImageDraw.ImageDraw, labels: Labels, page: int, top: int, layout: _Layout, look: SheetLook
) -> None:
    """The page's heading, the titles of its axes, and the labels of its columns and rows."""
    margin, line, bottom = layout.letters, layout.line, top + layout.above
    bold, plain = _font(layout.letters, "SemiBold"), _font(layout.letters, "Medium")
    room, beside, size = layout.width - layout.left - margin, layout.left - 2 * margin, layout.step - look.gap
    if labels.pages:
        draw.text((layout.left, top), _shortened(labels.pages[page], bold, room), look.ink, bold)
    draw.text((layout.left, bottom - 2 * line), _shortened(labels.x_title, plain, room), look.faint, plain)
    for x, words in enumerate(labels.x):
        left, upper = _corner(layout, top, x, 0)
        draw.text(
            (left + size / 2, upper - line / 2), _shortened(words, bold, size), look.ink, bold, anchor="mm"
        )
    edge = layout.left - margin
    draw.text(
        (edge, bottom - line / 2), _shortened(labels.y_title, plain, beside), look.faint, plain, anchor="rm"
    )
    for y, words in enumerate(labels.y):
        middle = _corner(layout, top, 0, y)[1] + size / 2
        draw.text((edge, middle), _shortened(words, bold, beside), look.ink, bold, anchor="rm")


def _corner(layout: _Layout, top: int, x: int, y: int) -> tuple[int, int]:
    return layout.left + x * layout.step, top + layout.above + y * layout.step


def _shortened(words: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """As many letters as there is room for."""
    if font.getlength(words) <= room:
        return words
    while words and font.getlength(words + "…") > room:
        words = words[:-1]
    return words + "…"


@lru_cache(maxsize=32)
def _font(pixels: int, weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource("fonts", f"Inter-{weight}.otf")), pixels)
