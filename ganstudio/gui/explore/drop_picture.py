"""A place for a picture from outside: drop it, paste it, or choose a file; then it is shown there."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.map_view import PictureView
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import pixmap

WORDS = "Drop a picture here, paste one, or click to choose a file"
TIP = "The picture that is fitted. Drop another here, press Ctrl+V to paste one, or Enter to choose a file."
ICON = 32


class DropPicture(PictureView):
    """`dropped` carries a Path or a QImage; `asked` wants a file to be chosen."""

    dropped = Signal(object)
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Picture to fit", parent=parent)
        self.setObjectName("invert_drop")
        self.setToolTip(TIP)
        self.setAccessibleDescription(TIP)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._is_over = False

    def paste(self) -> None:
        """What the clipboard holds, where that is a picture."""
        mime = QGuiApplication.clipboard().mimeData()
        picture = None if mime is None else picture_of(mime)
        if picture is not None:
            self.dropped.emit(picture)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_of(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        picture = picture_of(event.mimeData())
        if picture is not None:
            event.acceptProposedAction()
            self.dropped.emit(picture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        if self._image.isNull():
            self._paint_empty(painter)
        if self._is_over or self.hasFocus():
            rect = self._frame() if self._image.isNull() else self.picture_rect().adjusted(-3, -3, 3, 3)
            painter.setPen(QPen(QColor(colours.ring), 2))
            painter.drawRoundedRect(rect, 6, 6)

    def _paint_empty(self, painter: QPainter) -> None:
        colours, frame = theme.current(), self._frame()
        painter.setPen(QPen(QColor(colours.border), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, 6, 6)
        middle = frame.center()
        painter.drawPixmap(
            round(middle.x() - ICON / 2), round(middle.y() - ICON), pixmap("image", ICON, "text3")
        )
        painter.setFont(font(13))
        painter.setPen(QColor(colours.text2))
        room = QRectF(frame.left() + 16, middle.y() + 12, frame.width() - 32, 64)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), WORDS)

    def _frame(self) -> QRectF:
        """A square in the middle, as large as a picture would be."""
        side = max(80.0, min(self.width() - 16, self.height() - 32, 420))
        return QRectF((self.width() - side) / 2, (self.height() - 24 - side) / 2, side, side)

    def _set_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


def picture_of(mime: QMimeData) -> Path | QImage | None:
    """A local file or an image; what a file holds is checked when it is read."""
    for url in mime.urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    if mime.hasImage():
        image = QImage(mime.imageData())
        return None if image.isNull() else image
    return None
