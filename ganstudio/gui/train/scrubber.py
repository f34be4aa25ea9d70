"""A slider through the previews: a tick each, a mark at the best, its end follows the newest."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QWidget

from ganstudio.gui import theme
from ganstudio.gui.train.plot_maths import nearest
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import describe, text

PLAY_EVERY = 150  # ms
HANDLE = 14
MIN_TICK_GAP = 5
AVERAGED, RAW = "Averaged", "Raw"
KIND_TIPS = (
    "The generator whose weights are averaged over training: steadier, and what is saved as the model",
    "The generator as it trains now",
)
NO_RAW = "This run has no previews of the generator without averaging"


class TickedSlider(QSlider):
    """A horizontal slider with a fine tick at each value, and a mark over one of them."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFixedHeight(32)
        self.setPageStep(5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.marked: int | None = None

    def mark(self, value: int | None) -> None:
        """Puts the mark over a value."""
        if value != self.marked:
            self.marked = value
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours, count = QPainter(self), theme.current(), self.maximum()
        every = max(1, -(-count * MIN_TICK_GAP // max(1, self.width() - HANDLE)))
        for value in range(0, count + 1, every) if count else ():
            painter.fillRect(round(self._left(value)), self.height() - 8, 1, 4, QColor(colours.text3))
        if self.marked is not None and count:
            left = self._left(self.marked) + 0.5
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_line))
            painter.drawPolygon(QPolygonF([QPointF(left - 4, 3), QPointF(left + 4, 3), QPointF(left, 8)]))
        painter.end()
        super().paintEvent(event)

    def _left(self, value: int) -> float:
        room = self.width() - HANDLE
        return HANDLE // 2 + QStyle.sliderPositionFromValue(0, self.maximum(), value, room)


class Scrubber(QWidget):
    """`moved` carries the number of the preview that a person wants to see; `following` is on at the end."""

    moved = Signal(int)
    enlarged = Signal(bool)
    kind_chosen = Signal(bool)  # raw

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(40)
        self._steps: list[int] = []
        self.following = True
        self.play = IconButton("play", "Play the previews", "Play the previews from here on", size=32)
        self.play.setObjectName("scrubber_play")
        self.play.clicked.connect(self.toggle_playing)
        self.step = text("", "section")
        self.step.setMinimumWidth(96)
        self.slider = TickedSlider()
        self.slider.setObjectName("scrubber")
        describe(self.slider, "Previews", "Every preview of this run; the right end follows the newest")
        self.slider.valueChanged.connect(self._move)
        self.newest = Button("newest", "quiet", tip="Follow the newest preview again", height=28)
        self.newest.setObjectName("scrubber_newest")
        self.newest.clicked.connect(self.follow)
        self.kind = Segmented([AVERAGED, RAW], "Generator", KIND_TIPS, height=24)
        self.kind.setObjectName("preview_kind")
        self.kind.chosen.connect(lambda choice: self.kind_chosen.emit(choice == RAW))
        self.enlarge = IconButton(
            "corners-out", "Enlarge the preview", "Give the preview the whole page", size=32
        )
        self.enlarge.setObjectName("enlarge_button")
        self.enlarge.setCheckable(True)
        self.enlarge.toggled.connect(self.enlarged)
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_EVERY)
        self._timer.timeout.connect(self._advance)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.play, self.step, self.slider, self.newest, self.kind, self.enlarge):
            row.addWidget(widget, 1 if widget is self.slider else 0)
        self.show_steps([])

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def is_raw(self) -> bool:
        """Whether the generator without averaging shall be seen."""
        return self.kind.isEnabled() and self.kind.choice() == RAW

    @property
    def index(self) -> int:
        """The number of the preview that is wanted."""
        return self.slider.value()

    @property
    def shown_step(self) -> int | None:
        """The step of the preview that is wanted."""
        return self._steps[self.index] if self._steps else None

    def allow_raw(self, allowed: bool) -> None:
        """Whether there are previews without averaging."""
        self.kind.setEnabled(allowed)
        self.kind.setToolTip("" if allowed else NO_RAW)
        if not allowed:
            self.kind.set_choice(AVERAGED)

    def show_steps(self, steps: Sequence[int], best: int | None = None) -> None:
        """The steps of every preview, oldest first, and the best one. Stays at the end if it was there, else at
        the step where it was."""
        stood = self._steps[self.slider.value()] if self._steps else 0
        self._steps = list(steps)
        value = len(steps) - 1 if self.following or not steps else self._nearest(stood)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(steps) - 1))
        self.slider.setValue(max(0, value))
        self.slider.blockSignals(False)
        self.slider.mark(self._nearest(best) if best is not None and steps else None)
        for widget in (self.play, self.slider):
            widget.setEnabled(len(steps) > 1)
        self.enlarge.setEnabled(bool(steps))
        self._show()

    def go_to(self, step: int) -> None:
        """The preview nearest to a step."""
        if self._steps:
            self._timer.stop()
            self.slider.setValue(self._nearest(step))
            self._show()

    @Slot()
    def follow(self) -> None:
        """To the newest, and stay with it."""
        self._timer.stop()
        self.following = True
        self.slider.setValue(self.slider.maximum())
        self._show()

    @Slot()
    def toggle_playing(self) -> None:
        """Plays the previews, from the first one when it stands at the end."""
        if self.is_playing:
            self._timer.stop()
        else:
            if self.slider.value() == self.slider.maximum():
                self.slider.setValue(0)
            self._timer.start()
        self._show()

    @Slot(int)
    def _move(self, index: int) -> None:
        self.following = index == self.slider.maximum()
        self._show()
        self.moved.emit(index)

    @Slot()
    def _advance(self) -> None:
        self.slider.setValue(self.slider.value() + 1)
        if self.slider.value() == self.slider.maximum():
            self._timer.stop()
            self._show()

    def _nearest(self, step: int) -> int:
        return nearest(np.array(self._steps), step)

    def _show(self) -> None:
        index = self.slider.value()
        self.step.setText(f"Step {self._steps[index]:,}" if self._steps else "")
        self.step.setMinimumWidth(max(self.step.minimumWidth(), self.step.sizeHint().width()))
        self.newest.setEnabled(not self.following)
        self.play.set_icon("pause" if self.is_playing else "play")
