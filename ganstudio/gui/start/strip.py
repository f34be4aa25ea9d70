"""Small pictures side by side, painted once for a size."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

EDGE = QColor(128, 128, 128, 64)
"""Keeps white pictures from dissolving into a light card, and black ones into a dark one."""


def as_image(picture: np.ndarray) -> QImage:
    """A picture [H, W, 1 or 3] uint8 as an image that owns its pixels."""
    colour = np.ascontiguousarray(np.broadcast_to(picture, (*picture.shape[:2], 3)))
    height, width, _ = colour.shape
    return QImage(colour.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def matte(pictures: np.ndarray) -> QColor | None:
    """The colour around all of the pictures [N, H, W, C], or None where their corners differ."""
    corners = pictures[:, [0, 0, -1, -1], [0, -1, 0, -1]].reshape(-1, pictures.shape[-1]).astype(int)
    middle = np.median(corners, axis=0)
    if np.mean(np.abs(corners - middle).max(axis=1) < 12) < 0.9:
        return None
    return QColor(*(int(value) for value in np.broadcast_to(middle, 3)))


def paint_sides(
    a: np.ndarray, b: np.ndarray, width: int, height: int, rows: int, ratio: float = 1.0
) -> QPixmap:
    """Two strips, one under the other: what belongs together stands in one column."""
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    painter, half = QPainter(pixmap), height // 2
    for side, pictures in enumerate((a, b)):
        painter.drawPixmap(0, side * half, paint_strip(pictures, width, half, max(1, rows // 2), ratio))
    painter.end()
    return pixmap


def paint_strip(pictures: np.ndarray, width: int, height: int, rows: int, ratio: float = 1.0) -> QPixmap:
    """`rows` of square tiles that butt together, clipped at the right end, or centred on their common matte."""
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    around, side = matte(pictures), height // rows
    pixmap.fill(around or QColor(128, 128, 128))
    columns = max(1, width // side if around else -(-width // side))
    left = (width - columns * side) // 2 if around else 0
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for place in range(columns * rows):
        corner = QPoint(left + place % columns * side, place // columns * side)
        painter.drawImage(
            QRect(corner.x(), corner.y(), side, side), _tile(pictures[place % len(pictures)], side, ratio)
        )
    _outline(painter, width, height)
    painter.end()
    return pixmap


def _tile(picture: np.ndarray, side: int, ratio: float) -> QImage:
    """Scaled in one good step; drawing a large image small would alias."""
    size = round(side * ratio)
    return as_image(picture).scaled(
        size, size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _outline(painter: QPainter, width: int, height: int) -> None:
    painter.setPen(QPen(EDGE, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(0, 0, width - 1, height - 1)
