"""How every slider looks: a thin groove, a fill, a small tick at the default, white round handles."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ganstudio.gui import theme

HANDLE, GROOVE, TICK = 14, 4, 10  # pixels


def place_of(share: float, width: int) -> float:
    """Where the middle of a handle lies, `share` of the way along a slider `width` pixels wide."""
    return HANDLE / 2 + share * (width - HANDLE)


def share_at(x: float, width: int) -> float:
    """The other way round, within 0 to 1."""
    return min(max((x - HANDLE / 2) / max(width - HANDLE, 1), 0.0), 1.0)


def paint_groove(painter: QPainter, size: tuple[int, int], first: float, last: float, enabled: bool) -> None:
    """The groove and its fill between two places in pixels."""
    colours = theme.current()
    width, height = size
    top = (height - GROOVE) / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.groove if enabled else colours.hairline))
    painter.drawRoundedRect(QRectF(0, top, width, GROOVE), GROOVE / 2, GROOVE / 2)
    painter.setBrush(QColor(colours.accent_line if enabled else colours.off))
    left, right = min(first, last), max(first, last)
    painter.drawRoundedRect(QRectF(left, top, right - left, GROOVE), GROOVE / 2, GROOVE / 2)


def paint_tick(painter: QPainter, x: float, height: int) -> None:
    """A short upright line."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().text2))
    painter.drawRect(QRectF(round(x) - 0.5, (height - TICK) / 2, 1.5, TICK))


def paint_handle(painter: QPainter, x: float, height: int, hovered: bool, enabled: bool) -> None:
    """A white disc with a thin edge, so that it shows in the light theme too."""
    colours = theme.current()
    edge = colours.ring if hovered else (colours.border if colours.name == "dark" else colours.text3)
    painter.setPen(QPen(QColor(edge if enabled else colours.off), 1))
    painter.setBrush(QColor("#ffffff" if enabled else colours.panel))
    painter.drawEllipse(QPointF(x, height / 2), HANDLE / 2 - 0.5, HANDLE / 2 - 0.5)
