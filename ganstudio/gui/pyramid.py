"""A picture of any size that is quick to paint at every zoom: itself, and copies of half the size."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

SMALLEST = 512  # pixels of the longer side: below that nothing is gained


class Pyramid:
    """pixels [H, W, 3] uint8, or an image. Made in a thread: a large one takes a tenth of a second."""

    def __init__(self, pixels: np.ndarray | QImage) -> None:
        image = pixels if isinstance(pixels, QImage) else image_of(pixels)
        self.levels = [image.convertToFormat(QImage.Format.Format_RGB32)]
        while max(self.levels[-1].width(), self.levels[-1].height()) > SMALLEST:
            self.levels.append(_halved(self.levels[-1]))

    @property
    def image(self) -> QImage:
        """As large as it is."""
        return self.levels[0]

    @property
    def size(self) -> QSize:
        return self.levels[0].size()

    def level(self, width: float) -> QImage:
        """The smallest copy that is at least `width` pixels wide, else the picture itself."""
        return next((each for each in reversed(self.levels) if each.width() >= width), self.levels[0])

    def paint(self, painter: QPainter, rect: QRectF, seen: QRectF, ratio: float, *, smooth: bool) -> None:
        """Into `rect`, of which `seen` is in sight, both in logical units of `ratio` pixels of the screen."""
        part = rect.intersected(seen)
        if part.isEmpty():
            return
        level = self.level(rect.width() * ratio)
        across, down = level.width() / rect.width(), level.height() / rect.height()
        source = QRectF(
            (part.x() - rect.x()) * across, (part.y() - rect.y()) * down, part.width() * across, part.height() * down
        )  # fmt: skip
        is_smaller = rect.width() * ratio < level.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth or is_smaller)
        painter.drawImage(part, level, source)


def image_of(pixels: np.ndarray) -> QImage:
    """pixels [H, W, 3] uint8 as an image with memory of its own."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _halved(image: QImage) -> QImage:
    return image.scaled(
        max(1, image.width() // 2), max(1, image.height() // 2), Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )  # fmt: skip
