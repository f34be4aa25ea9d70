"""An on-off switch."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ganstudio.gui import theme
from ganstudio.gui.widgets.text import describe

WIDTH, HEIGHT, KNOB = 32, 18, 14


class Switch(QAbstractButton):
    """A checkable button drawn as a switch; `toggled` tells of changes."""

    def __init__(self, name: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(WIDTH, HEIGHT)
        describe(self, name, tip)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._track(colours)))
        painter.drawRoundedRect(QRectF(0, 0, WIDTH, HEIGHT), HEIGHT / 2, HEIGHT / 2)
        left = WIDTH - KNOB - 2 if self.isChecked() else 2
        painter.setBrush(QColor("#ffffff" if self.isEnabled() else colours.panel))
        if not self.isChecked() and self.isEnabled():
            painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawEllipse(QRectF(left, 2, KNOB, KNOB))

    def _track(self, colours: theme.Tokens) -> str:
        if not self.isEnabled():
            return colours.off if self.isChecked() else colours.border
        if self.isChecked():
            return colours.accent_hover if self.underMouse() else colours.accent
        return colours.off
