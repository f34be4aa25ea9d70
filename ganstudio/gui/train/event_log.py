"""What happened to a run, newest first: time, step, words."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.models.happenings import Happening
from ganstudio.gui.widgets.text import describe

ROW, TIME, STEP, ICON = 24, 72, 76, 14
ICONS = {
    "start": "play", "checkpoint": "floppy-disk", "quality": "chart-line", "health": "info", "end": "stop",
}  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


class EventModel(QAbstractListModel):
    """The rows of a run, the newest at the top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Happening] = ()
        self._count = 0
        self._newest: Happening | None = None

    def show_rows(self, rows: Sequence[Happening]) -> None:
        """`rows` may have changed in place since; where it has only grown, what is looked at stays in view."""
        count = self._count
        has_grown = rows is self._rows and 0 < count <= len(rows) and rows[count - 1] is self._newest
        self._newest = rows[-1] if rows else None
        if not has_grown:
            self.beginResetModel()
            self._rows, self._count = rows, len(rows)
            self.endResetModel()
        elif len(rows) > count:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - count - 1)
            self._count = len(rows)
            self.endInsertRows()

    def row(self, index: Index) -> Happening:
        return self._rows[self._count - 1 - index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{clock(row.seconds)} Step {row.step:,}: {row.words}"
        return row.words if role == Qt.ItemDataRole.ToolTipRole else None


class EventDelegate(QStyledItemDelegate):
    """Time and step in fixed columns, an icon, the words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, colours = index.model(), theme.current()
        assert isinstance(model, EventModel)
        row, rect = model.row(index), QRect(option.rect)
        painter.save()
        painter.setFont(font(11))
        painter.setPen(QColor(colours.text3))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(12, 0, 0, 0), middle, clock(row.seconds))
        painter.drawText(rect.adjusted(12 + TIME, 0, 0, 0), middle, f"{row.step:,}")
        left = 12 + TIME + STEP
        colour = {"info": "text3", "warning": "warning", "error": "error"}[row.level]
        name = "warning" if row.level != "info" else ICONS[row.kind]
        icon(name, colour).paint(painter, rect.x() + left, rect.y() + (ROW - ICON) // 2, ICON, ICON)
        painter.setFont(font(12))
        painter.setPen(QColor(colours.text2))
        room = rect.adjusted(left + ICON + 8, 0, -12, 0)
        words = painter.fontMetrics().elidedText(row.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)


class EventLog(QListView):
    """A list to read; the whole of a long sentence is its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("event_log")
        describe(self, "Event log", "Training time, step and what happened, newest first")
        self.rows = EventModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(EventDelegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def clock(seconds: float | None) -> str:
    """Training time as h:mm:ss; empty where it is not known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
