"""Travelling through a training: the current point at every moment that a run has kept, and live."""

from PySide6.QtCore import QSignalBlocker, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.time_model import TimeModel
from ganstudio.gui.train.scrubber import TickedSlider
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.text import describe, line, text

HEIGHT = 48
PLAY_EVERY = 300  # ms; a moment that loads longer is waited for
TIP = "The current point as this run made it at each kept step; the mark stands over the best"


class TimeTravelBar(QWidget):
    """There only where a run has more than one moment, or trains right now."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("time_travel")
        self._explore = explore
        self.model = TimeModel(explore, self)
        self.play = IconButton(
            "play", "Play the training", "Show the point at every moment from here on", size=32
        )
        self.step = text("", "value")
        self.step.setMinimumWidth(92)
        self.slider = TickedSlider()
        self.slider.setPageStep(1)
        self.best = Button(
            "Best", "quiet", "trophy", "Go to the best moment, by the metric of the run", height=28
        )
        self.live = Button(
            "Live", "plain", "broadcast",
            "Show the newest averaged weights of this run as it trains, with each of its previews", height=28,
        )  # fmt: skip
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_EVERY)
        self._name_parts()
        self._lay_out()
        self._connect()
        self._show()

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @Slot()
    def toggle_playing(self) -> None:
        """Plays the moments, from the first one when it stands at the end."""
        if self.is_playing:
            self._timer.stop()
        else:
            if self.slider.value() == self.slider.maximum():
                self.slider.setValue(0)
            self._timer.start()
        self._show_play()

    def close_down(self) -> None:
        """Ends the threads."""
        self._timer.stop()
        self.model.close()

    @Slot(int)
    def _move(self, index: int) -> None:
        self.model.show(index)
        self._show_step()

    @Slot()
    def _go_to_best(self) -> None:
        self._timer.stop()
        if self.model.best is not None:
            self.slider.setValue(self.model.best)
        self._show_play()

    @Slot(bool)
    def _follow(self, is_on: bool) -> None:
        self._timer.stop()
        self.model.follow(is_on)
        self._show_play()

    @Slot()
    def _advance(self) -> None:
        if self._explore.is_loading:
            return
        if self.slider.value() == self.slider.maximum():
            self._timer.stop()
            self._show_play()
        else:
            self.slider.setValue(self.slider.value() + 1)

    # -- what is shown ------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        model = self.model
        self.setVisible(len(model.moments) > 1 or model.is_live)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, len(model.moments) - 1))
            if not self._explore.is_loading:
                self.slider.setValue(self.slider.maximum() if model.is_following else model.index)
        self.slider.mark(model.best)
        self.slider.setEnabled(len(model.moments) > 1)
        self.play.setEnabled(len(model.moments) > 1)
        self.best.setEnabled(model.best is not None)
        self.live.setVisible(model.is_live)
        with QSignalBlocker(self.live):
            self.live.setChecked(model.is_following)
        self._show_step()
        if not self.slider.isEnabled():
            self._timer.stop()
        self._show_play()

    def _show_step(self) -> None:
        facts, moments = self._explore.facts, self.model.moments
        if self.model.is_following or not moments:
            step = facts.step if facts is not None else 0
        else:
            step = moments[min(self.slider.value(), len(moments) - 1)].step
        is_best = self.model.best is not None and step == moments[self.model.best].step
        words = f"Step {step:,}"
        self.step.setText(words)
        self.slider.setAccessibleDescription(f"{words}{', the best' if is_best else ''}. {TIP}")

    def _show_play(self) -> None:
        self.play.set_icon("pause" if self.is_playing else "play")

    def _name_parts(self) -> None:
        self.play.setObjectName("time_play")
        self.slider.setObjectName("time_slider")
        self.best.setObjectName("time_best")
        self.live.setObjectName("time_live")
        self.live.setCheckable(True)
        describe(self.slider, "Moment of the training", TIP)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(8)
        for part in (self.play, self.step, self.slider, self.best, self.live):
            row.addWidget(part, int(part is self.slider))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(row)
        self.setFixedHeight(HEIGHT)

    def _connect(self) -> None:
        self.play.clicked.connect(self.toggle_playing)
        self.slider.valueChanged.connect(self._move)
        self.best.clicked.connect(self._go_to_best)
        self.live.toggled.connect(self._follow)
        self._timer.timeout.connect(self._advance)
        self.model.changed.connect(self._show)
