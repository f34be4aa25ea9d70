"""The timeline's track under the hand: the playhead and the keys are dragged, or moved by the keyboard."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ganstudio.gui.explore.point_mime import POINT, point_in
from ganstudio.gui.explore.track_view import TrackView
from ganstudio.gui.models.explore.timeline_model import TimelineModel
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import describe

NAME = "Timeline track"
TIP = (
    "Drag over the ruler to scrub; drag a key to another moment, double-click it to go to its point. "
    "Tab goes from key to key, arrows move the key or the playhead by 0.1 s, with Shift by 1 s."
)
TAKE_TIP = "Make this frame the current point (Enter)"
STEP, LEAP = 0.1, 1.0  # seconds
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
OWN = (*ARROWS, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return,
       Qt.Key.Key_Enter)  # fmt: skip


class TimelineTrack(TrackView):
    """`menu_asked` carries the place of a key, None beside the keys, and where on the screen."""

    menu_asked = Signal(object, QPoint)

    def __init__(self, timeline: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(timeline, parent)
        self.setObjectName("timeline_track")
        self._held: int | None = None  # the key under the pressed button
        self._grip, self._press_x, self._drags, self._scrubs = 0.0, 0.0, False, False
        self.take = Button("Take this frame", "plain", tip=TAKE_TIP, height=24, parent=self)
        self.take.setObjectName("timeline_take")
        self.take.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        describe(self, NAME, TIP)
        self.take.clicked.connect(timeline.take_frame)
        timeline.position_changed.connect(self._place_take)
        timeline.playing_changed.connect(self._place_take)
        timeline.explore.frame_changed.connect(self._place_take)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Also tells which key is chosen."""
        super().refresh()
        self.setAccessibleDescription(self.words())
        self._place_take()

    @Slot()
    def _place_take(self) -> None:
        """The button stands beside the playhead while a frame is seen that is not the point."""
        model = self.model
        seen = model.explore.frame is not None and not model.is_playing and not self._scrubs
        self.take.setVisible(seen and bool(model.keys))
        if seen:
            x = round(self.scale().x(model.position)) + 14
            width = self.take.sizeHint().width()
            self.take.resize(width, 24)
            self.take.move(x if x + width < self.width() else x - width - 28, 3)

    # -- words --------------------------------------------------------------------------------------------------

    def words(self) -> str:
        """What is chosen, for who cannot see it."""
        model = self.model
        if model.chosen is None or model.chosen >= len(model.keys):
            return TIP
        key = model.keys[model.chosen]
        return f"Key {model.chosen + 1} of {len(model.keys)} at {key.seconds:.2f} s, {key.easing}"

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            place = self.key_at(event.pos())
            words = TIP if place is None else self._key_words(place)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        is_shortcut = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride
        if is_shortcut and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QEvent) -> bool:
        assert isinstance(event, QKeyEvent)
        return event.key() in OWN and not event.modifiers() & Qt.KeyboardModifier.ControlModifier

    def _key_words(self, place: int) -> str:
        key = self.model.keys[place]
        return f"Key {place + 1} at {key.seconds:.2f} s, then {key.easing}\nDouble-click to go to its point"

    # -- keys ---------------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the playhead over every key, and then on."""
        place = -1 if self.model.chosen is None else self.model.chosen
        place += 1 if forward else -1
        if not self.hasFocus() or place < -1 or place >= len(self.model.keys):
            self.model.choose(None)
            return super().focusNextPrevChild(forward)
        self.model.choose(None if place < 0 else place)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() is Qt.FocusReason.BacktabFocusReason and self.model.keys:
            self.model.choose(len(self.model.keys) - 1)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, model = Qt.Key(event.key()), self.model
        step = LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        if key in ARROWS:
            self._step(ARROWS[key] * step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            model.to(0.0 if key == Qt.Key.Key_Home else model.duration)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and model.chosen is not None:
            model.remove_key(model.chosen)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            model.take_frame() if model.chosen is None else model.take_key(model.chosen)
        elif key == Qt.Key.Key_Escape and model.explore.frame is not None:
            model.leave()
        else:
            super().keyPressEvent(event)

    def _step(self, seconds: float) -> None:
        model = self.model
        if model.chosen is None:
            model.to(round(model.position + seconds, 3))
        else:
            model.move_key(model.chosen, model.keys[model.chosen].seconds + seconds)

    # -- mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        self._held = self.key_at(event.position().toPoint())
        self.model.choose(self._held)
        self._press_x, self._drags = x, False
        if self._held is not None:
            self._grip = x - self.scale().x(self.model.keys[self._held].seconds)
        elif self.model.keys:
            self._scrubs = True
            self.model.to(self.scale().seconds(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._scrubs:
            self.model.to(self.scale().seconds(x))
        elif self._held is not None:
            self._drags |= abs(x - self._press_x) >= QApplication.startDragDistance() / 2
            if self._drags:
                self._held = self.model.move_key(self._held, round(self.scale().seconds(x - self._grip), 2))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        if held is not None and not self._drags:
            self.model.to(self.model.keys[held].seconds)
        self._scrubs = False
        self._place_take()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self.key_at(event.position().toPoint())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.model.choose(place)
            self.model.take_key(place)
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.model.chosen
            at = self.rect().center() if place is None else self.key_rect(place).center().toPoint()
            self.menu_asked.emit(place, self.mapToGlobal(at))
            return
        place = self.key_at(event.pos())
        self.model.choose(place)
        self.menu_asked.emit(place, event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_take()

    # -- drops --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(POINT):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A thumbnail that is dropped becomes a key there."""
        point = point_in(event.mimeData())
        facts = self.model.explore.facts
        if point is None or facts is None:
            return
        event.acceptProposedAction()
        if facts.fits(point):
            self.model.add_key(point, round(self.scale().seconds(event.position().x()), 2))
        else:
            self.model.explore.refused.emit(
                "That point belongs to another model, so it cannot be a key here."
            )
