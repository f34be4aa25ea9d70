"""A plot in the style of the design: curves over steps, a horizontal grid, no frame, a word at each curve's end."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.models.curves import decimate
from ganstudio.gui.train.plot_maths import apart, limits, log_ticks, nearest, thin, tick_spacing
from ganstudio.gui.words import short

RAW_ALPHA = 69  # 27 %
LABEL_HEIGHT = 13  # pixels between two words at the ends of curves


@dataclass(frozen=True)
class Curve:
    """`label` stands at the end, `series` is the number of its colour; `raw` is drawn faintly under `smooth`."""

    label: str
    series: int
    steps: np.ndarray
    raw: np.ndarray
    smooth: np.ndarray


class ShortAxis(pg.AxisItem):
    """Four or five ticks such as 5k."""

    def boundingRect(self) -> QRectF:
        """With room for the words of the outermost ticks, which pyqtgraph drops where there is a grid."""
        rect: QRectF = super().boundingRect()
        return rect.adjusted(0, -8, 0, 8) if self.orientation == "left" else rect

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [short(float(value)) for value in values]

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [short(float(10**value)) for value in values]

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        if self.logMode:
            return [(1.0, log_ticks(low, high))]
        least = max(2, min(3, int(size / 28))) if self.orientation == "left" else 4
        spacing = tick_spacing(low, high, least)
        first = np.ceil(low / spacing - 1e-9) * spacing
        return [(spacing, [float(tick) for tick in np.arange(first, high + spacing * 1e-6, spacing)])]


class CurvePlot(pg.PlotWidget):
    """`pointed` carries the step under the pointer, or None when it leaves."""

    pointed = Signal(object)

    def __init__(self) -> None:
        self._left, self._bottom = ShortAxis("left"), ShortAxis("bottom")
        super().__init__(axisItems={"left": self._left, "bottom": self._bottom}, useOpenGL=False)
        self._curves: list[Curve] = []
        self._is_log = False
        self._items: list[tuple[pg.PlotDataItem, pg.PlotDataItem, pg.TextItem, pg.ScatterPlotItem]] = []
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseEnabled(False, False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setAntialiasing(True)
        self.plotItem.layout.setContentsMargins(0, 8, 16, 0)  # for the halves of the outermost ticks' words
        self.addItem(self._cursor, ignoreBounds=True)
        self._restyle()

    def show_curves(self, curves: list[Curve]) -> None:
        """Draws these, thinned to what a screen can show."""
        self._curves = curves
        while len(self._items) < len(curves):
            self._items.append(self._new_items())
        for index, (raw, smooth, label, dot) in enumerate(self._items):
            shown = index < len(curves)
            for item in (raw, smooth, label):
                item.setVisible(shown)
            if shown:
                self._draw(curves[index], raw, smooth, label)
            else:
                dot.hide()
        self._frame()

    def set_log(self, is_log: bool) -> None:
        self._is_log = is_log
        self.plotItem.setLogMode(False, False)
        self._left.setLogMode(False, is_log)
        self.show_curves(self._curves)

    def point_at(self, step: float | None) -> None:
        """Puts the cursor at a step and a dot on each curve there."""
        self._cursor.setVisible(step is not None)
        if step is not None:
            self._cursor.setPos(step)
        for index, (*_, dot) in enumerate(self._items):
            there = step is not None and index < len(self._curves) and len(self._curves[index].steps)
            dot.setVisible(bool(there))
            if there and step is not None:
                curve = self._curves[index]
                at = nearest(curve.steps, step)
                dot.setData([float(curve.steps[at])], [float(self._scaled(curve.smooth[at : at + 1])[0])])

    def mouseMoveEvent(self, event: QEvent) -> None:
        point = self.plotItem.vb.mapSceneToView(QPointF(event.position()))  # type: ignore[attr-defined]
        if self._curves and self.plotItem.vb.sceneBoundingRect().contains(event.position()):  # type: ignore[attr-defined]
            self.pointed.emit(float(point.x()))
        else:
            self.pointed.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_items"):
            self.show_curves(self._curves)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_items"):
            self._restyle()

    # -- drawing ------------------------------------------------------------------------------------------------

    def _new_items(self) -> tuple[pg.PlotDataItem, pg.PlotDataItem, pg.TextItem, pg.ScatterPlotItem]:
        raw, smooth = pg.PlotDataItem(), pg.PlotDataItem()
        label = pg.TextItem(anchor=(0, 0.5))
        label.setFont(font(12, 600))
        dot = pg.ScatterPlotItem(size=9, pxMode=True)
        for item in (raw, smooth, label, dot):
            self.addItem(item, ignoreBounds=True)
        dot.setZValue(10)
        return raw, smooth, label, dot

    def _draw(self, curve: Curve, raw: pg.PlotDataItem, smooth: pg.PlotDataItem, label: pg.TextItem) -> None:
        colour = QColor(theme.current().series[curve.series])
        faint = QColor(colour)
        faint.setAlpha(RAW_ALPHA)
        raw.setVisible(curve.raw is not curve.smooth)
        if curve.raw is not curve.smooth:
            x, y = decimate(curve.steps, self._scaled(curve.raw))
            raw.setData(x, y, pen=pg.mkPen(faint, width=1), connect="finite")
        x, y = thin(curve.steps, self._scaled(curve.smooth))
        smooth.setData(x, y, pen=pg.mkPen(colour, width=2), connect="finite")
        label.setText(curve.label, color=colour)
        if len(x):
            label.setPos(float(x[-1]), float(y[-1]))

    def _scaled(self, values: np.ndarray) -> np.ndarray:
        if not self._is_log:
            return values
        return np.log10(np.where(values > 0, values, np.nan))

    def _frame(self) -> None:
        """Room for the raw curves without their wildest hundredth, and at the right for the words."""
        curves = [curve for curve in self._curves if len(curve.steps)]
        if not curves:
            self.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
            return
        last = max(float(curve.steps[-1]) for curve in curves)
        first = min(float(curve.steps[0]) for curve in curves)
        span = max(last - min(first, 0.0), 1.0)
        low, high = limits([self._scaled(curve.raw) for curve in curves])
        self.setRange(xRange=(min(first, 0.0), min(first, 0.0) + span * 1.1), yRange=(low, high), padding=0)
        self._part_labels(LABEL_HEIGHT * (high - low) / max(1.0, self.plotItem.vb.height()))

    def _part_labels(self, distance: float) -> None:
        """Words at the ends of curves that meet stand above each other, not on each other."""
        shown = [items[2] for items, curve in zip(self._items, self._curves) if len(curve.steps)]
        shown.sort(key=lambda label: label.pos().y())
        for height, label in zip(apart([label.pos().y() for label in shown], distance), shown):
            label.setPos(label.pos().x(), height)

    def _restyle(self) -> None:
        colours = theme.current()
        self.setBackground(colours.panel)
        for axis in (self._left, self._bottom):
            axis.setTextPen(colours.text3)
            axis.setTickFont(font(11))
            axis.setStyle(tickLength=0, hideOverlappingLabels=False, tickTextOffset=8)
        self._left.setPen(colours.panel)
        self._left.setTickPen(colours.grid)
        self._left.setGrid(255)
        self._left.setWidth(44)
        self._bottom.setPen(colours.border)
        self._bottom.setTickPen(colours.panel)
        self._bottom.setHeight(24)
        self._cursor.setPen(pg.mkPen(colours.off, width=1))
        for index, (*_, dot) in enumerate(self._items):
            if index < len(self._curves):
                colour = colours.series[self._curves[index].series]
                dot.setBrush(pg.mkBrush(colour))
                dot.setPen(pg.mkPen(colours.panel, width=2))
        self.show_curves(self._curves)
