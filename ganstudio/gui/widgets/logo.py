"""The logo: what is real and what is made, and where they meet."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme

DIAMETER, OVERLAP = 15.0, 6.0


class Logo(QWidget):
    """24 x 16 pixels, in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(26, 18))
        self.setAccessibleName("GAN Studio")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_logo(painter, theme.current(), 1.0, 1.0, 1.5)


def draw_logo(painter: QPainter, colours: theme.Tokens, scale: float, left: float, top: float) -> None:
    """Two circles that overlap, at `scale` times 24 x 15."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    size = DIAMETER * scale
    real, made = QPainterPath(), QPainterPath()
    real.addEllipse(QRectF(left, top, size, size))
    made.addEllipse(QRectF(left + (DIAMETER - OVERLAP) * scale, top, size, size))
    painter.fillPath(real, QColor(colours.real))
    painter.fillPath(made, QColor(colours.made))
    painter.fillPath(real.intersected(made), QColor("#f4f4f4" if colours.name == "dark" else "#ffffff"))


def window_icon() -> QIcon:
    """The logo as the icon of the window, on nothing."""
    made = QIcon()
    for side in (16, 32, 64, 128):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        scale = side / 24.0
        draw_logo(painter, theme.DARK, scale, 0.0, (side - DIAMETER * scale) / 2)
        painter.end()
        made.addPixmap(picture)
    return made
