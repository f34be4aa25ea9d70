"""Where pictures are dropped, or chosen by a click: it says what it takes."""

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.translate.incoming import can_take
from ganstudio.gui.widgets.text import describe

HEIGHT, ICON = 96, 20
TITLE, FORMATS = "Drop pictures or a folder", "PNG, JPEG, TIFF, WebP, of any size"
TIP = (
    "Pictures that are dropped here are translated at once. Press Enter or click to choose files, "
    "Ctrl+V to paste a picture or files."
)


class DropZone(QWidget):
    """`dropped` carries the QMimeData; `asked` wants files to be chosen."""

    dropped = Signal(QMimeData)
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop_zone")
        self.setFixedHeight(HEIGHT)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        describe(self, TITLE, TIP)
        self._is_over = self._is_hovered = False

    def sizeHint(self) -> QSize:
        return QSize(256, HEIGHT)

    def set_over(self, is_over: bool) -> None:
        """Whether something that can be dropped is held over it, or over the room around it."""
        if is_over != self._is_over:
            self._is_over = is_over
            self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData()):
            event.acceptProposedAction()
            self.set_over(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.set_over(False)
        if can_take(event.mimeData()):
            event.acceptProposedAction()
            self.dropped.emit(event.mimeData())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._is_hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._is_hovered = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and is_inside:
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._is_over:
            painter.setPen(QPen(QColor(colours.ring), 2))
            painter.setBrush(QColor(colours.accent_soft))
        else:
            painter.setPen(QPen(QColor(colours.border), 1, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(colours.raised) if self._is_hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 8, 8)
        self._paint_words(painter, colours)

    def _paint_words(self, painter: QPainter, colours: theme.Tokens) -> None:
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        place = QRectF((self.width() - ICON) / 2, 17, ICON, ICON).toRect()
        icon("upload-simple", "accent_line" if self._is_over else "text2").paint(painter, place)
        painter.setFont(font(13, 500))
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(0, 41, self.width(), 20), middle, TITLE)
        painter.setFont(font(11))
        painter.setPen(QColor(colours.text2 if self._is_over else colours.text3))
        painter.drawText(QRectF(0, 60, self.width(), 18), middle, FORMATS)
