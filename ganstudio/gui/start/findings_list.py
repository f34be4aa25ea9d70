"""What a check found, file by file, with a box that leaves a file out. Made for tens of thousands of lines."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ganstudio.data.findings import Finding
from ganstudio.data.oddities import LEAVE_OUT
from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.text import describe

Index = QModelIndex | QPersistentModelIndex
HEIGHT, BOX = 44, 16
CHECK, TIP, NAME = (
    Qt.ItemDataRole.CheckStateRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class FindingsModel(QAbstractListModel):
    """Findings about files. An unusable file is left out in any case; for a suspicious one a person decides."""

    left_out_changed = Signal()

    def __init__(self, findings: Sequence[Finding] = ()) -> None:
        super().__init__()
        self._findings: list[Finding] = []
        self._left_out: set[str] = set()
        self.set_findings(findings)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        self.beginResetModel()
        self._findings = sorted(
            (one for one in findings if one.file), key=lambda one: one.level != "unusable"
        )
        self._left_out = set()
        self.endResetModel()
        self.left_out_changed.emit()

    def finding(self, row: int) -> Finding:
        return self._findings[row]

    def can_choose(self, row: int) -> bool:
        """Whether a person decides about this file."""
        finding = self._findings[row]
        return finding.level == "suspicious" and finding.fix == LEAVE_OUT

    def is_left_out(self, row: int) -> bool:
        return self._findings[row].level == "unusable" or self._findings[row].file in self._left_out

    def left_out(self) -> tuple[str, ...]:
        """Readable files that the import shall skip."""
        return tuple(sorted(self._left_out))

    def toggle(self, row: int) -> None:
        if self.can_choose(row):
            self._left_out ^= {self._findings[row].file}
            self._tell()

    def leave_out_all(self, leave_out: bool) -> None:
        """Every suspicious file at once."""
        rows = range(len(self._findings))
        self._left_out = {self._findings[row].file for row in rows if leave_out and self.can_choose(row)}
        self._tell()

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        finding = self._findings[index.row()]
        words = f"{finding.file}: {finding.reason} {finding.fix or ''}".strip()
        if role == CHECK:
            return Qt.CheckState.Checked if self.is_left_out(index.row()) else Qt.CheckState.Unchecked
        return words if role in (Qt.ItemDataRole.DisplayRole, TIP, NAME) else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != CHECK or not self.can_choose(index.row()):
            return False
        self.toggle(index.row())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self.can_choose(index.row()) else flags

    def _tell(self) -> None:
        if self._findings:
            self.dataChanged.emit(self.index(0), self.index(len(self._findings) - 1))
        self.left_out_changed.emit()


class FindingPainter(QStyledItemDelegate):
    """Box or sign, file, and under it the reason."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HEIGHT)

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            model.toggle(index.row())
            return True
        return super().editorEvent(event, model, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, colours, room = index.model(), theme.current(), option.rect
        assert isinstance(model, FindingsModel)
        finding = model.finding(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setBrush(QColor(colours.accent_soft if chosen else colours.raised))
            painter.drawRoundedRect(QRectF(room).adjusted(0, 1, 0, -1), 6, 6)
        if model.can_choose(index.row()):
            _box(
                painter,
                room.left() + 12,
                room.center().y() - BOX // 2,
                model.is_left_out(index.row()),
                colours,
            )
        else:
            icon("prohibit", "error").paint(painter, room.left() + 12, room.center().y() - BOX // 2, BOX, BOX)
        _line(painter, room, 4, finding.file, font(12, 500), colours.text)
        _line(painter, room, 21, in_words(finding), font(12), colours.text2)
        painter.restore()


class FindingsList(QListView):
    """Space or a click leaves the current file out or takes it back."""

    def __init__(self) -> None:
        super().__init__()
        self.findings = FindingsModel()
        self.setModel(self.findings)
        self.setItemDelegate(FindingPainter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setMinimumHeight(3 * HEIGHT)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        describe(self, "Findings", "Tick a file to leave it out of the import")


def in_words(finding: Finding) -> str:
    """The reason, and the remedy where it is another than the box at the left."""
    return " ".join(filter(None, (finding.reason, finding.fix if finding.fix != LEAVE_OUT else "")))


def _line(painter: QPainter, room: QRect, top: int, words: str, made: Any, colour: str) -> None:
    width = room.width() - 52
    painter.setFont(made)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(made).elidedText(words, Qt.TextElideMode.ElideMiddle, width)
    painter.drawText(
        QRect(room.left() + 40, room.top() + top, width, 18), Qt.AlignmentFlag.AlignVCenter, shown
    )


def _box(painter: QPainter, left: int, top: int, ticked: bool, colours: theme.Tokens) -> None:
    painter.setPen(QPen(QColor(colours.accent if ticked else colours.off), 1))
    painter.setBrush(QColor(colours.accent if ticked else colours.field))
    painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, BOX - 1, BOX - 1), 4, 4)
    if ticked:
        icon("check", "#ffffff").paint(painter, left + 2, top + 2, BOX - 4, BOX - 4)
