"""Losses, the balance of the two networks, penalties: one group of curves at a time, raw and smoothed."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSlider, QWidget

from ganstudio.gui.models.curves import Curves, Points
from ganstudio.gui.train.curve_names import GROUP_TIPS, LOSSES, Names, groups
from ganstudio.gui.train.curve_plot import Curve, CurvePlot
from ganstudio.gui.train.plot_card import PlotCard
from ganstudio.gui.train.plot_maths import nearest
from ganstudio.gui.train.readout import Readout
from ganstudio.gui.widgets.text import describe, text
from ganstudio.gui.words import value

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
        self.smoothing.setFixedWidth(72)
        self.smoothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        describe(self.smoothing, f"Smoothing of {wanted}", "How much the thick curve is smoothed")
        self.smoothing.valueChanged.connect(self.redraw)
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
        else:
            self.refresh_soon()
        if is_other:
            self.plot.show_last(1.0)

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
        curves = []
        for name, (_, label, series) in self._names.items():
            steps, raw = self._curves.points(name)
            curves.append(Curve(label, series, steps, raw, amount))
        curves = [curve for curve in curves if len(curve.steps)]
        self.allow_log(all(bool((curve.raw > 0).all()) for curve in curves))
        self.plot.show_curves(curves)
        self.show_filled(bool(curves))
        self.readout.setVisible(bool(curves))
        self.smoothing.setVisible(bool(curves) and not self.is_narrow)
        self.smooth_word.setVisible(bool(curves) and not self.is_narrow)
        self.point_at(self.pointed)

    @Slot(object)
    def point_at(self, step: float | None) -> None:
        self.pointed = step
        self.plot.point_at(step)
        shown = None
        for name, (title, label, _) in self._names.items():
            steps, raw = self._curves.points(name)
            if len(steps):
                at = nearest(steps, step) if step is not None else len(steps) - 1
                shown = int(steps[at])
                self.readout.say(title, f"{label if self.is_narrow else title} {value(float(raw[at]))}")
        self.readout.step.setText(f"Step {shown:,}" if shown is not None else "")

    def series(self) -> dict[str, Points]:
        return {name: self._curves.points(name) for name in self._names}

    def fit_width(self) -> None:
        self.readout.forget_widths()
        self.redraw()
