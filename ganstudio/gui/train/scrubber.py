"""A slider through the previews: a tick each, its end follows the newest."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QWidget

from ganstudio.gui import theme
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.text import describe, text

PLAY_EVERY = 150  # ms
HANDLE = 14
MIN_TICK_GAP = 5


class TickedSlider(QSlider):
    """A horizontal slider with a fine tick at each value."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFixedHeight(32)
        self.setPageStep(5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room = QPainter(self), self.width() - HANDLE
        count = self.maximum()
        every = max(1, -(-count * MIN_TICK_GAP // max(1, room)))
        for value in range(0, count + 1, every) if count else ():
            left = HANDLE // 2 + QStyle.sliderPositionFromValue(0, count, value, room)
            painter.fillRect(left, self.height() - 8, 1, 4, QColor(theme.current().text3))
        painter.end()
        super().paintEvent(event)


class Scrubber(QWidget):
    """`moved` carries the number of the preview that a person wants to see; `following` is on at the end."""

    moved = Signal(int)
    enlarged = Signal(bool)

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
        for widget in (self.play, self.step, self.slider, self.newest, self.enlarge):
            row.addWidget(widget, 1 if widget is self.slider else 0)
        self.show_steps([])

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def show_steps(self, steps: list[int]) -> None:
        """The steps of every preview, oldest first. Stays at the end if it was there."""
        self._steps = steps
        value = len(steps) - 1 if self.following else min(self.slider.value(), len(steps) - 1)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(steps) - 1))
        self.slider.setValue(max(0, value))
        self.slider.blockSignals(False)
        for widget in (self.play, self.slider):
            widget.setEnabled(len(steps) > 1)
        self.enlarge.setEnabled(bool(steps))
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

    def _show(self) -> None:
        index = self.slider.value()
        self.step.setText(f"Step {self._steps[index]:,}" if self._steps else "")
        self.newest.setEnabled(not self.following)
        self.play.set_icon("pause" if self.is_playing else "play")
