"""How one tile of the grid looks."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.latents.gallery.item import Item

STAR, BADGE, MARK = 12, 20, 24  # pixels
HOVER_STAR = 16
DIM = QColor(0, 0, 0, 69)  # 27 %
KINDS = {"video": "film-strip", "translated": "arrows-left-right"}
MOST_LETTERS = 26


@dataclass(frozen=True)
class TileState:
    """`place` is its number among the chosen ones; `letter` says whether that is shown."""

    place: int | None = None
    has_letter: bool = False
    is_hovered: bool = False
    is_current: bool = False
    stars_under: int = 0  # that the pointer would give


def paint_tile(painter: QPainter, rect: QRect, item: Item, picture: QPixmap | None, state: TileState) -> None:
    """`rect` is that of the picture; the caption lies under it."""
    paint_picture(painter, rect, item, picture)
    if item.kind in KINDS:
        _paint_mark(painter, rect, KINDS[item.kind])
    if state.is_hovered:
        _paint_hover(painter, rect, item, state)
    if state.place is not None:
        _paint_ring(painter, rect, 3)
        if state.has_letter:
            _paint_badge(painter, rect, state.place)
    elif state.is_current:
        _paint_ring(painter, rect.adjusted(-4, -4, 4, 4), 2)
    _paint_caption(painter, rect, item, state.place is not None)


def picture_rect(rect: QRect, picture: QPixmap) -> QRect:
    """The picture in the middle of its tile, as large as fits."""
    size = picture.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(rect.center() - QPoint((size.width() - 1) // 2, (size.height() - 1) // 2), size)


def hover_stars(rect: QRect) -> list[QRect]:
    """Where five stars lie under the pointer; one where a tile is too small for five."""
    count = 5 if rect.width() >= 5 * (HOVER_STAR + 2) + 44 else 1
    top = rect.bottom() - HOVER_STAR - 7
    return [
        QRect(rect.left() + 8 + number * (HOVER_STAR + 2), top, HOVER_STAR, HOVER_STAR)
        for number in range(count)
    ]


def more_rect(rect: QRect) -> QRect:
    """Where the three dots lie."""
    return QRect(rect.right() - 29, rect.bottom() - 28, 24, 24)


def stars_at(rect: QRect, point: QPoint, now: int) -> int | None:
    """The stars that a click there gives; the ones that are there already take them away. None beside them."""
    places = hover_stars(rect)
    for number, place in enumerate(places, 1):
        if place.adjusted(-1, -5, 1, 5).contains(point):
            wanted = number if len(places) > 1 else 5
            return 0 if now == wanted or (len(places) == 1 and now) else wanted
    return None


def paint_picture(painter: QPainter, rect: QRect, item: Item, picture: QPixmap | None) -> None:
    if picture is not None and not picture.isNull():
        painter.drawPixmap(picture_rect(rect, picture), picture)
        return
    painter.fillRect(rect, QColor(theme.current().panel))
    if picture is not None or item.problem:
        side = min(32, rect.width() // 2)
        corner = rect.center() - QPoint(side // 2, side // 2)
        icon("file-x", "text3").paint(painter, QRect(corner.x(), corner.y(), side, side))


def _paint_ring(painter: QPainter, rect: QRect, width: int) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(theme.current().ring), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    half = width / 2
    painter.drawRect(QRectF(rect).adjusted(half, half, -half, -half))


def _paint_badge(painter: QPainter, rect: QRect, place: int) -> None:
    badge = QRect(rect.left() + 8, rect.top() + 8, BADGE, BADGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().accent))
    painter.drawRoundedRect(badge, 4, 4)
    if place < MOST_LETTERS:
        painter.setFont(font(11, 600))
        painter.setPen(QColor("#ffffff"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, chr(ord("A") + place))
    else:
        icon("check", "#ffffff").paint(painter, badge.adjusted(3, 3, -3, -3))


def _paint_mark(painter: QPainter, rect: QRect, name: str) -> None:
    mark = QRect(rect.right() - MARK - 5, rect.top() + 6, MARK, MARK)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 160))
    painter.drawRoundedRect(mark, 4, 4)
    icon(name, "#ffffff").paint(painter, mark.adjusted(5, 5, -5, -5))


def _paint_hover(painter: QPainter, rect: QRect, item: Item, state: TileState) -> None:
    painter.fillRect(rect, DIM)
    lit = state.stars_under or item.stars
    places = hover_stars(rect)
    for number, place in enumerate(places, 1):
        is_lit = number <= lit or (len(places) == 1 and lit > 0)
        icon("star-fill" if is_lit else "star", theme.DARK.warning if is_lit else "#ffffff").paint(
            painter, place
        )
    icon("dots-three-bold", "#ffffff").paint(painter, more_rect(rect).adjusted(2, 2, -2, -2))


@cache
def _star_strip(count: int, colour: str, ratio: float) -> QPixmap:
    """Stars side by side, drawn once."""
    strip = QPixmap(round(count * (STAR + 1) * ratio), round(STAR * ratio))
    strip.setDevicePixelRatio(ratio)
    strip.fill(Qt.GlobalColor.transparent)
    painter = QPainter(strip)
    for number in range(count):
        icon("star-fill", colour).paint(painter, QRect(number * (STAR + 1), 0, STAR, STAR))
    painter.end()
    return strip


@cache
def _caption_font(is_chosen: bool) -> QFont:
    """Made once: a font with features is costly to make."""
    return font(12, 500 if is_chosen else 400)


def _paint_caption(painter: QPainter, rect: QRect, item: Item, is_chosen: bool) -> None:
    colours = theme.current()
    line = QRect(rect.left(), rect.bottom() + 5, rect.width(), 18)
    stars = item.stars if rect.width() >= 120 else min(1, item.stars)
    if stars:
        strip = _star_strip(stars, colours.warning, painter.device().devicePixelRatioF())
        painter.drawPixmap(line.right() + 1 - stars * (STAR + 1), line.top() + 3, strip)
    line.setRight(line.right() - stars * (STAR + 1) - (6 if stars else 0))
    painter.setFont(_caption_font(is_chosen))
    painter.setPen(QColor(colours.text if is_chosen else colours.text2))
    words = painter.fontMetrics().elidedText(item.name, Qt.TextElideMode.ElideMiddle, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
