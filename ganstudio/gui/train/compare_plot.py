"""One quantity of several runs: a curve each, its name at its end, a ring at its best."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.models.comparison import Compared, Line, csv_points
from ganstudio.gui.models.curves import Points
from ganstudio.gui.train.curve_plot import Curve, CurvePlot
from ganstudio.gui.train.plot_card import PlotCard
from ganstudio.gui.train.plot_maths import nearest
from ganstudio.gui.train.readout import Readout
from ganstudio.gui.widgets.text import text
from ganstudio.gui.words import short, value

RING, LONGEST, HEIGHT = 12, 150, 312  # pixels
TIP = "Point at the curves to read their values; drag to look at a part of them"


class ComparePlot(CurvePlot):
    """Leaves as much room at the right as the names of the runs need."""

    def __init__(self) -> None:
        self._rings: list[pg.ScatterPlotItem] = []
        self._bests: list[tuple[int, tuple[float, float]]] = []  # colour, place
        super().__init__()

    def show_lines(self, curves: list[Curve], bests: list[tuple[int, tuple[float, float]]]) -> None:
        self._bests = bests
        while len(self._rings) < len(bests):
            ring = pg.ScatterPlotItem(size=RING, pxMode=True)
            ring.setZValue(5)
            self._rings.append(ring)
            self.addItem(ring, ignoreBounds=True)
        self.show_curves(curves)

    def draw(self) -> None:
        super().draw()
        for ring in self._rings[len(self._bests) :]:
            ring.hide()
        for ring, (colour, (place, height)) in zip(self._rings, self._bests):
            drawn = self.scaled(np.array([height]))
            ring.setVisible(bool(np.isfinite(drawn[0])))
            ring.setBrush(pg.mkBrush(theme.current().panel))
            ring.setPen(pg.mkPen(theme.current().series[colour], width=2))
            ring.setData([place], drawn)


class CompareCard(PlotCard):
    """`pointed` is where on the axis that all curves share."""

    plot: ComparePlot

    def __init__(self, title: str, caption: str, amount: float = 0.0, parent: QWidget | None = None) -> None:
        super().__init__(title, TIP, ComparePlot(), parent)
        self._runs: Sequence[Compared] = ()
        self._lines: Sequence[Line] = ()
        self._amount, self._caption, self._axis = amount, caption, ""
        self.plot.setMinimumHeight(HEIGHT // 2)
        self.setFixedHeight(HEIGHT)
        self.caption = text("", "caption", wrap=True)
        self.readout = Readout()
        self.head.addWidget(self.choice)
        self.head.addStretch(1)
        for widget in (self.whole, self.scale, self.more):
            self.head.addWidget(widget)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.readout)
        self.body.addWidget(self.plot, 1)
        self.scale.set_choice("Linear")

    def show_lines(self, runs: Sequence[Compared], lines: Sequence[Line], axis: str) -> None:
        """`axis` says over what the curves run, where that is not steps."""
        is_first = not self._lines
        self._runs, self._lines, self._axis = runs, lines, axis
        names = {runs[line.run].name: line.run for line in lines}
        self.readout.name(names)
        for line in lines:
            self.readout.values[runs[line.run].name].setToolTip(runs[line.run].name)
        self.caption.setText(f"{self._caption} {axis}".strip())
        positive = all(line.points.is_positive() for line in lines)
        if is_first and positive and not self._amount:
            self.scale.set_choice("Log")
            self.plot.set_log(True)
        self.allow_log(positive)
        self.redraw()

    @Slot()
    def redraw(self) -> None:
        curves = [Curve(self._label(line.run), line.run, line.points, self._amount) for line in self._lines]
        self.plot.show_lines(curves, [(line.run, line.best) for line in self._lines if line.best])
        self.show_filled(bool(curves))
        self.point_at(self.pointed)

    @Slot(object)
    def point_at(self, step: float | None) -> None:
        self.pointed = step
        self.plot.point_at(step)
        for line in self._lines:
            at = nearest(line.points.steps, step) if step is not None else -1
            words = f"{value(float(line.points.values[at]))}"
            self.readout.say(self._runs[line.run].name, words)
        self.readout.step.setText(f"At {short(float(step))}" if step is not None else "Newest")

    def series(self) -> dict[str, Points]:
        return csv_points(self._runs, self._lines)

    def _label(self, run: int) -> str:
        name = self._runs[run].name
        shown = QFontMetrics(font(12, 600)).elidedText(name, Qt.TextElideMode.ElideMiddle, LONGEST)
        return f"  {shown}"  # clear of a ring at the curve's end
