"""The rows of the list of runs: a thumbnail, the name, how far it is; groups by state."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QStandardItem
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.run_list import RunRow
from ganstudio.gui.train.preview_grid import image_of

ROW = Qt.ItemDataRole.UserRole
PICTURE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT, HEAD_HEIGHT, THUMB = 56, 28, 40
GROUPS = {
    "Running": ("running", "preparing", "paused", "stopping"),
    "Finished": ("finished",),
    "Stopped": ("stopped", "new"),
    "Interrupted": ("interrupted", "damaged"),
}


def group_of(row: RunRow) -> str:
    return next((group for group, states in GROUPS.items() if row.state in states), "Interrupted")


def caption(row: RunRow, title: str) -> str:
    """The second line of a row."""
    match row.state:
        case "running":
            return f"Step {row.step:,} of {row.steps:,}"
        case "paused":
            return f"Paused at step {row.step:,}"
        case "preparing":
            return "Preparing"
        case "stopping":
            return "Saving"
        case "interrupted":
            return f"Interrupted at step {row.step:,}"
        case "damaged":
            return "run.json is damaged"
        case "stopped":
            return f"Stopped at step {row.step:,}"
        case _:
            return f"{title}, {row.step:,} steps"


def run_item(row: RunRow, title: str) -> QStandardItem:
    """An item that holds a run; its text is what a screen reader says."""
    item = QStandardItem()
    item.setEditable(False)
    fill_item(item, row, title)
    return item


def fill_item(item: QStandardItem, row: RunRow, title: str) -> None:
    """Lets an item show a run as it is now."""
    item.setText(f"{row.name}, {caption(row, title)}")
    item.setData(row, ROW)
    item.setData(caption(row, title), Qt.ItemDataRole.StatusTipRole)
    item.setToolTip(f"{row.name}\n{title} on {row.data}\n{row.path}")
    if row.pixels is not None:
        item.setData(QPixmap.fromImage(image_of(row.pixels)), PICTURE)


def head_item(title: str) -> QStandardItem:
    """The head of a group."""
    item = QStandardItem(title)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


class RunDelegate(QStyledItemDelegate):
    """Paints rows and heads."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_HEIGHT if index.data(ROW) is not None else HEAD_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Any = index.data(ROW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row is None:
            self._paint_head(painter, rect, str(index.data()))
        else:
            state = option.state
            self._paint_ground(painter, rect, state)
            self._paint_picture(painter, rect, index.data(PICTURE))
            words = str(index.data(Qt.ItemDataRole.StatusTipRole))
            self._paint_words(painter, rect, row, words, bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRect, title: str) -> None:
        painter.setFont(font(11))
        painter.setPen(QColor(theme.current().text3))
        painter.drawText(rect.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        colours = theme.current()
        inside = QRectF(rect).adjusted(4, 0, -4, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.raised))
        else:
            return
        painter.drawRoundedRect(inside, 6, 6)

    def _paint_picture(self, painter: QPainter, rect: QRect, picture: QPixmap | None) -> None:
        colours = theme.current()
        place = QRectF(rect.left() + 12, rect.top() + 8, THUMB, THUMB)
        round_corners = QPainterPath()
        round_corners.addRoundedRect(place, 4, 4)
        painter.save()
        painter.setClipPath(round_corners)
        painter.fillRect(place, QColor(colours.canvas))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if picture is not None:
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
        else:
            icon("image", "text3").paint(painter, place.toRect().adjusted(12, 12, -12, -12))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(128, 128, 128, 64), 1))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _paint_words(self, painter: QPainter, rect: QRect, row: RunRow, words: str, chosen: bool) -> None:
        colours = theme.current()
        live = row.state in GROUPS["Running"]
        sign = {"interrupted": ("warning", "warning"), "damaged": ("warning", "error"),
                "paused": ("pause", "text3")}.get(row.state)  # fmt: skip
        left, right = rect.left() + 60, rect.right() - (36 if sign else 12)
        top = rect.top() + (6 if live else 10)
        self._line(painter, QRect(left, top, right - left, 18), row.name, 12, 500, colours.text)
        low = QRect(left, top + 17, right - left, 16)
        self._line(painter, low, words, 11, 400, colours.text2 if chosen else colours.text3)
        if sign:
            place = QRect(rect.right() - 30, rect.center().y() - 7, 14, 14)
            icon(*sign).paint(painter, place)
        if live and row.steps:
            self._bar(painter, QRectF(left, rect.bottom() - 10, right - left, 3), row.step / row.steps)

    def _line(self, painter: QPainter, rect: QRect, words: str, size: int, weight: int, colour: str) -> None:
        painter.setFont(font(size, weight))
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _bar(self, painter: QPainter, rect: QRectF, share: float) -> None:
        colours = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.groove))
        painter.drawRoundedRect(rect, 1.5, 1.5)
        painter.setBrush(QColor(colours.accent_line))
        rect.setWidth(max(3.0, rect.width() * min(1.0, share)))
        painter.drawRoundedRect(rect, 1.5, 1.5)
