"""Losses, the balance of the two networks, penalties: one group of curves at a time, raw and smoothed."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSlider, QWidget

from ganstudio.gui.models.curves import Curves, Points
from ganstudio.gui.train.curve_names import GROUP_TIPS, LOSSES, Names, groups
from ganstudio.gui.train.curve_plot import Curve, CurvePlot
from ganstudio.gui.train.plot_card import PlotCard
from ganstudio.gui.train.plot_maths import nearest
from ganstudio.gui.train.readout import Readout
from ganstudio.gui.widgets.text import describe, text
from ganstudio.gui.words import value

INSETS, GAP, SLIDER = 30, 8, 72  # pixels
AMOUNTS = {"None": 0, "Light": 30, "Medium": 60, "Strong": 90}  # on the slider
TIP = "Losses, the balance of the networks, penalties: whatever this recipe reports"


class LossCard(PlotCard):
    """Shows one group of the series of a `Curves`; its title chooses among the groups that have values."""

    plot: CurvePlot

    def __init__(self, wanted: str = LOSSES, parent: QWidget | None = None) -> None:
        super().__init__(wanted, TIP, CurvePlot(), parent)
        self._curves, self._names, self._known = Curves(), Names(), list[str]()
        self._wanted = wanted
        self.readout = Readout()
        self.smooth_word = text("Smooth", "label")
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self.smoothing.setRange(0, 100)
        self.smoothing.setValue(60)
        self.smoothing.setFixedWidth(SLIDER)
        self.smoothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        describe(self.smoothing, f"Smoothing of {wanted}", "How much the thick curve is smoothed")
        self.smoothing.valueChanged.connect(self.redraw)
        self._add_amounts()
        self.plot.ranged.connect(self._fit_head)
        self.scale.set_choice("Linear")
        self.chosen.connect(self._choose)
        self.head.addWidget(self.choice)
        self.head.addStretch(1)
        for control in (self.whole, self.smooth_word, self.smoothing, self.scale, self.more):
            self.head.addWidget(control)
        self.body.addWidget(self.readout)
        self.body.addWidget(self.plot, 1)
        self.redraw()

    def show_curves(self, curves: Curves) -> None:
        """Every series of a run; which of them are drawn, the title says."""
        is_other = curves is not self._curves
        self._curves = curves
        if is_other or curves.names() != self._known:
            self._regroup()
            self.redraw()
        elif self.isVisible():
            self.refresh_soon()
        if is_other:
            self.plot.show_last(1.0)

    def _add_amounts(self) -> None:
        """Smoothing for who has no room for the slider, or no mouse."""
        menu = self.more.menu().addMenu("Smoothing")
        for words, amount in AMOUNTS.items():
            menu.addAction(words).triggered.connect(lambda _=False, to=amount: self.smoothing.setValue(to))

    def _regroup(self) -> None:
        self._known = self._curves.names()
        found = groups(self._known)
        self._names = found.get(self._wanted, {})
        options = [name for name in found if found[name]]
        if self._wanted not in options:
            options.insert(0, self._wanted)
        self.choice.set_options(options, self._wanted)
        self.choice.setToolTip(GROUP_TIPS.get(self._wanted, ""))
        self.readout.name({label: series for label, _, series in self._names.values()})

    @Slot(str)
    def _choose(self, option: str) -> None:
        self._wanted = option
        self.plot.set_log(False)
        self.scale.set_choice("Linear")
        self._regroup()
        self.redraw()

    @Slot()
    def redraw(self) -> None:
        amount = self.smoothing.value() / 100
        curves = [
            Curve(label, colour, self._curves.series(name), amount)
            for name, (_, label, colour) in self._names.items()
        ]
        curves = [curve for curve in curves if len(curve.points)]
        self.allow_log(all(curve.points.is_positive() for curve in curves))
        self.plot.show_curves(curves)
        self.show_filled(bool(curves))
        self.readout.setVisible(bool(curves))
        self._fit_head()
        self._say_values()

    @Slot(object)
    def point_at(self, step: float | None) -> None:
        self.pointed = step
        self.plot.point_at(step)
        self._say_values()

    def _say_values(self) -> None:
        step, shown = self.pointed, None
        for name, (title, label, _) in self._names.items():
            steps, raw = self._curves.points(name)
            if len(steps):
                at = nearest(steps, step) if step is not None else len(steps) - 1
                shown = int(steps[at])
                self.readout.say(title, f"{label if self.is_narrow else title} {value(float(raw[at]))}")
        self.readout.step.setText(f"Step {shown:,}" if shown is not None else "")

    def series(self) -> dict[str, Points]:
        return {name: self._curves.points(name) for name in self._names}

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.redraw()  # what came while it was hidden

    def fit_width(self) -> None:
        self.readout.forget_widths()
        self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self, *_ignored: object) -> None:
        """The title is never cut short: smoothing gives way, and stays in the menu."""
        shown = (self.choice, self.scale, self.more, *((self.whole,) if self.plot.is_ranged else ()))
        room = self.width() - INSETS - sum(widget.sizeHint().width() + GAP for widget in shown)
        is_filled = self.readout.isVisibleTo(self)
        self.smoothing.setVisible(is_filled and room >= SLIDER)
        self.smooth_word.setVisible(is_filled and room >= SLIDER + GAP + self.smooth_word.sizeHint().width())
