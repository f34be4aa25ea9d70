"""The Translate room: pictures at the left, before and after in the middle, the translator at the right."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.translate.canvas import TranslateCanvas
from ganstudio.gui.translate.incoming import can_take
from ganstudio.gui.translate.pictures_panel import PicturesPanel
from ganstudio.gui.translate.side_panel import SidePanel
from ganstudio.gui.translate.translate_header import TranslateHeader
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.text import line

NARROW, NARROWER = 1280 - 72, 1100 - 72  # of the room, which has the rail beside it


class TranslateRoom(QWidget):
    """Puts the panels together; none of them knows another."""

    explore_asked = Signal(QImage)  # a result to be inverted

    def __init__(self, translate: TranslateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("room_translate")
        self.setAcceptDrops(True)
        self.translate = translate
        self.header = TranslateHeader(translate.queue)
        self.pictures, self.side = PicturesPanel(translate.queue), SidePanel(translate)
        self.canvas = TranslateCanvas(translate)
        self.left_toggle = _toggle("translate_left_toggle", "image-square", "Pictures")
        self.right_toggle = _toggle("translate_right_toggle", "sliders-horizontal", "Model and options")
        self._lay_out()
        self._connect()
        self._add_shortcuts()

    def showEvent(self, event: QShowEvent) -> None:
        """The first visit opens what was open the last time, so that pictures can be dropped at once."""
        super().showEvent(event)
        self.translate.open_first()

    def is_settled(self) -> bool:
        """Whether everything that was asked for is done and shown."""
        translate = self.translate
        is_quiet = not (translate.is_busy or translate.queue.is_running or translate.queue.is_gathering)
        return is_quiet and translate.shown.is_settled

    def close_down(self) -> None:
        """Ends the threads of this room."""
        self.pictures.close_tasks()
        self.translate.close()

    # -- what a person does ---------------------------------------------------------------------------------------

    @Slot()
    def copy(self) -> None:
        self.canvas.copy()

    @Slot()
    def paste(self) -> None:
        self.pictures.paste()

    @Slot()
    def save(self) -> None:
        """All results that are in no file yet."""
        self.translate.queue.save()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_take(event.mimeData()):
            event.acceptProposedAction()
            self.pictures.zone.set_over(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.pictures.zone.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.pictures.zone.set_over(False)
        if self.pictures.take_mime(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no control has taken are the view's."""
        if not self.canvas.view.take_key(event):
            super().keyPressEvent(event)

    # -- layout ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @Slot()
    def _fold(self, *_ignored: object) -> None:
        """In a narrow window the side panels fold away and a button brings them back."""
        self.canvas.live.set_narrow(self.width() < NARROWER)
        for panel, toggle, limit in (
            (self.pictures, self.left_toggle, NARROW), (self._right, self.right_toggle, NARROWER),
        ):  # fmt: skip
            is_narrow = self.width() < limit
            toggle.setVisible(is_narrow)
            panel.setVisible(not is_narrow or toggle.isChecked())

    def _connect(self) -> None:
        self.header.open_asked.connect(self.pictures.ask_files)
        self.canvas.open_asked.connect(self.pictures.ask_files)
        self.canvas.model_asked.connect(self.side.models.ask_file)
        self.canvas.explore_asked.connect(self.explore_asked)
        self.left_toggle.toggled.connect(self._fold)
        self.right_toggle.toggled.connect(self._fold)

    def _add_shortcuts(self) -> None:
        deeds: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("Ctrl+S", self.save), ("Ctrl+C", self.copy), ("Ctrl+V", self.paste), ("Ctrl+O", self.pictures.ask_files),
        )  # fmt: skip
        for keys, deed in deeds:
            QShortcut(QKeySequence(keys), self, deed, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        self.header.left.addWidget(self.left_toggle)
        self.header.right.insertWidget(0, self.canvas.live)
        self.header.right.addWidget(self.right_toggle)
        self._right = QWidget()
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(line("v"))
        right.addWidget(self.side)
        row = QHBoxLayout()
        row.setSpacing(0)
        for widget in (self.pictures, self.canvas, self._right):
            row.addWidget(widget, int(widget is self.canvas))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(row, 1)


def _toggle(name: str, icon_name: str, what: str) -> IconButton:
    button = IconButton(icon_name, what, f"Show or hide: {what.lower()}", size=32)
    button.setObjectName(name)
    button.setCheckable(True)
    button.hide()
    return button
