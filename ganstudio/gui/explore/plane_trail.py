"""The path that was walked on the seed plane, kept as a picture: a step costs one short line, however long the path."""

from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ganstudio.gui import theme
from ganstudio.gui.explore.plane_axes import Place
from ganstudio.gui.explore.plane_view import Path, PlaneView

EDGE, LINE = 4.0, 2.0  # widths in pixels
PALE = 150 / 255  # opacity of the edge, so that the line shows on any picture
STOP = 4.0  # radius in pixels


class Trail:
    """Edge and line are two layers, so that the edge stays below and its parts do not add up where they meet."""

    def __init__(self) -> None:
        self._drawn: list[Place] = []
        self._about: tuple[PlaneView, int, float, QColor] | None = None
        self._edge, self._line = QPixmap(), QPixmap()

    def paint(
        self, painter: QPainter, path: Path, place: Place, view: PlaneView, side: int, ratio: float
    ) -> None:
        """The path, the way from its end to `place`, and a dot at each stop."""
        if not path.places or path.places == [place]:
            return
        colour = QColor(theme.current().ring)
        self._keep_up(path.places, (view, side, ratio, colour))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = [QPointF(*view.pixels_of(each, side)) for each in (path.places[-1], place)]
        painter.setOpacity(PALE)
        painter.drawPixmap(0, 0, self._edge)
        painter.setOpacity(1.0)
        painter.drawPixmap(0, 0, self._line)
        painter.setPen(_pen(colour, LINE))
        painter.drawLine(*ends)
        painter.setPen(QPen(QColor("#ffffff"), 1.5))
        painter.setBrush(colour)
        for stop in path.stops:
            painter.drawEllipse(QPointF(*view.pixels_of(stop, side)), STOP, STOP)

    def _keep_up(self, places: list[Place], about: tuple[PlaneView, int, float, QColor]) -> None:
        """Draws what was walked since; all of it where the map or the path is another."""
        known = len(self._drawn)
        if about != self._about or self._drawn != places[:known] or not known:
            self._about, self._drawn, known = about, [], 0
            self._edge, self._line = (_clear(about[1], about[2]) for _ in range(2))
        if known == len(places):
            return
        view, side, _ratio, colour = about
        points = [QPointF(*view.pixels_of(each, side)) for each in places[max(known - 1, 0) :]]
        for layer, pen in ((self._edge, _pen(QColor("#ffffff"), EDGE)), (self._line, _pen(colour, LINE))):
            painter = QPainter(layer)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            for one, other in pairwise(points):
                painter.drawLine(one, other)
            painter.end()
        self._drawn = list(places)


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _clear(side: int, ratio: float) -> QPixmap:
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made
