"""How good the pictures are over steps: one metric under one protocol at a time."""

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ganstudio.gui.models.curves import Points
from ganstudio.gui.models.quality import Measure, Quality, protocol_words
from ganstudio.gui.train.plot_card import PlotCard
from ganstudio.gui.train.plot_maths import nearest
from ganstudio.gui.train.quality_plot import QualityPlot
from ganstudio.gui.widgets.text import text
from ganstudio.gui.words import short, value

TIP = "The metrics that were measured. Values of different protocols are never one curve."


class QualityCard(PlotCard):
    """`picked` carries the step of a point that is clicked."""

    picked = Signal(int)
    plot: QualityPlot

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Quality", TIP, QualityPlot(), parent)
        self.plot.setObjectName("fid_plot")
        self.plot.picked.connect(self.picked)
        self._quality = Quality()
        self._options: dict[str, Measure] = {}
        self._chosen: Measure | None = None  # by a person; else the first metric's newest protocol
        self._title, self._drawn = "Quality", (-1, "")
        self.scale.set_choice("Log")
        self.caption = text("", "caption", wrap=True)
        self.there = text("", "label")
        self.chosen.connect(self._choose)
        self.head.addWidget(self.choice)
        self.head.addStretch(1)
        for widget in (self.there, self.whole, self.scale, self.more):
            self.head.addWidget(widget)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.plot, 1)
        self.redraw()

    @property
    def measure(self) -> Measure | None:
        """What is shown."""
        known = list(self._options.values())
        return self._chosen if self._chosen in known else next(iter(known), None)

    def show_quality(self, quality: Quality, title: str) -> None:
        """`title` stands there before the first value."""
        if quality is not self._quality:
            self._quality, self._chosen = quality, None
            self.plot.show_last(1.0)
        elif (quality.version, title) == self._drawn:
            return
        self._title, self._drawn = title, (quality.version, title)
        self.redraw()

    @Slot()
    def redraw(self) -> None:
        self._options = named(self._quality.measures())
        measure = self.measure
        name = next((name for name, each in self._options.items() if each == measure), self._title)
        self.choice.set_options(list(self._options) or [name], name)
        steps, values = self._points()
        self.caption.setText(protocol_words(measure) if measure else "")
        self.caption.setToolTip(measure.protocol if measure else "")
        self.caption.setVisible(measure is not None)
        self.allow_log(bool((values > 0).all()))
        baseline = measure.baseline if measure else None
        self.plot.show_values(steps, values, self._quality.best(measure) if measure else None, baseline)
        self.show_filled(measure is not None)
        self._say_value()

    def _points(self) -> Points:
        measure = self.measure
        return self._quality.points_of(measure) if measure is not None else (np.empty(0), np.empty(0))

    @Slot(object)
    def point_at(self, step: float | None) -> None:
        self.pointed = step
        self.plot.point_at(step)
        self._say_value()

    def _say_value(self) -> None:
        step, words = self.pointed, ""
        steps, values = self._points()
        if step is not None and len(steps):
            at = nearest(steps, step)
            number = value(float(values[at]))
            words = number if self.is_narrow else f"{number} at step {short(float(steps[at]))}"
        self.there.setText(words)

    def series(self) -> dict[str, Points]:
        measure = self.measure
        return {measure.title: self._quality.points_of(measure)} if measure is not None else {}

    def fit_width(self) -> None:
        self.point_at(self.pointed)

    @Slot(str)
    def _choose(self, option: str) -> None:
        self._chosen = self._options.get(option)
        self.redraw()


def named(measures: list[Measure]) -> dict[str, Measure]:
    """A short name for each; an earlier protocol of the same metric says what it was."""
    found: dict[str, Measure] = {}
    for measure in measures:
        words, count = measure.short, 1
        if words in found:
            words = f"{measure.short}, {protocol_words(measure).rpartition('. ')[0] or 'earlier'}"
        plain = words
        while words in found:
            count += 1
            words = f"{plain} ({count})"
        found[words] = measure
    return found
