"""The playhead of a timeline: playing and scrubbing, which never fall behind the hand or the clock."""

from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ganstudio.gui.models.explore.courses import Courses
from ganstudio.latents.keyframes import Timeline

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel

FRESH = Timeline(duration=8.0, frames_per_second=30.0)
LATE = 1.0  # seconds after which a frame that has not come is no longer waited for


class Playhead(QObject):
    """Frames are shown in passing: no point changes while it plays. Only one is ever being made; a playhead that is
    quicker leaves some out."""

    position_changed = Signal(float)  # seconds
    playing_changed = Signal(bool)

    def __init__(self, explore: "ExploreModel") -> None:
        super().__init__(explore)
        self.explore = explore
        self.timeline = FRESH
        self.position, self.is_playing = 0.0, False
        self.courses = Courses()
        self.is_showing = False  # whether a frame is seen, or soon will be
        self._asked_at: float | None = None
        self._wanted: float | None = None
        self._began = 0.0
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)
        explore.point_changed.connect(self._stop_frames)
        explore.frame_changed.connect(self._frame_came)
        explore.refused.connect(self._frame_refused)

    def toggle(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """From the playhead on, from the beginning where it stands at the end."""
        if not self.timeline.keys or self.is_playing:
            return
        if not self.timeline.loop and self.position >= self.timeline.duration:
            self.position = 0.0
        self._began = perf_counter() - self.position
        self.keep_pace()
        self._clock.start()
        self._set_playing(True)
        self.show(self.position)

    def keep_pace(self) -> None:
        """The clock ticks once a frame."""
        self._clock.setInterval(max(1, round(1000 / self.timeline.frames_per_second)))

    def pause(self) -> None:
        """The frame that is seen stays."""
        self._clock.stop()
        self._set_playing(False)

    def to(self, seconds: float) -> None:
        """Puts the playhead at a moment and shows its frame."""
        self.place(seconds)
        if self.is_playing:
            self._began = perf_counter() - self.position
        self.show(self.position)

    def leave(self) -> None:
        """Back to the picture of the point."""
        self._stop_frames()
        self.explore.stop_frames()

    def show(self, seconds: float) -> None:
        """Shows a frame in passing; while one is being made the newest wish waits, and only that."""
        if not self.timeline.keys:
            return
        self.is_showing = True
        if self._asked_at is not None and perf_counter() - self._asked_at < LATE:
            self._wanted = seconds
            return
        self._wanted, self._asked_at = None, perf_counter()
        self.explore.show_frame(partial(self.courses.point, self.timeline, seconds))

    @Slot()
    def _tick(self) -> None:
        seconds = perf_counter() - self._began
        if self.timeline.loop:
            seconds %= self.timeline.duration
        elif seconds >= self.timeline.duration:
            seconds = self.timeline.duration
            self.pause()
        self.place(seconds)
        self.show(seconds)

    @Slot(object)
    def _frame_came(self, picture: object) -> None:
        self._asked_at = None
        if picture is None:
            self._wanted = None
        elif self._wanted is not None and self.is_showing:
            self.show(self._wanted)

    @Slot()
    def _frame_refused(self) -> None:
        if self._asked_at is not None:
            self._asked_at = self._wanted = None
            self.pause()

    @Slot()
    def _stop_frames(self) -> None:
        """Another point: its own picture is what shall be seen."""
        self.pause()
        self.is_showing, self._asked_at, self._wanted = False, None, None

    def place(self, seconds: float) -> None:
        """Puts the playhead at a moment without showing its frame."""
        self.position = min(max(seconds, 0.0), self.timeline.duration)
        self.position_changed.emit(self.position)

    def _set_playing(self, is_playing: bool) -> None:
        if is_playing != self.is_playing:
            self.is_playing = is_playing
            self.playing_changed.emit(is_playing)
