"""How the rows of the list of runs are painted, and how a run's name is edited in its row."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.run_list import RunRow
from ganstudio.gui.start.fields import set_wrong
from ganstudio.gui.train.run_rows import CHOSEN, COLUMN, GROUPS, PICTURE, ROW, best_of, sign_of
from ganstudio.gui.widgets.row_ground import paint_ground
from ganstudio.gui.widgets.text import describe

ROW_HEIGHT, HEAD_HEIGHT, THUMB = 56, 28, 40
TEXT_LEFT, RIGHT = 60, 12
Index = QModelIndex | QPersistentModelIndex


class RunDelegate(QStyledItemDelegate):
    """`renamed` carries a run and the name that was typed; `typed` the sentence about it, empty when it is good."""

    renamed = Signal(Path, str)
    typed = Signal(str)

    def __init__(self, problem: Callable[[Path, str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem = problem

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT if index.data(ROW) is not None else HEAD_HEIGHT)

    # -- a name in its row --------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor, path = QLineEdit(parent), index.data(ROW).path
        describe(editor, "Name of the run", "Enter renames the run and its folder, Escape leaves it")
        editor.textEdited.connect(lambda words: self._check(editor, path, words))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(ROW).name)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """The folder has the name; the list shows it when it was read again."""
        row: RunRow = index.data(ROW)
        if isinstance(editor, QLineEdit) and editor.text() != row.name:
            self.renamed.emit(row.path, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.left() + TEXT_LEFT - 8, rect.top() + 3, rect.width() - TEXT_LEFT, 26)

    def _check(self, editor: QLineEdit, path: Path, words: str) -> None:
        problem = self._problem(path, words)
        set_wrong(editor, bool(problem))
        self.typed.emit(problem)

    # -- painting -----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RunRow | None = index.data(ROW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row is None:
            self._paint_head(painter, rect, str(index.data()), str(index.data(COLUMN) or ""))
        else:
            paint_ground(painter, rect, option.state)
            self._paint_picture(painter, rect, index.data(PICTURE), bool(index.data(CHOSEN)))
            self._paint_row(painter, rect, row, str(index.data(Qt.ItemDataRole.StatusTipRole)), option.state)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRect, title: str, column: str) -> None:
        painter.setFont(font(11))
        painter.setPen(QColor(theme.current().text3))
        inside = rect.adjusted(RIGHT, 0, -RIGHT, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, title)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, column)

    def _paint_picture(self, painter: QPainter, rect: QRect, picture: QPixmap | None, chosen: bool) -> None:
        colours = theme.current()
        place = QRectF(rect.left() + RIGHT, rect.top() + 8, THUMB, THUMB)
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
        painter.setPen(QPen(QColor(colours.ring), 2) if chosen else QPen(QColor(128, 128, 128, 64), 1))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if chosen:
            self._paint_tick(painter, place)

    def _paint_tick(self, painter: QPainter, place: QRectF) -> None:
        badge = QRectF(place.left(), place.top(), 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().accent))
        painter.drawRoundedRect(badge, 4, 4)
        icon("check", "#ffffff").paint(painter, badge.toRect().adjusted(2, 2, -2, -2))

    def _paint_row(
        self, painter: QPainter, rect: QRect, row: RunRow, words: str, state: QStyle.StateFlag
    ) -> None:
        colours, live = theme.current(), row.state in GROUPS["Running"]
        soft = colours.text2 if state & QStyle.StateFlag.State_Selected else colours.text3
        left, right = rect.left() + TEXT_LEFT, self._paint_end(painter, rect, row, state)
        top = rect.top() + (6 if live else 10)
        self._line(painter, QRect(left, top, right - left, 18), row.name, 12, 500, colours.text)
        self._line(painter, QRect(left, top + 17, right - left, 16), words, 11, 400, soft)
        if live and row.steps:
            self._bar(painter, QRectF(left, rect.bottom() - 10, right - left, 3), row.step / row.steps)

    def _paint_end(self, painter: QPainter, rect: QRect, row: RunRow, state: QStyle.StateFlag) -> int:
        """What stands at the right end: the button under the pointer, or value and sign; returns where they begin."""
        right = rect.right() - RIGHT
        if state & QStyle.StateFlag.State_MouseOver:
            place = more_rect(rect)
            icon("dots-three", "text2").paint(painter, place.adjusted(4, 4, -4, -4))
            return place.left() - 4
        if sign := sign_of(row):
            icon(*sign).paint(painter, QRect(right - 14, rect.center().y() - 7, 14, 14))
            right -= 22
        if number := best_of(row):
            width = QFontMetrics(font(12, 600)).horizontalAdvance(number)
            place = QRect(right - width, rect.top(), width, rect.height())
            self._line(painter, place, number, 12, 600, theme.current().text)
            right = place.left() - 8
        return right

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


def more_rect(rect: QRect) -> QRect:
    """Where the three dots of a row lie."""
    return QRect(rect.right() - RIGHT - 20, rect.center().y() - 12, 24, 24)
