"""Curves over steps: raw faintly under smoothed, a word at each curve's end, a dot where the cursor is."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.models.decimation import half_window
from ganstudio.gui.models.series import Series
from ganstudio.gui.train.plot_maths import apart, limits, nearest
from ganstudio.gui.train.step_plot import Span, StepPlot

RAW_ALPHA = 69  # 27 %
LABEL_HEIGHT = 13  # pixels between two words at the ends of curves
SMOOTH_POINTS = 300  # enough for a curve that is smooth already
MARKERS = {0: "o", 1: "t1"}  # real is a circle, generated a triangle; colour alone would not do


@dataclass(frozen=True)
class Curve:
    """`label` stands at the end, `series` is the number of its colour; `amount` in [0, 1] smooths it."""

    label: str
    series: int
    points: Series
    amount: float = 0.0

    @property
    def steps(self) -> np.ndarray:
        return self.points.steps


@dataclass
class Drawn:
    """The items of one curve."""

    raw: pg.PlotCurveItem
    smooth: pg.PlotCurveItem
    label: pg.TextItem
    dot: pg.ScatterPlotItem
    look: tuple[str, str] = ("", "")

    def dress(self, label: str, colour: QColor) -> None:
        """The word and its colour, if they are others: laying a word out takes longer than drawing the curve."""
        if self.look != (label, colour.name()):
            self.look = (label, colour.name())
            self.dot.setBrush(pg.mkBrush(colour))
            self.label.setText(label, color=colour)


class CurvePlot(StepPlot):
    """Draws as many points as there are pixels, whatever the length of the curves."""

    def __init__(self) -> None:
        super().__init__()
        self._curves: list[Curve] = []
        self._items: list[Drawn] = []
        self._pointed: float | None = None
        self.restyle()

    def show_curves(self, curves: list[Curve]) -> None:
        self._curves = [curve for curve in curves if len(curve.steps)]
        while len(self._items) < len(self._curves):
            self._items.append(self._new_items())
        for drawn in self._items[len(self._curves) :]:
            for item in (drawn.raw, drawn.smooth, drawn.label, drawn.dot):
                item.hide()
        self.draw()

    def point_at(self, step: float | None) -> None:
        """Puts the cursor at a step and a dot on each curve there."""
        self._pointed = step
        self._cursor.setVisible(step is not None and bool(self._curves))
        if step is not None:
            self._cursor.setPos(step)
        for curve, drawn in zip(self._curves, self._items):
            drawn.dot.setVisible(step is not None)
            if step is not None:
                at = nearest(curve.steps, step)
                height = self.scaled(smooth_around(curve, self.shown(), at))
                drawn.dot.setData(
                    [float(curve.steps[at])], [float(height[0])], symbol=MARKERS.get(curve.series, "o")
                )

    def extent(self) -> Span | None:
        if not self._curves:
            return None
        firsts, lasts = zip(*((float(curve.steps[0]), float(curve.steps[-1])) for curve in self._curves))
        return min(firsts), max(lasts)

    def draw(self) -> None:
        span = self.shown()
        parts = [self._draw_curve(curve, drawn, span) for curve, drawn in zip(self._curves, self._items)]
        if not parts:
            self.show_nothing()
            return
        low, high = limits(parts)
        words = [drawn.label.boundingRect().width() for drawn, _ in zip(self._items, self._curves)]
        self.frame(low, high, max(words))
        self._part_labels(LABEL_HEIGHT * (high - low) / max(1.0, self.plotItem.vb.height()))
        self.point_at(self._pointed)

    def restyle(self) -> None:
        for drawn in self._items:
            drawn.dot.setPen(pg.mkPen(theme.current().panel, width=2))
        super().restyle()

    def _draw_curve(self, curve: Curve, drawn: Drawn, span: Span) -> np.ndarray:
        """Draws what lies within the span and returns its heights."""
        colour = QColor(theme.current().series[curve.series])
        part = slice_of(curve.steps, span)
        half = half_window(curve.amount, part.stop - part.start)
        x, y = curve.points.extremes(part, self._limit())
        heights = self.scaled(y)
        is_smoothed = half >= 1
        drawn.raw.setVisible(is_smoothed)
        if is_smoothed:
            faint = QColor(colour)
            faint.setAlpha(RAW_ALPHA)
            drawn.raw.setData(x, heights, pen=pg.mkPen(faint, width=1), connect="finite")
            x, y = smooth_within(curve, part, half)
            y = self.scaled(y)
        else:
            y = heights
        drawn.smooth.setVisible(True)
        drawn.smooth.setData(x, y, pen=pg.mkPen(colour, width=2), connect="finite")
        drawn.dress(curve.label, colour)
        known = np.flatnonzero(np.isfinite(y))
        drawn.label.setVisible(bool(len(known)))
        if len(known):
            drawn.label.setPos(float(x[known[-1]]), float(y[known[-1]]))
        return heights

    def _limit(self) -> int:
        """Two points a pixel: the lowest and the highest there."""
        return max(200, 2 * round(self.plotItem.vb.width()) + 2)

    def _new_items(self) -> Drawn:
        label = pg.TextItem(anchor=(0, 0.5))
        label.setFont(font(12, 600))
        dot = pg.ScatterPlotItem(size=9, pxMode=True, pen=pg.mkPen(theme.current().panel, width=2))
        dot.setZValue(10)
        drawn = Drawn(pg.PlotCurveItem(), pg.PlotCurveItem(), label, dot)
        for item in (drawn.raw, drawn.smooth, drawn.label, drawn.dot):
            self.addItem(item, ignoreBounds=True)
        return drawn

    def _part_labels(self, distance: float) -> None:
        """Words at the ends of curves that meet stand above each other, not on each other."""
        shown = [drawn.label for drawn, _ in zip(self._items, self._curves) if drawn.label.isVisible()]
        shown.sort(key=lambda label: float(label.pos().y()))
        for height, label in zip(apart([label.pos().y() for label in shown], distance), shown):
            label.setPos(label.pos().x(), height)


def slice_of(steps: np.ndarray, span: Span) -> slice:
    """The points within a span, and one more at either side so that the curve reaches the edges."""
    first = int(np.searchsorted(steps, span[0]))
    last = int(np.searchsorted(steps, span[1], side="right"))
    return slice(max(0, first - 1), min(len(steps), last + 1))


def smooth_within(curve: Curve, part: slice, half: int) -> tuple[np.ndarray, np.ndarray]:
    """The smoothed curve at a few hundred of the points of a part; (steps, values)."""
    count = min(SMOOTH_POINTS, part.stop - part.start)
    index = np.linspace(part.start, part.stop - 1, count).astype(int)
    return curve.steps[index], curve.points.means(half, index)


def smooth_around(curve: Curve, span: Span, at: int) -> np.ndarray:
    """The smoothed value at one point, [1], with the window that the span in view has."""
    part = slice_of(curve.steps, span)
    return curve.points.means(half_window(curve.amount, part.stop - part.start), np.array([at]))
