"""A card with a plot: title, smoothing, log or linear, a row of values that follows the pointer, and saving."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QSizePolicy, QSlider, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui import theme
from ganstudio.gui.models.curves import Curves, smooth
from ganstudio.gui.train.curve_plot import Curve, CurvePlot
from ganstudio.gui.train.plot_maths import nearest
from ganstudio.gui.train.saving import save_plot
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Card
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import describe, text
from ganstudio.gui.words import value

NARROW = 350  # pixels
REDRAW = 250  # ms: at most four times a second
KINDS = {"PNG picture": ".png", "SVG drawing": ".svg", "CSV numbers": ".csv"}


class Swatch(QWidget):
    """A short stroke in a curve's colour, beside its value."""

    def __init__(self, series: int) -> None:
        super().__init__()
        self._series = series
        self.setFixedSize(QSize(16, 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.current().series[self._series]), 2))
        painter.drawLine(QPoint(0, 6), QPoint(16, 6))


class Readout(QWidget):
    """A fixed row: the step, then each curve's value there."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(18)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.step = text("", "value")
        self._row.addWidget(self.step)
        self._row.addSpacing(8)
        self._row.addStretch(1)
        self.values: dict[str, QLabel] = {}

    def name(self, curves: Mapping[str, int]) -> None:
        """The names of the curves and the numbers of their colours."""
        if list(curves) == list(self.values):
            return
        while self._row.count() > 2:
            item = self._row.takeAt(2)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        self.values = {}
        for name, series in curves.items():
            self.values[name] = text("", "label")
            self._row.addWidget(Swatch(series))
            self._row.addWidget(self.values[name])
            self._row.addSpacing(8)
        self._row.addStretch(1)


class PlotCard(Card):
    """Shows some series of a `Curves`. `refused` carries a sentence when a plot cannot be saved."""

    refused = Signal(str)

    def __init__(self, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.body.setContentsMargins(16, 10, 12, 8)
        self.body.setSpacing(4)
        self.setAccessibleName(title)
        self._curves, self._names, self._labels = Curves(), list[str](), dict[str, tuple[str, str, int]]()
        self._pointed: float | None = None
        self._is_narrow = False
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.timeout.connect(self.redraw)
        self.plot = CurvePlot()
        self.plot.pointed.connect(self.point_at)
        self.readout = Readout()
        self.empty = text(empty, "caption", wrap=True, parent=self.plot)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._add_controls(title)
        self.body.addWidget(self.readout)
        self.body.addWidget(self.plot, 1)
        self.redraw()

    def show_series(self, curves: Curves, names: Mapping[str, tuple[str, str, int]]) -> None:
        """`names`: series -> (name in the row of values, word at the curve's end, number of the colour)."""
        self._curves, self._labels, self._names = curves, dict(names), list(names)
        self.readout.name({label: series for label, _, series in self._labels.values()})
        self.redraw()

    def shows(self, curves: Curves, names: Mapping[str, tuple[str, str, int]]) -> bool:
        """Whether these very series are shown already, so that a redraw is enough."""
        return self._curves is curves and self._labels == dict(names)

    def set_title(self, title: str) -> None:
        self.title.setText(title)

    def say_empty(self, sentence: str) -> None:
        """What stands in the frame while there is no point."""
        self.empty.setText(sentence)

    @Slot()
    def refresh_soon(self) -> None:
        """New points: draws within a quarter of a second, however many come."""
        if not self._refresh.isActive():
            self._refresh.start(REDRAW)

    @Slot()
    def redraw(self) -> None:
        amount = self.smoothing.value() / 100
        curves = []
        for name, (_, label, series) in self._labels.items():
            steps, raw = self._curves.points(name)
            curves.append(Curve(label, series, steps, raw, smooth(raw, amount)))
        curves = [curve for curve in curves if len(curve.steps)]
        self._allow_log(all(bool((curve.raw > 0).all()) for curve in curves))
        self.plot.show_curves(curves)
        self.empty.setVisible(not curves)
        self.readout.setVisible(bool(curves))
        for control in (self.smooth_word, self.smoothing, self.scale, self.menu_button):
            control.setVisible(bool(curves))
        self._fit_width()
        self.point_at(self._pointed)

    @Slot(object)
    def point_at(self, step: float | None) -> None:
        """Values at a step; at the newest one for None."""
        self._pointed = step
        self.plot.point_at(step)
        shown = None
        for name, (title, label, _) in self._labels.items():
            steps, raw = self._curves.points(name)
            if len(steps):
                at = nearest(steps, step) if step is not None else len(steps) - 1
                shown = int(steps[at])
                words = label if self._is_narrow else title
                self.readout.values[title].setText(f"{words} {value(float(raw[at]))}")
        self.readout.step.setText(f"Step {shown:,}" if shown is not None else "")

    def save_as(self, path: Path) -> None:
        """PNG, SVG or CSV by the file's ending."""
        try:
            save_plot(self.plot, self._curves, self._names, path)
        except StudioError as error:
            self.refused.emit(str(error))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_width()
        self.empty.setGeometry(
            64, 0, max(0, self.plot.width() - 96), self.plot.height()
        )  # clear of the ticks

    def _fit_width(self) -> None:
        """A narrow card leaves out what can be left out."""
        is_narrow = self.width() < NARROW
        self.smooth_word.setVisible(not is_narrow and not self.smoothing.isHidden())
        self.smoothing.setFixedWidth(48 if is_narrow else 72)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.point_at(self._pointed)

    # -- controls -----------------------------------------------------------------------------------------------

    def _add_controls(self, title: str) -> None:
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self.smoothing.setRange(0, 100)
        self.smoothing.setValue(60)
        self.smoothing.setFixedWidth(72)
        self.smoothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        describe(self.smoothing, f"Smoothing of {title}", "How much the thick curve is smoothed")
        self.smoothing.valueChanged.connect(self.redraw)
        tips = ["Logarithmic: equal ratios look equal", "Linear: equal differences look equal"]
        self.scale = Segmented(["Log", "Linear"], f"Scale of {title}", tips, height=24)
        self.scale.set_choice("Linear")
        self.scale.chosen.connect(lambda choice: self.plot.set_log(choice == "Log"))
        self.menu_button = IconButton("dots-three", f"More about {title}", "Save this plot", size=24)
        self.menu_button.setMenu(self._menu())
        self.smooth_word = text("Smooth", "label")
        for control in (self.smooth_word, self.smoothing, self.scale, self.menu_button):
            self.head.addWidget(control)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for words, ending in KINDS.items():
            menu.addAction(f"Save as {words}…").triggered.connect(lambda _=False, e=ending: self._ask_file(e))
        return menu

    def _ask_file(self, ending: str) -> None:
        dialog = QFileDialog(self.window(), "Save the plot", f"plot{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending[1:])
        dialog.setNameFilter(f"*{ending}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_as(Path(chosen)))
        dialog.open()

    def _allow_log(self, allowed: bool) -> None:
        self.scale.setEnabled(allowed)
        self.scale.setToolTip(
            "" if allowed else "These values are not all above zero, so a log scale cannot show them"
        )
        if not allowed and self.scale.choice() == "Log":
            self.scale.set_choice("Linear")
            self.plot.set_log(False)
