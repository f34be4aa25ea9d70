"""The head of the Translate room: open pictures, stop, and the one thing that is next: translate or save."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ganstudio.gui.models.translate.item import State
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.header import Header


class TranslateHeader(Header):
    """Shows what can be done with the queue. `open_asked` wants pictures to be chosen."""

    open_asked = Signal()

    def __init__(self, queue: PictureQueue, parent: QWidget | None = None) -> None:
        super().__init__("Translate", parent)
        self._queue = queue
        self.open_button = self._button(
            "open_pictures_button", "Open pictures", "folder-open", "Choose files"
        )
        self.stop_button = self._button("translate_stop_button", "Stop", "stop", "Stop translating")
        self.save_button = self._button("save_results_button", "Save results", "download-simple", "Save")
        self.translate_button = self._button(
            "translate_button", "Translate", "arrows-left-right", "Translate"
        )
        self.translate_button.set_kind("primary")
        self.open_button.clicked.connect(self.open_asked)
        self.stop_button.clicked.connect(queue.stop)
        self.save_button.clicked.connect(lambda: queue.save())
        self.translate_button.clicked.connect(queue.start)
        queue.changed.connect(self.refresh)
        queue.running_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """The right-most button is what is next; there is only one of it."""
        unsaved, waiting = len(self._queue.unsaved), self._queue.waiting
        is_next = not self._queue.is_running and (waiting > 0 or not unsaved)
        self._show_translate(waiting, is_next)
        self._show_save(unsaved, is_next)
        self._show_stop()

    def _show_translate(self, waiting: int, is_next: bool) -> None:
        button, has_model = self.translate_button, self._queue.has_model
        _set_words(button, f"Translate {waiting:,}" if waiting else "Translate")
        button.setVisible(is_next)
        button.setEnabled(is_next and waiting > 0 and has_model)
        if not waiting:
            tip = "Nothing waits: drop pictures here first" if not self._queue.items else "Nothing waits"
        elif not has_model:
            tip = "Choose a model at the right first"
        else:
            tip = "Translate the pictures that wait, and those whose result is out of date"
        button.setToolTip(tip)

    def _show_save(self, unsaved: int, is_translate_next: bool) -> None:
        button = self.save_button
        _set_words(
            button,
            "Save 1 result" if unsaved == 1 else f"Save {unsaved:,} results" if unsaved else "Save results",
        )
        button.set_kind("plain" if is_translate_next else "primary")
        button.setEnabled(unsaved > 0 and not self._queue.is_saving)
        if self._queue.is_saving:
            tip = "Results are being saved"
        elif unsaved:
            tip = "Write the results that are in no file yet, as Save as says at the right (Ctrl+S)"
        elif self._queue.count(State.DONE):
            tip = "Every result is saved"
        else:
            tip = "There are no results yet"
        button.setToolTip(tip)

    def _show_stop(self) -> None:
        queue = self._queue
        self.stop_button.setEnabled(queue.is_running and not queue.is_stopping)
        if queue.is_stopping:
            tip = "It ends within a second"
        else:
            tip = "Stop; what is not done waits" if queue.is_running else "Nothing is being translated"
        self.stop_button.setToolTip(tip)

    def _button(self, object_name: str, words: str, icon_name: str, tip: str) -> Button:
        button = Button(words, "plain", icon_name, tip)
        button.setObjectName(object_name)
        self.right.addWidget(button)
        return button


def _set_words(button: Button, words: str) -> None:
    if button.text() != words:
        button.setText(words)
        button.setAccessibleName(words)
