"""The title of a card that can show several things: a click lists them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.text import describe

CARET, PAD, MOST = 12, 6, 160


class TitleChoice(QPushButton):
    """`chosen` carries the option that a person picks. With one option it is a plain title."""

    chosen = Signal(str)

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._options: list[str] = []
        self.setFixedHeight(24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        describe(self, name, tip)

    def options(self) -> list[str]:
        return list(self._options)

    def set_options(self, options: Sequence[str], choice: str) -> None:
        """What can be shown, and what is."""
        self._options = list(options)
        self.setText(choice)
        self.setEnabled(len(self._options) > 1)
        self.setAccessibleName(f"{self._name}: {choice}")
        self.updateGeometry()
        self.update()

    def choose(self, option: str) -> None:
        """As if a person had picked it."""
        if option in self._options:
            self.set_options(self._options, option)
            self.chosen.emit(option)

    def menu_of_options(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for option in self._options:
            action = menu.addAction(option)
            action.setCheckable(True)
            action.setChecked(option == self.text())
            action.triggered.connect(lambda _=False, chosen=option: self.choose(chosen))
        return menu

    def sizeHint(self) -> QSize:
        width = QFontMetrics(font(13, 600)).horizontalAdvance(self.text())
        return QSize(width + (CARET + PAD + 8 if self.isEnabled() else 2), 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(MOST, self.sizeHint().width()), 24)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        caret = CARET + PAD if self.isEnabled() else 0
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.raised))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, 0, 0), 4, 4)
        painter.setFont(font(13, 600))
        painter.setPen(QColor(colours.text))
        room = QRect(0, 0, self.width() - caret, self.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if caret:
            left = min(painter.fontMetrics().horizontalAdvance(shown) + PAD, self.width() - CARET)
            icon("caret-down", "text2").paint(painter, left, (self.height() - CARET) // 2, CARET, CARET)

    def _open(self) -> None:
        self.menu_of_options().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
