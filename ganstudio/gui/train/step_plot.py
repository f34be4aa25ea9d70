"""A plot over training steps in the style of the design: a horizontal grid, no frame, and a range to look at.

Drag to look at a part of it, turn the wheel to zoom, double-click for everything.
"""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QResizeEvent, QWheelEvent

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.train.plot_maths import log_ticks, tick_spacing
from ganstudio.gui.words import short

DRAGGED = 5  # pixels: less is a click
ROOM = 0.1  # at the right of the newest step, as a share of the steps in view
Span = tuple[float, float]


class ShortAxis(pg.AxisItem):
    """Four or five ticks such as 5k."""

    def boundingRect(self) -> QRectF:
        """With room for the words of the outermost ticks, which pyqtgraph drops where there is a grid."""
        rect: QRectF = super().boundingRect()
        return rect.adjusted(0, -8, 0, 8) if self.orientation == "left" else rect

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [short(float(10**value if self.logMode else value)) for value in values]

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        if self.logMode:
            return [(1.0, log_ticks(low, high))]
        least = max(2, min(3, int(size / 28))) if self.orientation == "left" else 4
        spacing = tick_spacing(low, high, least)
        first = np.ceil(low / spacing - 1e-9) * spacing
        return [(spacing, [float(tick) for tick in np.arange(first, high + spacing * 1e-6, spacing)])]


class StepPlot(pg.PlotWidget):
    """`pointed` carries the step under the pointer, or None; `clicked` a step; `ranged` whether a part is shown."""

    pointed = Signal(object)
    clicked = Signal(float)
    ranged = Signal(bool)

    def __init__(self) -> None:
        self._left, self._bottom = ShortAxis("left"), ShortAxis("bottom")
        super().__init__(axisItems={"left": self._left, "bottom": self._bottom}, useOpenGL=False)
        self._is_log = False
        self.room = ROOM  # at the right, as a share of the steps in view
        self._range: Span | None = None
        self._last_share = 1.0  # how much of the newest part is shown while no range is chosen
        self._pressed: QPointF | None = None
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self._band = pg.LinearRegionItem(movable=False)
        self._band.hide()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseEnabled(False, False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setAntialiasing(True)
        # The union of what each item covers is a clip of many pieces, in which noise takes fifty times as long.
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.plotItem.layout.setContentsMargins(0, 8, 16, 0)  # for the halves of the outermost ticks' words
        for item in (self._band, self._cursor):
            self.addItem(item, ignoreBounds=True)

    # -- what a subclass says and does --------------------------------------------------------------------------

    def extent(self) -> Span | None:
        """First and last step that can be shown; None while there is nothing."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draws what is shown within `shown()`."""
        raise NotImplementedError

    # -- range and scale ----------------------------------------------------------------------------------------

    @property
    def is_ranged(self) -> bool:
        """Whether only a part is shown."""
        return self._range is not None or self._last_share < 1

    def shown(self) -> Span:
        """First and last step in view."""
        extent = self.extent() or (0.0, 1.0)
        first = min(extent[0], 0.0)
        if self._range is not None:
            return self._range
        return extent[1] - (extent[1] - first) * self._last_share, max(extent[1], first + 1)

    def show_range(self, first: float, last: float) -> None:
        """A part between two steps; everything where they span it all."""
        extent = self.extent()
        if extent is None:
            return
        whole = (min(extent[0], 0.0), extent[1])
        first, last = max(first, whole[0]), min(last, whole[1])
        if last - first < 1:
            return
        self._last_share = 1.0
        self._set_range(None if (first, last) == whole else (first, last))

    def show_last(self, share: float) -> None:
        """The newest part, which moves on with the run; 1 shows everything."""
        self._last_share = share
        self._set_range(None)

    def set_log(self, is_log: bool) -> None:
        self._is_log = is_log
        self.plotItem.setLogMode(False, False)
        self._left.setLogMode(False, is_log)
        self.draw()

    def scaled(self, values: np.ndarray) -> np.ndarray:
        """Heights on the axis; what a logarithm cannot show is NaN."""
        return np.log10(np.where(values > 0, values, np.nan)) if self._is_log else values

    def frame(self, low: float, high: float, words: float = 0.0) -> None:
        """Shows the steps in view and the heights from `low` to `high`, with room at the right for `words` pixels."""
        first, last = self.shown()
        self.room = max(ROOM, words / max(1.0, self.plotItem.vb.width() - words))
        self.setRange(xRange=(first, first + (last - first) * (1 + self.room)), yRange=(low, high), padding=0)

    def show_nothing(self) -> None:
        """An empty frame; no line of its grid runs through the sentence in its middle."""
        self.setRange(xRange=(0, 1000), yRange=(0, 1 if self._is_log else 1.3), padding=0)

    def _set_range(self, chosen: Span | None) -> None:
        self._range = chosen
        self.draw()
        self.ranged.emit(self.is_ranged)

    # -- pointer ------------------------------------------------------------------------------------------------

    def step_at(self, position: QPointF) -> float:
        """The step at a place of this widget."""
        return float(self.plotItem.vb.mapSceneToView(self.mapToScene(position.toPoint())).x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.extent() is not None:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._pressed is not None and abs(place.x() - self._pressed.x()) > DRAGGED:
            self._band.setRegion((self.step_at(self._pressed), self.step_at(place)))
            self._band.show()
        box = self.plotItem.vb.sceneBoundingRect()
        inside = self.extent() is not None and box.contains(self.mapToScene(place.toPoint()))
        self.pointed.emit(self.step_at(place) if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._band.hide()
        steps = sorted((self.step_at(pressed), self.step_at(event.position())))
        if abs(event.position().x() - pressed.x()) > DRAGGED:
            self.show_range(steps[0], steps[1])
        else:
            self.clicked.emit(steps[0])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self.show_last(1.0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.extent() is None or not event.angleDelta().y():
            event.ignore()
            return
        centre, (first, last) = self.step_at(event.position()), self.shown()
        factor = 0.8 ** (event.angleDelta().y() / 120)
        self.show_range(centre - (centre - first) * factor, centre + (last - centre) * factor)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    # -- look ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_band"):
            self.draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_band"):
            self.restyle()

    def restyle(self) -> None:
        """Takes the colours of the theme."""
        colours = theme.current()
        self.setBackground(colours.panel)
        for axis in (self._left, self._bottom):
            axis.setTextPen(colours.text3)
            axis.setTickFont(font(11))
            axis.setZValue(-1000)  # its grid lies under curves and words
            axis.setStyle(tickLength=0, hideOverlappingLabels=False, tickTextOffset=8)
        self._left.setPen(colours.panel)
        self._left.setTickPen(colours.grid)
        self._left.setGrid(255)
        self._left.setWidth(44)
        self._bottom.setPen(colours.border)
        self._bottom.setTickPen(colours.panel)
        self._bottom.setHeight(24)
        self._cursor.setPen(pg.mkPen(colours.off, width=1))
        band = QColor(colours.accent_line)
        band.setAlpha(40)
        self._band.setBrush(band)
        for line in self._band.lines:
            line.setPen(pg.mkPen(colours.accent_line, width=1))
        self.draw()
