"""Saving a plot: as it looks (PNG, SVG) or as numbers (CSV)."""

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView

from ganstudio.disk import plain_sentence, write_file
from ganstudio.gui import theme
from ganstudio.gui.models.curves import Points

SCALE = 2  # of a PNG


def save_plot(plot: QGraphicsView, series: Mapping[str, Points], path: Path) -> None:
    """The ending chooses the kind. Raises StudioError when the file cannot be written."""
    kind = path.suffix.lower()
    data = csv_of(series) if kind == ".csv" else svg_of(plot) if kind == ".svg" else png_of(plot)
    try:
        write_file(path, data)
    except OSError as error:
        raise plain_sentence(error, path, "save the plot") from error


def png_of(plot: QGraphicsView) -> bytes:
    """The plot at twice its size."""
    image = QImage(plot.size() * SCALE, QImage.Format.Format_RGB32)
    image.fill(theme.current().panel)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plot.render(painter, QRectF(image.rect()), plot.viewport().rect())
    painter.end()
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg_of(plot: QGraphicsView) -> bytes:
    """The plot as lines and words."""
    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(plot.logicalDpiX())  # the axes are recorded at this one
    generator.setSize(QSize(plot.width(), plot.height()))
    generator.setViewBox(QRectF(0, 0, plot.width(), plot.height()))
    painter = QPainter(generator)
    plot.render(painter, QRectF(0, 0, plot.width(), plot.height()), plot.viewport().rect())
    painter.end()
    return bytes(buffer.data().data())


def csv_of(series: Mapping[str, Points]) -> bytes:
    """One row a step, one column a curve, every point."""
    table: dict[int, dict[str, float]] = {}
    for name, (steps, values) in series.items():
        for step, value in zip(steps.tolist(), values.tolist()):
            table.setdefault(int(step), {})[name] = value
    text = StringIO()
    writer = csv.DictWriter(text, ["step", *series], lineterminator="\n")
    writer.writeheader()
    for step in sorted(table):
        writer.writerow({"step": step, **table[step]})
    return text.getvalue().encode()


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
