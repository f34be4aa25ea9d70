"""The interpolation timeline at the bottom: play, keys on a track, what adds a key and what exports."""

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.explore.export_panel import ExportPanel
from ganstudio.gui.explore.time_scale import short
from ganstudio.gui.explore.timeline_length import LengthPanel
from ganstudio.gui.explore.timeline_menus import key_menu, timeline_menu
from ganstudio.gui.explore.timeline_track import TimelineTrack
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import describe, line, text

HEIGHT, LEFT, RIGHT = 112, 208, 132
SPHERICAL, LINEAR = "Spherical z", "Linear w"
SPACE_TIPS = (
    "Between keys go over the sphere of z: every frame is as likely as the keys",
    "Between keys go straight in w: smoother, and the only way for points that were inverted",
)
ADD_TIP = (
    "Make the current point a key at the playhead, or behind the last key where the playhead stands on one"
)
NO_KEYS = "Add a key first"


class TimelinePanel(Surfaced):
    """Knows the ExploreModel and its timeline."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline")
        self.setFixedHeight(HEIGHT)
        self._explore, self.model = explore, explore.timeline
        self.track = TimelineTrack(self.model)
        self._make_controls()
        self.length_panel = LengthPanel(self.model, self.length, self)
        self.export_panel = ExportPanel(explore, self.export, self)
        self._lay_out()
        self._connect()
        self._show_all()

    @Slot()
    def toggle_play(self) -> None:
        """What Space does."""
        self.model.toggle()

    def close_down(self) -> None:
        self.model.pause()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing plays in a room that is not seen."""
        self.model.pause()
        for overlay in (self.length_panel, self.export_panel):
            overlay.hide()
        super().hideEvent(event)

    # -- what happens -------------------------------------------------------------------------------------------

    @Slot()
    def _show_all(self) -> None:
        timeline, facts = self.model.timeline, self._explore.facts
        has_keys = bool(timeline.keys)
        for button, tip in self._need_keys.items():
            button.setEnabled(has_keys)
            button.setToolTip(tip if has_keys else NO_KEYS)
        self.add.setEnabled(facts is not None)
        self.loop.setChecked(timeline.loop)
        self.length.setText(f"of {short(self.model.duration)}, {timeline.frames_per_second:g} frames/s")
        self.space.setVisible(facts is not None and facts.has_styles)
        self.space.set_choice(LINEAR if timeline.space == "w" else SPHERICAL)
        self._show_position()

    @Slot()
    def _show_position(self) -> None:
        self.position.setText(f"{self.model.position:.2f} s")

    @Slot(bool)
    def _show_playing(self, is_playing: bool) -> None:
        self.play.set_icon("pause" if is_playing else "play")
        self.play.setAccessibleName("Pause" if is_playing else "Play")

    @Slot(object, QPoint)
    def _open_menu(self, place: int | None, where: QPoint) -> None:
        menu = timeline_menu(self.model, self) if place is None else key_menu(self.model, place, self)
        menu.popup(where)

    @Slot()
    def _open_whole_menu(self) -> None:
        self._open_menu(None, self.more.mapToGlobal(QPoint(0, self.more.height())))

    @Slot(str)
    def _choose_space(self, choice: str) -> None:
        self.model.set_space("w" if choice == LINEAR else "z")

    def _connect(self) -> None:
        model = self.model
        self.to_start.clicked.connect(lambda: model.to(0.0))
        self.to_end.clicked.connect(lambda: model.to(model.duration))
        self.play.clicked.connect(self.toggle_play)
        self.loop.clicked.connect(model.set_loop)
        self.more.clicked.connect(self._open_whole_menu)
        self.length.clicked.connect(self.length_panel.toggle)
        self.space.chosen.connect(self._choose_space)
        self.add.clicked.connect(lambda: model.add_key())
        self.export.clicked.connect(self.export_panel.toggle)
        self.track.menu_asked.connect(self._open_menu)
        model.changed.connect(self._show_all)
        model.position_changed.connect(self._show_position)
        model.playing_changed.connect(self._show_playing)
        self._explore.model_changed.connect(self._show_all)

    # -- layout -------------------------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self.to_start = IconButton("skip-back", "To the start", "The playhead to the start")
        self.play = IconButton("play", "Play", "Play and pause (Space)")
        self.to_end = IconButton("skip-forward", "To the end", "The playhead to the end")
        self.loop = IconButton("repeat", "Loop", "Go on from the last key back to the first, again and again")
        self.loop.setCheckable(True)
        self.more = IconButton(
            "dots-three", "More for the timeline", "Open, save, smooth curve, remove all keys"
        )
        self.position = text("", "value")
        self.position.setMinimumWidth(44)
        self.length = Button("", "quiet", tip="Change the length and the rate", height=24)
        describe(self.length, "Length and rate", "Change the length and the rate")
        self.length.setStyleSheet("font-size: 11px; font-weight: 400; padding: 0 4px")
        self.space = Segmented([SPHERICAL, LINEAR], "Way between keys", SPACE_TIPS, height=24)
        self.add = Button("Add key", "plain", "plus", ADD_TIP)
        self.export = Button("Export", "plain", "film-strip", "A clip or pictures of the whole timeline")
        names = ("to_start", "play", "to_end", "loop", "more", "length", "space", "add", "export")
        for name in names:
            getattr(self, name).setObjectName(f"timeline_{name}")
        self.length.setObjectName("timeline_length_button")
        needy = (self.to_start, self.play, self.to_end, self.loop, self.export)
        self._need_keys = {button: button.toolTip() for button in needy}

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(line("v"))
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 4, 16, 8)
        middle.addWidget(self.track)
        row.addLayout(middle, 1)
        row.addWidget(line("v"))
        row.addWidget(self._right())

    def _left(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(LEFT)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(2)
        buttons, words = QHBoxLayout(), QHBoxLayout()
        buttons.setSpacing(2)
        words.setContentsMargins(6, 0, 0, 0)
        words.setSpacing(0)
        for button in (self.to_start, self.play, self.to_end, self.loop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.more)
        words.addWidget(self.position)
        words.addWidget(self.length)
        words.addStretch(1)
        column.addLayout(buttons)
        column.addLayout(words)
        last = QHBoxLayout()
        last.setContentsMargins(6, 2, 0, 0)
        last.addWidget(self.space)
        last.addStretch(1)
        column.addLayout(last)
        column.addStretch(1)
        return side

    def _right(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(RIGHT)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.add)
        column.addWidget(self.export)
        column.addStretch(1)
        return side
