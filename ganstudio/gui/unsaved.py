"""The one question before results that are in no file yet go with the window."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from ganstudio.gui.close_question import CloseQuestion
from ganstudio.gui.models.translate.picture_queue import PictureQueue

WORDS = "Translated pictures are kept only while the window is open."
DISCARD_TIP = "Close the window; the results are made again when the pictures are dropped again"


class UnsavedResults(QObject):
    """Asked where a person closes the window, never where the program does. `free` says that it may close now."""

    free = Signal()

    def __init__(self, queue: PictureQueue, window: QWidget) -> None:
        super().__init__(window)
        self._queue, self._window = queue, window
        self.question: CloseQuestion | None = None

    def may_close(self) -> bool:
        """Whether nothing is lost; where something is, a person is asked."""
        count = len(self._queue.unsaved)
        if not count:
            return True
        if self.question is None or not self.question.isVisible():
            title = "1 result is not saved" if count == 1 else f"{count:,} results are not saved"
            self.question = CloseQuestion(
                title, WORDS, self._window, stop="Save and close", keep="Close without saving", keep_tip=DISCARD_TIP
            )  # fmt: skip
            self.question.leaving.connect(self._save)
            self.question.keeping.connect(self._leave)
            self.question.open()
        return False

    @Slot()
    def _save(self) -> None:
        """Closes when everything is in files; says why where it cannot be."""
        self._queue.told.connect(self._leave, Qt.ConnectionType.SingleShotConnection)
        self._queue.refused.connect(self._say, Qt.ConnectionType.SingleShotConnection)
        self._queue.save()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._queue.told.disconnect(self._leave)
        if self.question is not None:
            self.question.say(sentence)

    @Slot()
    def _leave(self, *_ignored: object) -> None:
        if self.question is not None:
            self.question.close()
        self.free.emit()
