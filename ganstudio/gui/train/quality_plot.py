"""One metric over steps: a lone curve in grey with a point for each value, and the best marked."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.train.plot_maths import nearest
from ganstudio.gui.train.step_plot import Span, StepPlot
from ganstudio.gui.words import value

POINT, RING, LABEL = 7, 14, (64, 28)  # pixels; the last is the word over the ring


class QualityPlot(StepPlot):
    """`picked` carries the step of the point that is clicked."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._steps, self._values = np.empty(0), np.empty(0)
        self._best: tuple[int, float] | None = None
        self._baseline: float | None = None
        self._pointed: float | None = None
        self._line = pg.PlotCurveItem()
        self._points = pg.ScatterPlotItem(size=POINT, pxMode=True)
        self._ring = pg.ScatterPlotItem(size=RING, pxMode=True)
        self._there = pg.ScatterPlotItem(size=POINT + 3, pxMode=True)
        self._label = pg.TextItem(anchor=(0.5, 1.0))
        self._label.setFont(font(12, 600))
        self._level = pg.InfiniteLine(angle=0, movable=False)
        self._level_word = pg.TextItem(anchor=(0.0, 0.1))
        self._level_word.setFont(font(11))
        for item in (
            self._level,
            self._level_word,
            self._line,
            self._points,
            self._ring,
            self._there,
            self._label,
        ):
            self.addItem(item, ignoreBounds=True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.clicked.connect(self._pick)
        self._is_log = True
        self._left.setLogMode(False, True)
        self.restyle()

    def show_values(
        self,
        steps: np.ndarray,
        values: np.ndarray,
        best: tuple[int, float] | None,
        baseline: float | None = None,
    ) -> None:
        """steps [N], values [N], (step, value) of the best, and the level of untranslated pictures: a thin line."""
        self._steps, self._values, self._best, self._baseline = steps, values, best, baseline
        self.draw()

    def point_at(self, step: float | None) -> None:
        """Puts the cursor at the point nearest to a step."""
        self._pointed = step
        there = step is not None and len(self._steps) > 0
        self._cursor.setVisible(there)
        self._there.setVisible(there)
        if there and step is not None:
            at = nearest(self._steps, step)
            self._cursor.setPos(float(self._steps[at]))
            self._there.setData([float(self._steps[at])], [float(self.scaled(self._values[at : at + 1])[0])])

    def extent(self) -> Span | None:
        return (float(self._steps[0]), float(self._steps[-1])) if len(self._steps) else None

    def draw(self) -> None:
        first, last = self.shown()
        inside = (self._steps >= first) & (self._steps <= last)
        heights = self.scaled(self._values)
        for item in (self._line, self._points):
            item.setVisible(bool(len(heights)))
        self._line.setData(self._steps, heights, connect="finite")
        self._points.setData(self._steps[np.isfinite(heights)], heights[np.isfinite(heights)])
        seen = heights[inside & np.isfinite(heights)]
        level = self.scaled(np.array([self._baseline or np.nan]))
        low, high = self._limits(np.concatenate((seen, level[np.isfinite(level)])) if len(seen) else seen)
        if not len(heights):
            self.show_nothing()
        else:
            self.frame(low, high)
        self._mark_level(float(level[0]))
        self._mark_best((low, high))
        self.point_at(self._pointed)

    def restyle(self) -> None:
        colours = theme.current()
        grey = QColor(colours.text2)
        self._line.setPen(pg.mkPen(grey, width=2))
        self._level.setPen(pg.mkPen(colours.text3, width=1, style=Qt.PenStyle.DashLine))
        self._points.setBrush(pg.mkBrush(grey))
        self._points.setPen(pg.mkPen(colours.panel, width=1))
        self._there.setBrush(pg.mkBrush(colours.text))
        self._there.setPen(pg.mkPen(colours.panel, width=2))
        self._ring.setBrush(pg.mkBrush(colours.panel))
        self._ring.setPen(pg.mkPen(colours.accent_line, width=2))
        self._label.setColor(colours.accent_line)
        self._label.fill = pg.mkBrush(colours.panel)  # no line of the grid runs through the word
        super().restyle()

    def _mark_level(self, height: float) -> None:
        shown = bool(np.isfinite(height)) and len(self._steps) > 0
        self._level.setVisible(shown)
        self._level_word.setVisible(shown)
        if shown:
            self._level.setPos(height)
            self._level_word.setText("untranslated", color=theme.current().text3)
            self._level_word.setPos(self.shown()[0], height)

    def _limits(self, heights: np.ndarray) -> Span:
        """With room below for the ring of the best and its word."""
        if not len(heights):
            return 0.0, 1.0
        low, high = float(heights.min()), float(heights.max())
        least = 0.1 if self._is_log else max(abs(high) * 0.05, 1e-9)
        span = max(high - low, least)
        return low - span * 0.3, high + span * 0.1

    def _mark_best(self, limits: Span) -> None:
        height = self.scaled(np.array([self._best[1]]))[0] if self._best is not None else np.nan
        shown = self._best is not None and bool(np.isfinite(height))
        self._ring.setVisible(shown)
        self._label.setVisible(shown)
        if self._best is None or not shown:
            return
        step, number = self._best
        self._ring.setData([float(step)], [float(height)])
        self._label.setText(f"Best {value(number)}", color=theme.current().accent_line)
        first, last = self.shown()
        across = (step - first) / max(last - first, 1e-9)
        sideways = 0.0 if across < 0.15 else 1.0 if across > 0.95 else 0.5
        is_above = self._is_free_above(float(step), float(height), limits) or not self._has_room_below(
            height, limits
        )
        self._label.setAnchor((sideways, 1.4 if is_above else -0.4))
        self._label.setPos(float(step), float(height))

    def _has_room_below(self, height: float, limits: Span) -> bool:
        share = (height - limits[0]) / max(limits[1] - limits[0], 1e-12)
        return bool(share * self.plotItem.vb.height() > LABEL[1])

    def _is_free_above(self, step: float, height: float, limits: Span) -> bool:
        """Whether the curve stays clear of a word above the ring; it never runs under a lowest value."""
        first, last = self.shown()
        box = self.plotItem.vb
        around = LABEL[0] / 2 * (last - first) * (1 + self.room) / max(1.0, box.width())
        x = np.linspace(step - around, step + around, 41)
        x = x[(x >= self._steps[0]) & (x <= self._steps[-1])]
        known = np.isfinite(self.scaled(self._values))
        y = np.interp(x, self._steps[known], self.scaled(self._values)[known])
        pixels = (y - height) / max(limits[1] - limits[0], 1e-12) * box.height()
        top = (limits[1] - height) / max(limits[1] - limits[0], 1e-12) * box.height()
        return bool(((pixels < RING / 2) | (pixels > LABEL[1])).all()) and top > LABEL[1]

    def _pick(self, step: float) -> None:
        if len(self._steps):
            self.picked.emit(int(self._steps[nearest(self._steps, step)]))
