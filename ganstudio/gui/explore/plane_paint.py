"""How the seed plane is painted: the map once, the ring on it at every move."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from ganstudio.gui import theme
from ganstudio.gui.explore.cell_paint import DIM, INNER, paint_ring
from ganstudio.gui.explore.plane_view import PlaneView

RING = 9.0  # radius in pixels
GAP = 2  # between the cells of the grid


def map_picture(
    images: Mapping[tuple[int, int], tuple[QImage, bool]], view: PlaneView, side: int, ratio: float, gap: int
) -> QPixmap:
    """Every tile in its place; what is not there yet is a quiet tile, apart from its neighbours."""
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(theme.current().field))
    painter = QPainter(made)
    cells = ((view.left + n % view.count, view.top + n // view.count) for n in range(view.count**2))
    for cell in cells:
        if cell not in images:
            painter.fillRect(
                cell_rect(view, *cell, side, gap).adjusted(1, 1, -1, -1), QColor(theme.current().hairline)
            )
    for (column, row), (image, is_old) in images.items():
        rect = cell_rect(view, column, row, side, gap)
        painter.setOpacity(DIM if is_old else 1.0)
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, rect.width() * ratio != image.width()
        )
        painter.drawImage(rect, image)
    painter.setOpacity(1.0)
    painter.setPen(QPen(INNER, 1))
    painter.drawRect(QRectF(0.5, 0.5, side - 1, side - 1))
    painter.end()
    return made


def cell_rect(view: PlaneView, column: int, row: int, side: int, gap: int = 0) -> QRectF:
    """Whole pixels, so that tiles butt together; with a gap, the last one ends at the edge too."""
    step = (side + gap) / view.count
    left, right = (round((column - view.left + end) * step) for end in (0, 1))
    top, bottom = (round((row - view.top + end) * step) for end in (0, 1))
    return QRectF(left, top, right - left - gap, bottom - top - gap)


def paint_place(painter: QPainter, middle: QPointF) -> None:
    """The ring at the current place."""
    ring = QColor(theme.current().ring)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor("#ffffff"), 5.0), (ring, 2.5)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(middle, RING, RING)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ring)
    painter.drawEllipse(middle, 2, 2)


def paint_cell_ring(painter: QPainter, rect: QRectF) -> None:
    """The chosen cell of the grid."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    paint_ring(painter, rect)
