"""The Explore room: a model, a point, and everything one can do with them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.explore.canvas import Canvas
from ganstudio.gui.explore.class_panel import ClassPanel
from ganstudio.gui.explore.directions_panel import DirectionsPanel
from ganstudio.gui.explore.header import ExploreHeader
from ganstudio.gui.explore.keeping import copy_point, paste, save_picture
from ganstudio.gui.explore.mix_panel import MixPanel
from ganstudio.gui.explore.point_mime import picture_in
from ganstudio.gui.explore.seed_panel import SeedPanel
from ganstudio.gui.explore.timeline_panel import TimelinePanel
from ganstudio.gui.explore.truncation_panel import TruncationPanel
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.shelf import Shelf
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.empty_state import EmptyState
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.widgets.text import line

LEFT, RIGHT = 304, 336
NARROW, NARROWER = 1280 - 72, 1100 - 72  # of the room, which has the rail beside it
SENTENCE = "Explore walks through what a model has learnt: its styles, classes and directions."


class ExploreRoom(QWidget):
    """Puts the panels together; none of them knows another."""

    translate_asked = Signal(object)  # the path of a translator
    picture_sent = Signal(QImage, str)  # to be translated

    def __init__(self, explore: ExploreModel, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("room_explore")
        self.setAcceptDrops(True)
        self.explore, self.shelf = explore, shelf
        self.header = ExploreHeader(explore, shelf)
        self.seed, self.truncation = SeedPanel(explore), TruncationPanel(explore)
        self.classes, self.mix = ClassPanel(explore), MixPanel(explore)
        self.directions, self.timeline = DirectionsPanel(explore), TimelinePanel(explore)
        self.canvas = Canvas(explore)
        self._lay_out()
        self._connect()
        self._add_shortcuts()
        self._show_model()

    def choose(self, path: Path) -> None:
        """Explores a run, a checkpoint or a model file."""
        self.shelf.add(path)
        self.explore.open(path)

    def showEvent(self, event: QShowEvent) -> None:
        """The first visit opens the first model there is, so that there is something to touch."""
        super().showEvent(event)
        self.canvas.take_focus()  # so that the keys of the picture work at once
        if self.explore.facts is None and not self.explore.is_loading and self.shelf.rows:
            self.explore.open(self.shelf.rows[0].path)

    def is_settled(self) -> bool:
        """Whether the picture is the point's."""
        explore = self.explore
        if explore.is_loading:
            return False
        return explore.picture is not None and explore.picture.point == explore.point

    def close_down(self) -> None:
        """Ends the threads of this room."""
        self.timeline.close_down()
        self.canvas.close_down()
        self.explore.close()

    # -- what a person does -------------------------------------------------------------------------------------

    @Slot()
    def save(self) -> None:
        save_picture(self.explore)

    @Slot()
    def copy(self) -> None:
        copy_point(self.explore)

    @Slot()
    def paste(self) -> None:
        picture = paste(self.explore)
        if picture is not None:
            self.canvas.invert(picture)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A saved picture is restored, a model opened, any other picture inverted."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not files:
            return
        event.acceptProposedAction()
        file = files[0]
        if file.is_dir() or file.suffix == ".safetensors":
            self.choose(file)
        elif picture_in(event.mimeData()) is not None:
            self.canvas.restore_or_invert(file)
        else:
            self.canvas.invert(file)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no control has taken: R, the arrows and Space, as the window's help says."""
        if event.key() == Qt.Key.Key_Space:
            self.timeline.toggle_play()
        elif not self.canvas.take_key(event):
            super().keyPressEvent(event)

    # -- what happens -------------------------------------------------------------------------------------------

    @Slot()
    def _show_model(self) -> None:
        is_there = self.explore.facts is not None
        was_there = self._pages.currentIndex() == 1
        self._pages.setCurrentIndex(1 if is_there else 0)
        if is_there and not was_there:
            self.notice.hide()
            self.canvas.notice.hide()
        if is_there and not was_there and self.isVisible():
            self.canvas.take_focus()
        self._fold()

    @Slot(object, str)
    def _offer_translate(self, path: Path, sentence: str) -> None:
        """The same as over the picture, where there is none yet."""
        self.notice.offer(sentence, "Open in Translate", lambda: self.translate_asked.emit(path))

    # -- layout -------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @Slot()
    def _fold(self, *_ignored: object) -> None:
        """In a narrow window the side panels fold away and a button brings them back."""
        for panel, toggle, limit in (
            (self._left, self.header.left_toggle, NARROW),
            (self._right, self.header.right_toggle, NARROWER),
        ):
            is_narrow = self.width() < limit
            toggle.setVisible(is_narrow and self.explore.facts is not None)
            panel.setVisible(not is_narrow or toggle.isChecked())

    def _connect(self) -> None:
        explore, header = self.explore, self.header
        explore.model_changed.connect(self._show_model)
        explore.translator_found.connect(self.shelf.remove)
        explore.refused.connect(self.notice.warn)
        explore.translator_found.connect(self._offer_translate)
        self.canvas.translate_asked.connect(self.translate_asked)
        self.canvas.picture.view.exchange.translate_asked.connect(self.picture_sent)
        header.model_choice.asked.connect(self.choose)
        header.save_asked.connect(self.save)
        header.copy_asked.connect(self.copy)
        header.invert_asked.connect(self.canvas.open_invert)
        header.left_toggle.toggled.connect(self._fold)
        header.right_toggle.toggled.connect(self._fold)

    def _add_shortcuts(self) -> None:
        deeds: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("Ctrl+Z", self.explore.undo), ("Ctrl+Shift+Z", self.explore.redo), ("Ctrl+S", self.save),
            ("Ctrl+C", self.copy), ("Ctrl+V", self.paste),
        )  # fmt: skip
        for keys, deed in deeds:
            QShortcut(QKeySequence(keys), self, deed, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        choose = Button(
            "Choose a model", "primary", "cube", "A model that comes with the program, or your own"
        )
        choose.clicked.connect(self.header.model_choice.showMenu)
        self.empty = EmptyState("compass", SENTENCE, choose)
        self._left = _scroll(LEFT, self.seed, self.classes, self.truncation)
        self._right = _scroll(RIGHT, self.mix, self.directions)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self._left, line("v"), self.canvas, line("v"), self._right):
            row.addWidget(widget, int(widget is self.canvas))
        full = QWidget()
        column = _column(full)
        column.addWidget(body, 1)
        column.addWidget(line())
        column.addWidget(self.timeline)
        self._pages = QStackedWidget()
        first = Surfaced("canvas")
        self.notice = Notice("explore_first_notice")
        column = _column(first)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self.empty, 1)
        self._pages.addWidget(first)
        self._pages.addWidget(full)
        outer = _column(self)
        outer.addWidget(self.header)
        outer.addWidget(self._pages, 1)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _scroll(width: int, *panels: QWidget) -> QWidget:
    """Panels under one another with hairlines between; a panel that is hidden takes its line along."""
    inner = Surfaced("panel")
    column = _column(inner)
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedWidth(width)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
