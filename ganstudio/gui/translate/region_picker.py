"""A veil over the screen on which a rectangle is drawn."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QScreen
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.widgets.text import describe

LEAST = 32  # pixels of a side; smaller ones are slips of the hand
WORDS = "Drag over what is to be translated. Enter takes all of the screen, Esc gives up."


class RegionPicker(QWidget):
    """`picked` carries the rectangle in coordinates of its screen."""

    picked = Signal(QRect)

    def __init__(self, screen: QScreen, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.Tool,
        )
        self.setObjectName("region_picker")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(screen.geometry())
        describe(self, "Part of the screen", WORDS)
        self._from: QPoint | None = None
        self._drawn = QRect()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.position().toPoint()
        self._drawn = QRect()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._drawn = QRect(self._from, event.position().toPoint()).normalized() & self.rect()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None
        if min(self._drawn.width(), self._drawn.height()) >= LEAST:
            self._take(self._drawn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.rect())

    def _take(self, region: QRect) -> None:
        self.picked.emit(region)
        self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 110))
        if not self._drawn.isEmpty():
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(self._drawn, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setPen(QPen(QColor(theme.current().ring), 2))
            painter.drawRect(self._drawn)
        painter.setFont(font(15, 600))
        painter.setPen(QColor("#ffffff"))
        painter.drawText(self.rect().adjusted(0, 48, 0, 0), int(Qt.AlignmentFlag.AlignHCenter), WORDS)
