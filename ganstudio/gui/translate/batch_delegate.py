"""How the rows of the batch are painted: before and after, name, what is going on, and what can be done."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.translate.item import Item, State
from ganstudio.gui.translate.batch_rows import ITEM, caption
from ganstudio.gui.widgets.row_ground import paint_ground

HEIGHT, EDGE = 64, 12
THUMB = QSize(64, 48)
TEXT_LEFT, BUTTON = EDGE + 64 + 10, 24
Index = QModelIndex | QPersistentModelIndex


class BatchDelegate(QStyledItemDelegate):
    """Everything is painted from the item as it is now."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item | None = index.data(ITEM)
        if item is None:
            return
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paint_ground(painter, rect, option.state)
        _paint_pictures(painter, thumb_rect(rect), item)
        right = _paint_end(painter, rect, item, bool(option.state & QStyle.StateFlag.State_MouseOver))
        _paint_words(painter, rect, item, right, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()


def thumb_rect(row: QRect) -> QRect:
    return QRect(row.left() + EDGE, row.top() + (HEIGHT - THUMB.height()) // 2, THUMB.width(), THUMB.height())


def remove_rect(row: QRect) -> QRect:
    """Where the x of a row lies, while the pointer is over it."""
    return QRect(row.right() - EDGE - BUTTON + 6, row.center().y() - BUTTON // 2, BUTTON, BUTTON)


def retry_rect(row: QRect) -> QRect:
    """Likewise of the arrow that tries it again."""
    return remove_rect(row).translated(-BUTTON, 0)


def deed_at(item: Item, row: QRect, place: QPoint) -> str:
    """What the button at a place of a row does, "" where there is none."""
    if remove_rect(row).contains(place):
        return "remove"
    return "retry" if can_retry(item) and retry_rect(row).contains(place) else ""


def can_retry(item: Item) -> bool:
    """Whether trying again could come to something else."""
    has_source = item.is_readable or item.path is not None
    return has_source and (item.state is State.REFUSED or item.is_out_of_date)


def _paint_pictures(painter: QPainter, place: QRect, item: Item) -> None:
    """The left half as it was, the right half as it became."""
    colours = theme.current()
    frame = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
    rounded = QPainterPath()
    rounded.addRoundedRect(QRectF(place), 4, 4)
    painter.save()
    painter.setClipPath(rounded)
    painter.fillRect(place, QColor(colours.field))
    if item.small_before is not None:
        _fill(painter, place, item.small_before)
    if item.small_after is not None:
        half = place.adjusted(place.width() // 2, 0, 0, 0)
        painter.setClipRect(half, Qt.ClipOperation.IntersectClip)
        _fill(painter, place, item.small_after)
        painter.fillRect(half.left(), half.top(), 1, half.height(), QColor(255, 255, 255, 160))
    painter.restore()
    if item.small_before is None:
        middle = QRect(0, 0, 16, 16)
        middle.moveCenter(place.center())
        icon("file" if item.state is State.REFUSED else "image", "text3").paint(painter, middle)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(128, 128, 128, 64), 1))
    painter.drawRoundedRect(frame, 4, 4)


def _fill(painter: QPainter, place: QRect, image: QImage) -> None:
    """The middle of the picture, as large as covers the place; pixels of tiny ones stay visible."""
    scale = max(place.width() / image.width(), place.height() / image.height())
    width, height = place.width() / scale, place.height() / scale
    part = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 2)
    painter.drawImage(QRectF(place), image, part)


def _paint_end(painter: QPainter, rect: QRect, item: Item, is_hovered: bool) -> int:
    """The sign of its state, or under the pointer what can be done; returns where words have to end."""
    if is_hovered:
        icon("x", "text2").paint(painter, remove_rect(rect).adjusted(5, 5, -5, -5))
        if not can_retry(item):
            return remove_rect(rect).left() - 4
        icon("arrow-clockwise", "text2").paint(painter, retry_rect(rect).adjusted(5, 5, -5, -5))
        return retry_rect(rect).left() - 4
    right = rect.right() - EDGE
    sign = sign_of(item)
    if not sign:
        return right
    icon(*sign).paint(painter, QRect(right - 14, rect.center().y() - 7, 14, 14))
    return right - 22


def sign_of(item: Item) -> tuple[str, str] | None:
    """Icon and colour of its state; one that is running has a bar."""
    if item.state is State.REFUSED or item.sentence:
        return "warning", "warning"
    match item.state:
        case State.DONE:
            if item.is_out_of_date:
                return "arrow-clockwise", "text3"
            return "check", "good"
        case State.WAITING:
            return "clock", "text3"
        case State.STOPPED:
            return "pause", "text3"
    return None


def _paint_words(painter: QPainter, rect: QRect, item: Item, right: int, is_selected: bool) -> None:
    colours, words = theme.current(), caption(item)
    left, width = rect.left() + TEXT_LEFT, right - rect.left() - TEXT_LEFT
    soft = colours.warning if item.sentence else colours.text2 if is_selected else colours.text3
    painter.setFont(font(11))
    has_two = bool(item.sentence) and painter.fontMetrics().horizontalAdvance(words) > width
    has_bar = item.state is State.RUNNING
    top = rect.top() + (8 if has_two else 11 if has_bar else 14)
    _line(
        painter, QRect(left, top, width, 18), item.name, 12, 500, colours.text, Qt.TextElideMode.ElideMiddle
    )
    if has_two:
        first, second = _broken(painter, words, width)
        _line(painter, QRect(left, top + 17, width, 15), first, 11, 400, soft)
        _line(painter, QRect(left, top + 32, width, 15), second, 11, 400, soft)
    else:
        _line(painter, QRect(left, top + 18, width, 16), words, 11, 400, soft)
    if has_bar:
        _bar(
            painter, QRectF(left, rect.bottom() - 15, width, 3), item.done / item.total if item.total else 0.0
        )


def _broken(painter: QPainter, words: str, width: int) -> tuple[str, str]:
    """As many words as fit into a line, and the rest."""
    painter.setFont(font(11))
    metrics, parts = painter.fontMetrics(), words.split(" ")
    count = len(parts)
    while count > 1 and metrics.horizontalAdvance(" ".join(parts[:count])) > width:
        count -= 1
    return " ".join(parts[:count]), " ".join(parts[count:])


def _line(
    painter: QPainter, rect: QRect, words: str, size: int, weight: int, colour: str,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:  # fmt: skip
    painter.setFont(font(size, weight))
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(words, mode, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)


def _bar(painter: QPainter, rect: QRectF, share: float) -> None:
    colours = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.groove))
    painter.drawRoundedRect(rect, 1.5, 1.5)
    painter.setBrush(QColor(colours.accent_line))
    rect.setWidth(max(3.0, rect.width() * min(1.0, share)))
    painter.drawRoundedRect(rect, 1.5, 1.5)
