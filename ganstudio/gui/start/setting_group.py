"""A group of settings that folds."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.start.setting_row import SettingRow
from ganstudio.gui.widgets.text import describe, line


class GroupHead(QAbstractButton):
    """The title of a group with a caret; Left folds, Right unfolds, Space and a click do either."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setText(title)
        self.setCheckable(True)
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        describe(self, title, f"Show or hide the settings of {title.lower()}")

    def sizeHint(self) -> QSize:
        return QSize(200, 32)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name = "caret-down" if self.isChecked() else "caret-right"
        icon(name, "text2").paint(painter, 16, 10, 12, 12)
        painter.setFont(font(13, 600 if self.isChecked() else 500))
        painter.setPen(QColor(colours.text if self.isChecked() or self.underMouse() else colours.text2))
        painter.drawText(self.rect().adjusted(36, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


class SettingGroup(QWidget):
    """Rows under a head, with a hairline at their end."""

    unfolded = Signal(bool)

    def __init__(self, title: str, rows: Iterable[SettingRow]) -> None:
        super().__init__()
        self.head = GroupHead(title)
        self.rows = list(rows)
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 8)
        inside.setSpacing(0)
        for row in self.rows:
            inside.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._body)
        column.addWidget(line())
        self.head.toggled.connect(self._body.setVisible)
        self.head.toggled.connect(self.unfolded)
        self._body.hide()

    def unfold(self, is_open: bool = True) -> None:
        self.head.setChecked(is_open)

    def show_rows(self, advanced: bool) -> None:
        """All rows, or only the basic ones and those that are changed; without any, the group hides."""
        for row in self.rows:
            row.setVisible(advanced or not row.field.advanced or row.needs_attention())
        self.setVisible(any(not row.isHidden() for row in self.rows))
